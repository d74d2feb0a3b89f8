"""What an agency's report says of one commune, and of one criterion across all."""

from urllib.parse import urlencode

from django.urls import reverse

from reports.figures.agency.support import sums_of
from reports.figures.shapes import AgencyFigures, CommuneFigures, Ref, SectorFigures
from reports.kinds.agency.annexes import help_address
from reports.kinds.agency.tables import share
from reports.words import (
    across,
    change,
    communes_moved,
    day,
    listing,
    lowered,
    moved,
    sentence,
    standing,
    unmet,
)
from reports.words.agency import helped, withdrawn
from reports.words.links import linked


def commune_line(one: CommuneFigures, figures: AgencyFigures) -> str:
    stands = standing(one.met_now, figures.total, 0 if one.met_now is None else len(one.unknown))
    facts = sentence(
        stands,
        change(one.met_before, one.met_now, figures.before_on),
        moved("đạt thêm", names(one.gained)),
        moved("lần đầu được đánh giá, đạt", names(one.newly_met)),
        moved("không còn đạt", names(one.lost)),
        "" if one.met_now is None else unmet(names(one.unmet), unknown=len(one.unknown)),
        *recognised(one, figures.before_on),
        *withdrawn(one.levels_before, [given.level for given in one.recognised]),
        *stated(one),
        *older(one),
        _helped(one, figures),
    )
    said = lowered(facts).replace(stands, linked(stands, commune_address(one)), 1)
    return f"{placed(one)}{' (*)' if one.illustrative else ''}: {said}"


def commune_address(one: CommuneFigures) -> str:
    return reverse("reports:commune_detail", args=[one.code]) if one.code else ""


def _helped(one: CommuneFigures, figures: AgencyFigures) -> str:
    """How often the agency helped it in the period, and for how much."""
    given = [row for row in figures.given if row.code == one.code]
    if not given:
        return ""
    sums = sums_of(given, ())
    times = linked(f"{len(given):02d}", help_address(figures, one.code))
    return helped(times, sums.total, sums.days)


def placed(one: CommuneFigures) -> str:
    return f"{_capital(one.name)} ({one.district})" if one.district else _capital(one.name)


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def names(refs: tuple[Ref, ...]) -> list[str]:
    """«2 (Giao thông)», with the label of its change where it has one."""
    return [f"{one.number} ({one.name}{f', {one.why}' if one.why else ''})" for one in refs]


def recognised(one: CommuneFigures, before_on: str) -> list[str]:
    """Level, year of the standard, decision: each told only if it is known; and whether that is new."""
    told = []
    for given in one.recognised:
        year = f" năm {given.year}" if given.year else ""
        by = f" ({given.decision}" if given.decision else " (chưa rõ quyết định"
        on = f" ngày {day(given.decided_on)})" if given.decided_on else ")"
        when = "trong kỳ được" if given.decided_on > before_on else "đã được"
        told.append(f"{when} công nhận {given.level}{year}{by}{on}")
    return told


def stated(one: CommuneFigures) -> list[str]:
    """Counts that papers state without names; they stand beside the assessment, never in it."""
    return [
        f"{f'từ {given.source} suy ra' if given.derived else f'{given.source} nêu'} "
        f"{share(given)} tiêu chí"
        f"{f' theo bộ {given.criteria_set}' if given.criteria_set else ''}"
        for given in one.stated
    ]


def older(one: CommuneFigures) -> list[str]:
    """The criteria of which papers spoke on an older set, by name: no count is made of them."""
    told = []
    for given in one.earlier:
        reached = f"đạt tiêu chí {listing(names(given.met))}" if given.met else ""
        missing = f"chưa đạt tiêu chí {listing(names(given.unmet))}" if given.unmet else ""
        words = ", ".join(text for text in (reached, missing) if text)
        told.append(f"theo bộ {given.criteria_set} (đến {day(given.as_of)}): {words}")
    return told


def criterion_line(one: SectorFigures, figures: AgencyFigures) -> str:
    unverified = "việc phân công phụ trách tiêu chí này chưa kiểm chứng" if one.unverified else ""
    indicators = listing(list(one.indicators))
    met = across(one.met_now, one.communes, one.unknown)
    facts = sentence(
        met,
        communes_moved(one.met_before, one.met_now, figures.before_on),
        unverified,
    )
    name = f"Tiêu chí {one.criterion.number} {one.criterion.name} (chỉ tiêu {indicators})"
    said = lowered(facts).replace(met, linked(met, criterion_address(one, figures)), 1)
    return f"{name}{' (*)' if one.illustrative else ''}: {said}"


def criterion_address(one: SectorFigures, figures: AgencyFigures) -> str:
    """Communes that do not meet it, on that day and set."""
    if not figures.set_code:
        return ""
    asked = {"ngay": figures.as_of, "bo": figures.set_code, "chua-dat": one.criterion.number}
    return f"{reverse('reports:overview')}?{urlencode(asked)}"
