"""Numbers, days and answers as Vietnamese sentences hold them."""

import datetime as dt
from decimal import Decimal


def vietnamese(number: Decimal) -> str:
    """1.234,5; trailing zeros go."""
    text = f"{number.normalize():,f}"
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".")


def with_unit(number: Decimal, unit: str) -> str:
    gap = "" if unit in {"", "%"} else " "
    return f"{vietnamese(number)}{gap}{unit}"


def times(factor: Decimal) -> str:
    """A factor as the law writes it: 1,10."""
    return (
        f"{factor.normalize():.2f}".replace(".", ",")
        if factor == round(factor, 2)
        else vietnamese(factor)
    )


def yes_no(*, answer: bool) -> str:
    return "Có" if answer else "Không"


def named(name: str, words: str) -> str:
    return f"{name}: {small(words)}" if name else words


def small(words: str) -> str:
    return words[:1].lower() + words[1:]


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def short_day(day: dt.date) -> str:
    return f"{day.day}/{day.month}/{day.year}"
