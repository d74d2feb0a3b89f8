"""What a paper is made of (contract), the words it prints from that (wording), and their shape on a page."""

from documents.blocks.contract import (
    Appendix,
    Block,
    Bullets,
    Column,
    Figure,
    Head,
    Heading,
    Paragraph,
    PrintedPaper,
    Row,
    Signature,
    Table,
    from_json,
    to_json,
)

__all__ = [
    "Appendix",
    "Block",
    "Bullets",
    "Column",
    "Figure",
    "Head",
    "Heading",
    "Paragraph",
    "PrintedPaper",
    "Row",
    "Signature",
    "Table",
    "from_json",
    "to_json",
]
