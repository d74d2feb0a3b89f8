"""What a paper is made of (contract), the words it prints from that (wording), and their shape on a page."""

from documents.blocks.contract import (
    Appendix,
    Article,
    Block,
    Bullets,
    Column,
    Fed,
    Figure,
    Head,
    Heading,
    Paragraph,
    PrintedPaper,
    Row,
    Signature,
    Table,
    flat,
    from_json,
    to_json,
)
from documents.blocks.feeding import Offer, Source

__all__ = [
    "Appendix",
    "Article",
    "Block",
    "Bullets",
    "Column",
    "Fed",
    "Figure",
    "Head",
    "Heading",
    "Offer",
    "Paragraph",
    "PrintedPaper",
    "Row",
    "Signature",
    "Source",
    "Table",
    "flat",
    "from_json",
    "to_json",
]
