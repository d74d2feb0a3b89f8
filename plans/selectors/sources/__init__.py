"""What plans have to say in a paper: each a `documents.blocks.Source` (`settings.BLOCK_SOURCES`)."""
