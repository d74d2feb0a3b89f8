"""Which threshold applies, part by part, and why: the most specific row of the day wins."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from criteria.evaluation.references import resolved
from criteria.evaluation.rules import (
    CLASS_NAMES,
    COMMON,
    ORDINARY,
    SPECIAL,
    Asked,
    Choice,
    Option,
    PartChoice,
    Rule,
)
from criteria.evaluation.words import capital, named, short_day


def pick(rules: Iterable[Rule], asked: Asked) -> Choice:
    """For each part the most specific threshold of the day; else the one for the whole country.

    A row fits by region (special communes use another column, QĐ 318/QĐ-TTg), year, class and span.
    Among those that fit the more specific wins: own region, own year, own class, a condition, the
    later start. Where class or condition is not known and the demands differ, every option is
    given and nothing is settled. The answer carries the row that chose it and the papers behind it.
    """
    alive = [rule for rule in resolved(rules, asked) if _is_alive(rule, asked)]
    parts = tuple(
        _pick_part([rule for rule in alive if rule.part == part], asked)
        for part in dict.fromkeys(rule.part for rule in alive)
    ) or (_pick_part([], asked),)
    reasons = dict.fromkeys(part.why for part in parts)
    if len(reasons) == 1:
        return Choice(parts, parts[0].why)
    return Choice(parts, "; ".join(named(part.name, part.why) for part in parts))


def _is_alive(rule: Rule, asked: Asked) -> bool:
    """Whether a row can hold on that day for some commune; the column comes later."""
    return (
        (rule.starts is None or rule.starts <= asked.day)
        and (rule.ends is None or asked.day <= rule.ends)
        and asked.facts.get(rule.condition, True)
    )


def _pick_part(rules: Sequence[Rule], asked: Asked) -> PartChoice:
    part = rules[0] if rules else Rule()
    if asked.known_class is not None:
        options, why = _pick_for(rules, asked, asked.known_class)
    else:
        options, why = _pick_for_any(rules, asked)
    own = [one.rule.paper or asked.paper for one in options if one.rule]
    papers = tuple(dict.fromkeys(paper for paper in own if paper))
    return PartChoice(part.part, part.part_name, options, why, papers)


def _pick_for_any(rules: Sequence[Rule], asked: Asked) -> tuple[tuple[Option, ...], str]:
    """While the class is not known: the one threshold where all classes ask the same, else all."""
    ways = [_pick_for(rules, asked, kind) for kind in asked.classes]
    options, why = ways[0]
    if all([one.rule for one in options] == [one.rule for one in way] for way, _ in ways):
        return options, why
    if any(_demands(way) != _demands(options) for way, _ in ways):
        return _either([way for way, _ in ways], asked)
    if any(_demands(options)):
        others = "xã ĐBKK" if SPECIAL in asked.classes else "các nhóm xã khác"
        why = f"{why}; {others} cũng cùng mức"
    return options, why


def _pick_for(
    rules: Sequence[Rule], asked: Asked, commune_class: str
) -> tuple[tuple[Option, ...], str]:
    """The options of a commune of that class: one, or one for each condition still open."""
    column = asked.column(commune_class)
    fit = [
        rule
        for rule in rules
        if rule.region in {column, COMMON}
        and rule.year in {None, asked.year}
        and rule.commune_class in {"", commune_class}
    ]
    if not fit:
        why = f"Chưa có ngưỡng cho {asked.column_words(column)} năm {asked.year}"
        return (Option(asked.name(column), None),), why
    best = max(map(_specificity, fit))
    first = [rule for rule in fit if _specificity(rule) == best]
    holding = [rule for rule in first if asked.facts.get(rule.condition)]
    first = holding or first
    if first[0].condition and not holding:
        options = tuple(Option(rule.condition, rule) for rule in first)
        if len(options) == 1:
            options += (Option("trường hợp khác", None),)
        return options, _open("Chưa rõ điều kiện của xã", options)
    option = Option(asked.name(first[0].region), first[0])
    return (option,), _reason(first[0], asked, commune_class)


def _specificity(rule: Rule) -> tuple[bool, bool, bool, bool, dt.date]:
    return (
        rule.region != COMMON,
        rule.year is not None,
        rule.commune_class != "",
        rule.condition != "",
        rule.starts or dt.date.min,
    )


def _either(ways: Sequence[tuple[Option, ...]], asked: Asked) -> tuple[tuple[Option, ...], str]:
    """The threshold of every class, while the class of the commune is not known."""
    by_column = len({asked.column(kind) for kind in asked.classes}) == len(asked.classes)
    labels = [
        asked.name(asked.column(kind)) if by_column else CLASS_NAMES.get(kind, kind)
        for kind in asked.classes
    ]
    options = tuple(
        replace(one, label=f"{label}, {one.label}" if _has_condition(one) else label)
        for label, group in zip(labels, ways, strict=True)
        for one in group
    )
    return options, _open("Chưa rõ phân loại xã", options)


def _reason(rule: Rule, asked: Asked, commune_class: str) -> str:
    column = asked.column(commune_class)
    if rule.factor is not None:
        return _reason_of_product(rule, asked, column)
    words = "mức chung cả nước" if rule.region == COMMON else f"mức vùng {asked.name(column)}"
    words += f" năm {rule.year}" if rule.year else ""
    words += f" từ {short_day(rule.starts)}" if rule.starts else ""
    words += f" cho {CLASS_NAMES[commune_class]}" if _is_group(rule) else ""
    words += f" cho {rule.condition}" if rule.condition else ""
    words += f" theo {rule.paper}" if rule.paper else ""
    if not rule.is_known:
        note = f": {rule.note}" if rule.note else ""
        return f"Chưa có ngưỡng – {words}{note}"
    if column == asked.region:
        return f"Áp dụng {words}"
    basis = f" ({asked.special_basis})" if asked.special_basis else ""
    if rule.region == COMMON:
        name = asked.name(column)
        return f"Xã ĐBKK: cột {name}{basis} không có mức riêng, áp dụng {words}"
    return f"Xã ĐBKK: dùng cột {words.removeprefix('mức vùng ')}{basis}"


def _reason_of_product(rule: Rule, asked: Asked, column: str) -> str:
    """Names both: the factor, and the other set's threshold for these communes."""
    if rule.base is None:
        lacks = f"chưa có mức {asked.column_words(column)} năm {asked.year}"
        return f"Chưa có ngưỡng – {rule.product}: {lacks}"
    if not rule.is_known:
        return f"Chưa có ngưỡng – {rule.product}"
    special = "Xã ĐBKK: " if column != asked.region else ""
    return capital(f"{special}áp dụng {rule.product}")


def _is_group(rule: Rule) -> bool:
    return rule.commune_class in CLASS_NAMES and rule.commune_class not in {ORDINARY, SPECIAL}


def _open(unknown: str, options: Iterable[Option]) -> str:
    both = ", ".join(f"mức {one.label} {one.demand}" for one in options)
    return f"{unknown}: {both} – chưa kết luận"


def _demands(options: Iterable[Option]) -> list[tuple[object, ...]]:
    return [
        (one.rule.condition, *one.rule.asks) if one.rule and one.rule.asks else ()
        for one in options
    ]


def _has_condition(option: Option) -> bool:
    return option.rule is not None and option.rule.condition != ""
