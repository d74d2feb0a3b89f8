"""Measures a printed paper by the rules of NĐ 30/2020 (Phụ lục I). A rule returns what it finds wrong."""

from tests.documents.measure import close, head, page, text
from tests.documents.measure.printed import RULES, Print

__all__ = ["RULES", "Print", "close", "head", "page", "text"]
