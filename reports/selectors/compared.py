"""Two runs side by side, figure by figure: headline figures, then every cell of every table."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from criteria.words import read_number
from documents.blocks import Column, Row, Table
from reports.choices import Kind
from reports.kinds import KINDS, Fact
from reports.models import ReportRun
from reports.words import signed
from reports.words.links import plain
from reports.words.numbers import number

COUNTERS = {"stt", "tt"}  # columns that number the rows: they tell no row from another


@dataclass(frozen=True, slots=True)
class Pair:
    """A figure as the earlier and the later run print it; blank is not reported, None is not there at all."""

    label: str
    was: str | None
    now: str | None
    address: str = ""

    @property
    def is_same(self) -> bool:
        return plain(self.was or "") == plain(self.now or "") and (self.was is None) == (
            self.now is None
        )

    @property
    def difference(self) -> str:
        """«+2», «−0,5» where both are numbers; else nothing."""
        was, now = read(self.was), read(self.now)
        if was is None or now is None or was == now:
            return ""
        rest = now - was
        return signed(int(rest)) if rest == rest.to_integral() else _signed(rest)


@dataclass(frozen=True, slots=True)
class TablePairs:
    """What differs in a table: cells by row and column, rows that came or went."""

    caption: str
    pairs: list[Pair]
    came: list[str]
    went: list[str]


@dataclass(frozen=True, slots=True)
class Compared:
    facts: list[Pair]
    tables: list[TablePairs] = field(default_factory=list)

    @property
    def changed(self) -> list[Pair]:
        return [one for one in self.facts if not one.is_same]

    @property
    def is_same(self) -> bool:
        return not self.changed and not self.tables


class _Cell(NamedTuple):
    row: str
    column: str


def compared(run: ReportRun, other: ReportRun) -> Compared:
    """What `run` says against `other`, the earlier one. Both have their figures."""
    return Compared(facts_beside(run, other), _tables(run, other))


def facts_beside(run: ReportRun, other: ReportRun | None) -> list[Pair]:
    """The headline figures of a run in their order, with what the other said; then what only the other had."""
    now = _facts(run)
    was = {one.key: one for one in _facts(other)} if other else {}
    found = [
        Pair(one.label, was[one.key].value if one.key in was else None, one.value, one.address)
        for one in now
    ]
    known = {one.key for one in now}
    return found + [
        Pair(one.label, one.value, None) for key, one in was.items() if key not in known
    ]


def before(run: ReportRun) -> ReportRun | None:
    """The last report of the same reporter (half-year or year) with figures, before this run."""
    kinds = [one.value for one in Kind if one.family == Kind(run.kind).family]
    rows = ReportRun.objects.filter(
        kind__in=kinds,
        agency=run.agency_id,
        commune=run.commune_id,
        figures__isnull=False,
        known_at__lt=run.known_at,
    ).select_related("agency", "commune")
    earlier: ReportRun | None = rows.order_by("-as_of", "-known_at", "-pk").first()
    return earlier


def read(text: str | None) -> Decimal | None:
    """The number of a printed figure: «75/101» is 75, «56,4 %» 56,4; None where it is none."""
    given = plain(text or "").split("/")[0].replace("\u00a0", "").replace("−", "-").lstrip("+")
    given = given.replace("%", "")
    if not given:
        return None
    try:  # a grouped thousand is written by us, never asked
        return Decimal(given.replace(".", "").replace(",", "."))
    except ArithmeticError:
        pass
    try:
        return read_number(given)
    except ValueError:
        return None


def _signed(rest: Decimal) -> str:
    return f"+{number(rest)}" if rest > 0 else f"−{number(-rest)}"


def _facts(run: ReportRun | None) -> tuple[Fact, ...]:
    return KINDS[Kind(run.kind)].facts(run.figures or {}) if run else ()


def _tables(run: ReportRun, other: ReportRun) -> list[TablePairs]:
    now = {one.caption: one for one in KINDS[Kind(run.kind)].tables(run.figures or {})}
    was = {one.caption: one for one in KINDS[Kind(other.kind)].tables(other.figures or {})}
    found = [_table(now[name], was[name]) for name in now if name in was]
    return [one for one in found if one.pairs or one.came or one.went]


def _table(now: Table, was: Table) -> TablePairs:
    ours, theirs = _cells(now), _cells(was)
    rows, before_rows = _rows(ours), _rows(theirs)
    pairs = [
        Pair(f"{cell.row}: {cell.column}", theirs[cell], value)
        for cell, value in ours.items()
        if cell in theirs and plain(theirs[cell]) != plain(value)
    ]
    return TablePairs(
        now.caption,
        pairs,
        came=[one for one in rows if one not in before_rows],
        went=[one for one in before_rows if one not in rows],
    )


def _rows(cells: Iterable[_Cell]) -> dict[str, None]:
    return dict.fromkeys(one.row for one in cells)


def _cells(table: Table) -> dict[_Cell, str]:
    """Every cell by its row's name and its column's title."""
    titles = _titles(table.columns)
    name_at = next(
        (place for place, one in enumerate(table.columns) if one.title.casefold() not in COUNTERS),
        0,
    )
    seen: Counter[str] = Counter()
    found: dict[_Cell, str] = {}
    for row in table.rows:
        if row.group:
            continue
        name = _row_name(row, name_at)
        seen[name] += 1
        told = f"{name} ({seen[name]})" if seen[name] > 1 else name
        for place, value in enumerate(row.cells):
            if place > name_at:
                found[_Cell(told, titles[place])] = value
    return found


def _row_name(row: Row, place: int) -> str:
    name = plain(row.cells[place]).strip()
    return name or plain(" ".join(one for one in row.cells if one)).strip()


def _titles(columns: Sequence[Column]) -> list[str]:
    """Titles with their group; columns that would be called alike are numbered."""
    seen: Counter[str] = Counter()
    found = []
    for one in columns:
        title = f"{one.group}, {one.title}" if one.group else one.title
        seen[title] += 1
        found.append(f"{title} ({seen[title]})" if seen[title] > 1 else title)
    return found
