"""What a new list changes: set beside the assignments in force on its first day, before it is stored."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from communes.models import Agency, Commune
from criteria.choices import Duty
from criteria.models import SponsorAssignment
from plans.models.assigning import WHOLE, Pair

ChangeKind = Literal["added", "removed", "duty", "kept"]
KINDS: dict[str, str] = {
    "added": "thêm",
    "removed": "thôi phân công",
    "duty": "đổi nhiệm vụ",
    "kept": "giữ nguyên",
}
COLUMNS = ["Cơ quan, đơn vị", "Xã", "Huyện", "Mã xã", "Thay đổi", "Nhiệm vụ cũ", "Nhiệm vụ mới"]


@dataclass(frozen=True, slots=True)
class Change:
    """One agency and one commune: what held before (`row`) and what the list says (`pair`)."""

    kind: ChangeKind
    agency: Agency
    commune: Commune
    row: SponsorAssignment | None = None
    pair: Pair | None = None

    @property
    def word(self) -> str:
        return KINDS[self.kind]

    @property
    def before(self) -> str:
        return self.row.duty_words if self.row else ""

    @property
    def after(self) -> str:
        return duty_words(self.pair.duty) if self.pair else ""


@dataclass(frozen=True, slots=True)
class Changes:
    """`later`: assignments that begin after the first day and would overlap; nothing is stored then.

    `gone`: agencies and communes of the list that do not exist on the first day.
    """

    starts: dt.date
    rows: tuple[Change, ...]
    later: tuple[SponsorAssignment, ...]
    gone: tuple[str, ...]
    communes: tuple[Commune, ...]

    def of(self, kind: str) -> list[Change]:
        return [one for one in self.rows if one.kind == kind]

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        return [(kind, word, len(self.of(kind))) for kind, word in KINDS.items()]

    @property
    def wanted(self) -> list[Change]:
        return [one for one in self.rows if one.pair]

    @property
    def alone(self) -> list[Commune]:
        """Communes that nobody stands behind once the list is in force."""
        backed = {one.commune.pk for one in self.rows if one.kind != "removed"}
        return [one for one in self.communes if one.pk not in backed]

    @property
    def agencies(self) -> int:
        return len({one.agency.pk for one in self.wanted})

    @property
    def digest(self) -> str:
        """What was looked at must be what is stored."""
        told = [
            (
                one.kind,
                one.agency.pk,
                one.commune.pk,
                one.before,
                one.after,
                one.row and one.row.pk,
            )
            for one in self.rows
        ]
        return hashlib.sha256(repr((self.starts, told)).encode()).hexdigest()[:16]


def changes(
    pairs: Sequence[Pair], starts: dt.date, *, ends: dt.date | None = None, scope: str = WHOLE
) -> Changes:
    """The difference in four queries; pairs name agencies and communes of the first day.

    With another scope than WHOLE what the list does not name goes on.
    """
    agencies = {one.slug: one for one in Agency.objects.on(starts)}
    communes = {one.code: one for one in Commune.objects.on(starts).select_related("district")}
    known = [one for one in pairs if one.agency in agencies and one.commune in communes]
    gone = [
        f"{one.agency} – {one.commune}"
        for one in pairs
        if one.agency not in agencies or one.commune not in communes
    ]
    standing = (
        SponsorAssignment.objects.overlapping(starts, ends)
        .select_related("agency", "commune__district", "paper")
        .order_by("starts", "pk")
    )
    before = {(row.agency_id, row.commune_id): row for row in standing if row.starts <= starts}
    listed = {(agencies[one.agency].pk, communes[one.commune].pk) for one in known}
    later = [
        row
        for row in standing
        if row.starts > starts and (scope == WHOLE or (row.agency_id, row.commune_id) in listed)
    ]
    rows = [_change(agencies[one.agency], communes[one.commune], one, before) for one in known]
    if scope == WHOLE:
        rows += _removed(before, listed)
    return Changes(
        starts=starts,
        rows=tuple(sorted(rows, key=_order)),
        later=tuple(later),
        gone=tuple(gone),
        communes=tuple(sorted(communes.values(), key=lambda one: (one.sort_key, one.pk))),
    )


def sheet_rows(rows: Iterable[Change]) -> list[list[str]]:
    return [
        [
            one.agency.name,
            one.commune.name,
            one.commune.district.name if one.commune.district else "",
            one.commune.code,
            one.word,
            one.before,
            one.after,
        ]
        for one in rows
    ]


def duty_words(duty: str) -> str:
    return Duty(duty).label if duty else "chưa rõ nhiệm vụ"


def _change(
    agency: Agency,
    commune: Commune,
    pair: Pair,
    before: dict[tuple[int, int], SponsorAssignment],
) -> Change:
    row = before.get((agency.pk, commune.pk))
    if row is None:
        return Change("added", agency, commune, pair=pair)
    return Change("kept" if row.duty == pair.duty else "duty", agency, commune, row, pair)


def _removed(
    before: dict[tuple[int, int], SponsorAssignment], listed: set[tuple[int, int]]
) -> Iterator[Change]:
    for key, row in before.items():
        if key not in listed:
            yield Change("removed", row.agency, row.commune, row)


def _order(one: Change) -> tuple[str, str, int]:
    return one.agency.sort_key, one.commune.sort_key, one.commune.pk
