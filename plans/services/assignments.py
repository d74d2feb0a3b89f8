"""Who stands behind which commune: a whole list by a decision in one act, or one at a time by hand."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.models import User
from communes.models import Agency, Commune
from communes.services.spans import refuse_overlap
from criteria.models import SponsorAssignment
from documents.models import OfficialDocument
from documents.services.papers import replace_paper
from plans.models.assigning import WHOLE, Pair
from plans.selectors.assignment_changes import Change, Changes, changes
from plans.services.kept import hold, hold_all

ENTERED = "entered assignments"
NAMED = 20  # pairs that a line of the trail names


@dataclass(frozen=True, slots=True)
class Decided:
    """What a list was stored as; `replaced` are the papers whose assignments it took over."""

    added: int
    ended: int
    kept: int
    changed: int
    replaced: tuple[OfficialDocument, ...] = field(default=())

    @property
    def words(self) -> str:
        said = (
            f"Đã ghi {self.added + self.kept + self.changed} phân công: thêm {self.added}, giữ "
            f"{self.kept}, đổi nhiệm vụ {self.changed}, thôi phân công {self.ended}."
        )
        papers = ", ".join(one.short for one in self.replaced)
        return f"{said} Thay thế {papers}." if papers else said


@transaction.atomic
def assign_by_list(
    *,
    paper: OfficialDocument,
    pairs: Sequence[Pair],
    starts: dt.date,
    ends: dt.date | None = None,
    scope: str = WHOLE,
    seen: str | None = None,
    by: User,
) -> Decided:
    """Put the list of a decision in force from `starts` (both days included).

    With scope WHOLE it takes the place of all assignments in force on that day: they end the day
    before; one that began on that very day (carried on until the list came, or entered by mistake)
    follows the list or goes. Papers whose assignments it takes over become «đã được thay thế».
    `seen` is the digest of the difference that its maker looked at.

    Refusals: `nothing`, `span`, `gone` (an agency or a commune does not exist on `starts`), `later`
    (assignments begin after `starts`: the list must end before them), `changed` (not as seen).
    """
    if not pairs:
        raise ValidationError("Danh sách chưa có phân công nào để ghi.", code="nothing")
    if ends and ends < starts:
        raise ValidationError("Ngày kết thúc phải từ ngày bắt đầu trở đi.", code="span")
    hold_all(Commune.objects.on(starts))
    hold_all(SponsorAssignment.objects.overlapping(starts, ends))
    found = changes(pairs, starts, ends=ends, scope=scope)
    _refuse(found, seen)
    old = [
        row for one in found.rows if (row := one.row) and (scope == WHOLE or one.kind == "duty")
    ]
    _end(old, starts, by, paper)
    _follow(found, paper, ends, scope, by)
    replaced = _replace_papers(old, paper, starts, by) if scope == WHOLE else []
    counts = {kind: count for kind, _, count in found.counts}
    trail.record(
        by,
        ENTERED,
        paper,
        starts=f"{starts}",
        ends=f"{ends or ''}",
        scope=scope,
        counts=counts,
        removed=[_words(one) for one in found.of("removed")][:NAMED],
    )
    return Decided(
        added=counts["added"],
        ended=counts["removed"],
        kept=counts["kept"],
        changed=counts["duty"],
        replaced=tuple(replaced),
    )


@transaction.atomic
def assign(
    *,
    agency: Agency,
    commune: Commune,
    duty: str,
    paper: OfficialDocument,
    starts: dt.date,
    ends: dt.date | None = None,
    note: str = "",
    by: User,
) -> SponsorAssignment:
    """Put one agency behind a commune by a decision, beside whoever stands there.

    Refusals: `span`, `gone` (either does not exist on `starts`), `overlap` (the agency stands behind
    the commune already on one of these days).
    """
    hold(commune)
    if ends and ends < starts:
        _refuse_at("ends", "Ngày kết thúc phải từ ngày bắt đầu trở đi.", "span")
    if not agency.covers(starts):
        _refuse_at("agency", f"{agency} không tồn tại vào ngày bắt đầu.", "gone")
    if not commune.covers(starts):
        _refuse_at("commune", f"{commune} không tồn tại vào ngày bắt đầu.", "gone")
    row = SponsorAssignment(
        agency=agency,
        commune=commune,
        duty=duty,
        paper=paper,
        starts=starts,
        ends=ends,
        note=note.strip(),
    )
    row.clean_fields(exclude=["agency", "commune", "paper"])
    refuse_overlap(row, "agency", "commune")
    row.save()
    trail.record(by, "assigned sponsor", row, **_told(row))
    return row


@transaction.atomic
def end_assignment(
    *, assignment: SponsorAssignment, ends: dt.date, reason: str, by: User
) -> SponsorAssignment:
    """Its last day. Refusals: `reason`, `span` (before its first day), `ended` (it has ended by then)."""
    row: SponsorAssignment = _locked(assignment)
    if not reason.strip():
        _refuse_at("reason", "Hãy nêu quyết định hoặc lý do kết thúc.", "reason")
    if ends < row.starts:
        _refuse_at("ends", "Ngày cuối phải từ ngày bắt đầu trở đi.", "span")
    if row.ends is not None and row.ends <= ends:
        raise ValidationError(
            f"Phân công này đã kết thúc ngày {row.ends.day}/{row.ends.month}/{row.ends.year}.",
            code="ended",
        )
    before, row.ends = row.ends, ends
    row.save(update_fields=["ends"])
    trail.record(
        by,
        "ended assignment",
        row,
        **_told(row),
        before=f"{before or ''}",
        reason=reason.strip(),
    )
    return row


@transaction.atomic
def settle_duty(
    *, assignment: SponsorAssignment, duty: str, reason: str, seen: str | None = None, by: User
) -> SponsorAssignment:
    """What the decision says of the duty, where it was not known or was entered wrongly.

    `seen` is the duty its maker had before their eyes. Refusals: `reason`, `stale`, `same`.
    """
    row = _locked(assignment)
    if not reason.strip():
        _refuse_at("reason", "Hãy nêu căn cứ: văn bản, trang, dòng nói nhiệm vụ này.", "reason")
    if seen is not None and seen != row.duty:
        raise ValidationError(
            "Người khác vừa sửa nhiệm vụ này. Hãy xem lại rồi sửa nếu vẫn cần.", code="stale"
        )
    if duty == row.duty:
        _refuse_at("duty", "Nhiệm vụ này đang là như vậy.", "same")
    before, row.duty = row.duty, duty
    row.clean_fields(exclude=["agency", "commune", "paper"])
    row.save(update_fields=["duty"])
    trail.record(
        by, "settled duty", row, **_told(row), before=before, after=duty, reason=reason.strip()
    )
    return row


def _locked(assignment: SponsorAssignment) -> SponsorAssignment:
    return hold(assignment)


def _refuse(found: Changes, seen: str | None) -> None:
    if found.gone:
        raise ValidationError(
            f"Không có vào ngày bắt đầu: {'; '.join(found.gone[:5])}. Hãy xem lại ngày.",
            code="gone",
        )
    if found.later:
        first = found.later[0]
        raise ValidationError(
            f"{len(found.later)} phân công bắt đầu sau ngày này (sớm nhất {_day(first.starts)}, theo "
            f"{first.paper.short}). Hãy ghi ngày kết thúc của danh sách, trước ngày đó.",
            code="later",
        )
    if seen is not None and seen != found.digest:
        raise ValidationError(
            "Phân công đang có vừa thay đổi nên khác biệt không còn như lúc bạn xem. "
            "Hãy xem lại rồi ghi.",
            code="changed",
        )


def _end(
    old: Iterable[SponsorAssignment], starts: dt.date, by: User, paper: OfficialDocument
) -> None:
    """Those that began before end the day before; the trail says by which paper."""
    last = starts - dt.timedelta(days=1)
    closing = [row for row in old if row.starts < starts]
    for row in closing:
        row.ends = last
    SponsorAssignment.objects.bulk_update(closing, ["ends"], batch_size=500)
    trail.record_words(
        by,
        "ended assignment",
        [(row, None) for row in closing],
        ends=f"{last}",
        paper=paper.short,
    )


def _follow(
    found: Changes, paper: OfficialDocument, ends: dt.date | None, scope: str, by: User
) -> None:
    """The rows of the list; a row that began on the very day follows it, or goes."""
    fresh, same_day = [], []
    for one in found.wanted:
        if one.kind == "kept" and scope != WHOLE:
            continue
        assert one.pair is not None  # noqa: S101 -- `wanted` has one
        row = one.row if one.row and one.row.starts == found.starts else None
        given = {"duty": one.pair.duty, "paper": paper, "ends": ends, "note": one.pair.note}
        if row is None:
            fresh.append(
                SponsorAssignment(
                    agency=one.agency, commune=one.commune, starts=found.starts, **given
                )
            )
            continue
        for name, value in (given | {"carried_on": False}).items():
            setattr(row, name, value)
        same_day.append(row)
    gone = [
        row.pk for one in found.of("removed") if (row := one.row) and row.starts == found.starts
    ]
    SponsorAssignment.objects.filter(pk__in=gone).delete()
    fields = ["duty", "paper", "ends", "note", "carried_on"]
    SponsorAssignment.objects.bulk_update(same_day, fields, batch_size=500)
    made = SponsorAssignment.objects.bulk_create(fresh, batch_size=500)
    spoken = [(row, None) for row in (*made, *same_day)]
    trail.record_words(by, "assigned sponsor", spoken, starts=f"{found.starts}", paper=paper.short)


def _replace_papers(
    old: Iterable[SponsorAssignment], paper: OfficialDocument, starts: dt.date, by: User
) -> list[OfficialDocument]:
    """The papers of what ended, once nothing of theirs goes on."""
    papers = {row.paper_id: row.paper for row in old if row.paper_id != paper.pk}
    going_on = set(
        SponsorAssignment.objects.overlapping(starts, None)
        .filter(paper__in=papers)
        .values_list("paper", flat=True)
    )
    found = [one for pk, one in papers.items() if pk not in going_on]
    for one in found:
        replace_paper(old=one, new=paper, by=by)
    return found


def _told(row: SponsorAssignment) -> dict[str, Any]:
    return {
        "agency": row.agency.slug,
        "commune": row.commune.code,
        "duty": row.duty,
        "starts": f"{row.starts}",
        "ends": f"{row.ends or ''}",
        "paper": row.paper.short,
    }


def _words(one: Change) -> str:
    return f"{one.agency} – {one.commune.name}"


def _day(day: dt.date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def _refuse_at(field: str, words: str, code: str) -> None:
    raise ValidationError({field: ValidationError(words, code=code)})
