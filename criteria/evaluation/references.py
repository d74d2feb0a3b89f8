"""Thresholds that are another indicator's threshold times a factor (QĐ 319/QĐ-TTg: income × 1,10)."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

from criteria.evaluation.rules import COMMON, Asked, Rule
from criteria.evaluation.words import vietnamese

SURENESS = ("missing", "recalled", "sourced")


def resolved(rules: Iterable[Rule], asked: Asked) -> list[Rule]:
    """The rules, each that refers to another indicator made into one for each row of that one.

    A made row holds for whom and when both hold, and is as sure as the less sure of the two. The
    row itself stays behind them: where none fits it says that the other threshold is not known.
    """
    found: list[Rule] = []
    for rule in rules:
        if rule.factor is not None:
            found += _products(rule, asked)
        found.append(rule)
    return found


def _products(rule: Rule, asked: Asked) -> Iterator[Rule]:
    for base in rule.of:
        pairs = (
            (rule.region if rule.region != COMMON else "", base.region),
            (rule.year, base.year),
            (rule.commune_class, base.commune_class),
        )
        starts = max(rule.starts or dt.date.min, base.starts or dt.date.min)
        ends = min(rule.ends or dt.date.max, base.ends or dt.date.max)
        if starts > ends or any(_clash(own, other) for own, other in pairs):
            continue
        number = None
        if base.number is not None and rule.factor is not None:
            number = base.number * rule.factor
        yield replace(
            rule,
            region=rule.region if rule.region != COMMON else base.region,
            year=rule.year or base.year,
            commune_class=rule.commune_class or base.commune_class,
            condition=rule.condition or base.condition,
            starts=None if starts == dt.date.min else starts,
            ends=None if ends == dt.date.max else ends,
            number=number,
            confidence=min(rule.confidence, base.confidence, key=SURENESS.index),
            of_name=_named(rule, base, asked),
            base=base,
        )


def _clash(own: object, other: object) -> bool:
    """Two different demands of one kind; blank and the whole country ask nothing."""
    return bool(own) and bool(other) and other not in {COMMON, own}


def _named(rule: Rule, base: Rule, asked: Asked) -> str:
    """«mức nâng cao 2021–2025 vùng Bắc Trung Bộ năm 2024 (54)»."""
    words = f"{rule.of_name} {asked.column_words(base.region)}"
    words += f" năm {base.year}" if base.year else ""
    number = "chưa có" if base.number is None else vietnamese(base.number)
    return f"{words} ({number})"
