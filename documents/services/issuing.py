"""The end of a paper's way: numbered, issued, recalled, replaced. See `documents.services.steps`."""

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.calendar import working_day
from accounts.choices import Role
from accounts.models import User
from communes.models import Membership
from documents.blocks import from_json
from documents.choices import PaperAct, PaperKind, PaperState, RelationKind
from documents.models import Delivery, OfficialDocument, PaperStep
from documents.selectors.content import content_of
from documents.selectors.numbering import warnings_about
from documents.selectors.reaching import reach_of
from documents.selectors.steps import (
    people_before,
    replaced_by,
    signed_copy,
)
from documents.services.drafts import keep_version, start_draft
from documents.services.following import follow
from documents.services.papers import replace_paper
from documents.services.way import hold, named, reason_of, take, tell, tell_next

OPENS_MAIL = (Role.FOCAL_POINT, Role.DIRECTOR)


@transaction.atomic
def give_number(
    *,
    paper: OfficialDocument,
    number: str,
    day: dt.date,
    by: User,
    notation: str = "",
    sure: bool = False,
    words: str = "",
    seen: int | None = None,
) -> PaperStep:
    """Number and date as the issuer's own register has them; the notation as issued, even an unusual one.

    What the paper says by that is a version of its own: the last one is what is issued.
    Refusals: `number`, `notation`, `day` (by field), and unless `sure`: `double`, `gap`.
    """
    locked = hold(paper, PaperAct.NUMBERED, seen)
    number, notation = number.strip(), notation.strip() or locked.notation
    _refuse_number(number, notation, day)
    unusual = warnings_about(locked, number, day.year)
    if unusual and not sure:
        code = next(iter(unusual))
        told = f"{' '.join(unusual.values())} Nếu đúng như đã ban hành, hãy xác nhận rồi ghi."
        raise ValidationError({"number": ValidationError(told, code=code)})
    before = content_of(locked)
    locked.number, locked.notation = number, notation
    locked.day, locked.month, locked.year = day.day, day.month, day.year
    locked.full_clean(exclude=["search_key"])
    if content_of(locked) != before:
        keep_version(locked, by)
    details = {"symbol": locked.symbol, "day": day.isoformat(), "warnings": list(unusual)}
    step = take(locked, PaperAct.NUMBERED, by, words, details=details)
    tell_next(step)
    return step


def _refuse_number(number: str, notation: str, day: dt.date) -> None:
    errors = {}
    if not number:
        errors["number"] = ValidationError("Hãy ghi số văn bản.", code="number")
    if not notation:
        errors["notation"] = ValidationError("Hãy ghi ký hiệu văn bản.", code="notation")
    if day > working_day():
        errors["day"] = ValidationError("Ngày văn bản không thể sau hôm nay.", code="day")
    if errors:
        raise ValidationError(errors)


@transaction.atomic
def issue(
    *, paper: OfficialDocument, by: User, words: str = "", seen: int | None = None
) -> PaperStep:
    """Out: it never changes from now on. Agencies among its recipients get it here; what it replaces is replaced."""
    locked = hold(paper, PaperAct.ISSUED, seen)
    details = {"signed_copy": signed_copy(locked)}
    step = take(locked, PaperAct.ISSUED, by, words, details=details)
    for old in replaced_by(locked):
        _replace(old, locked, by)
    follow(PaperAct.ISSUED, locked, by, locked.dated or working_day())
    agencies = _deliver(locked)
    tell(step, _readers(agencies), f"Văn bản đến: {named(locked)}", locked.title)
    tell(step, people_before(locked), f"Đã ban hành: {named(locked)}", locked.title)
    return step


def _deliver(paper: OfficialDocument) -> list[int]:
    """One delivery an agency, its own left out; the keys of the agencies. Groups in words get it one by one."""
    sent = [
        Delivery(paper=paper, agency=agency, recipient=one.line)
        for one in reach_of(paper)
        for agency in one.agencies
    ]
    Delivery.objects.bulk_create(sent)
    return [one.agency_id for one in sent]


def _readers(agencies: Sequence[int]) -> list[User]:
    """Who is told of a paper that came: focal points and heads; everybody where an agency has neither."""
    rows = list(
        Membership.objects.on(working_day())
        .filter(agency__in=agencies, user__is_active=True)
        .exclude(role=Role.ADMIN)
        .select_related("user")
    )
    opening = [row for row in rows if row.role in OPENS_MAIL]
    opened = {row.agency_id for row in opening}
    return [row.user for row in [*opening, *(one for one in rows if one.agency_id not in opened)]]


def _replace(old: OfficialDocument, new: OfficialDocument, by: User) -> None:
    """The older paper reads «đã được thay thế»; its people and whoever received it are told."""
    before = OfficialDocument.objects.select_for_update(of=("self",)).get(pk=old.pk)
    replace_paper(old=old, new=new, by=by)
    if before.state != PaperState.ISSUED:
        return
    step = PaperStep.objects.create(
        paper=old,
        act=PaperAct.REPLACED,
        state=PaperState.REPLACED,
        version=old.version,
        by=by,
        details={"by": new.pk},
    )
    told = f"Được thay thế bởi {new}"
    people = [*people_before(old), *_readers([one.agency_id for one in old.deliveries.all()])]
    tell(step, people, f"Đã được thay thế: {named(old)}", told)


@transaction.atomic
def recall(
    *, paper: OfficialDocument, by: User, reason: str, seen: int | None = None
) -> PaperStep:
    """An issued paper is taken back: it stays as it is, and rests on nothing any more. Refusals: `reason`."""
    locked = hold(paper, PaperAct.RECALLED, seen)
    people = [
        *people_before(locked),
        *_readers([one.agency_id for one in locked.deliveries.all()]),
    ]
    step = take(locked, PaperAct.RECALLED, by, reason_of(reason))
    follow(PaperAct.RECALLED, locked, by, working_day())
    tell(step, people, f"Thu hồi: {named(locked)}", step.words)
    return step


@transaction.atomic
def replace_with(*, paper: OfficialDocument, by: User) -> OfficialDocument:
    """A new draft with the same content that takes this paper's place once it is issued. Refusals: `state`."""
    locked = hold(paper, PaperAct.REPLACED, None)
    assert locked.letterhead is not None  # noqa: S101 -- `_hold` has refused it
    kept = [
        (one.kind, one.other)
        for one in locked.relations.select_related("other")
        if one.kind != RelationKind.REPLACES
    ]
    return start_draft(
        kind=PaperKind(locked.kind),
        letterhead=locked.letterhead,
        title=locked.title,
        by=by,
        body=from_json(locked.body),
        bases=[(one.text, one.other) for one in locked.bases.select_related("other")],
        recipients=[
            (one.text, one.purpose, one.agency)
            for one in locked.recipients.select_related("agency")
        ],
        relations=[*kept, (RelationKind.REPLACES, locked)],
        unit_name=locked.unit_name,
        demo=locked.demo,
    )
