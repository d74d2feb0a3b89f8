"""Numbers as Vietnamese types and reads them."""

import re
from decimal import Decimal

_GROUPED = re.compile(r"^-?\d{1,3}(\.\d{3})+(,\d+)?$")
_COMMA = re.compile(r"^-?\d+(,\d+)?$")
_POINT = re.compile(r"^-?\d+\.\d+$")
_AMBIGUOUS = re.compile(r"^-?\d{1,3}\.\d{3}$")


def read_number(text: str) -> Decimal:
    """Read `1.234,5`, `1234,5`, `87,5%`, `87.5`. Raises ValueError with what to do.

    `1.234` alone may mean a thousand or a fraction: it is asked, never guessed.
    """
    given = re.sub(r"\s|%$", "", text.strip())
    if _AMBIGUOUS.match(given):
        whole = given.replace(".", "")
        raise ValueError(
            f"«{text.strip()}» có thể là {whole} hoặc {given.replace('.', ',')}. "
            f"Hãy nhập {whole} hoặc {given.replace('.', ',')}."
        )
    if _GROUPED.match(given):
        return Decimal(given.replace(".", "").replace(",", "."))
    if _COMMA.match(given):
        return Decimal(given.replace(",", "."))
    if _POINT.match(given):
        return Decimal(given)
    raise ValueError(f"«{text.strip()}» không phải là số. Ví dụ: 87,5 hoặc 1.234,5.")


def write_number(number: Decimal | int | None) -> str:
    """1.234,5 as pages show it; a bare thousand without its dot, so that it reads back."""
    if number is None:
        return ""
    text = f"{Decimal(number).normalize():,f}"
    if "." not in text and text.count(",") == 1:
        return text.replace(",", "")
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".")
