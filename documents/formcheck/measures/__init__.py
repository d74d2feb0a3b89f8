"""The rules measured on a PDF (pdfplumber: slow to import, for the worker)."""

from documents.blocks import PrintedPaper
from documents.formcheck.finding import Finding
from documents.formcheck.law import LAW
from documents.formcheck.measures import close, head, page, text
from documents.formcheck.measures.printed import RULES, WHERE, Print

__all__ = ["RULES", "Print", "close", "head", "measure", "page", "text"]

UNREADABLE = Finding(
    "P1", "Cả tệp", "Không đọc được tệp PDF", "In lại văn bản, hoặc kiểm tra lại tệp đã tải lên"
)


def measure(content: bytes, printed: PrintedPaper | None) -> list[Finding]:
    """Every breach, in the order of the page; each rule says a thing once however often it is seen."""
    try:
        doc = Print(content, printed)
    except Exception:  # noqa: BLE001 -- pdfminer fails in many ways on a damaged file
        return [UNREADABLE]
    if not doc.pages or not any(doc.lines):
        return [UNREADABLE]
    return [
        Finding(name, WHERE[name], what, f"Trình bày lại: {LAW[name].words}")
        for name in LAW
        if name in RULES
        for what in dict.fromkeys(RULES[name](doc))
    ]
