"""The way of a file: locked, its act allowed, moved to whoever holds it next, one step appended."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError

from accounts import trail
from accounts.calendar import working_day
from accounts.models import User
from communes.choices import AgencyKind
from communes.models import Agency
from criteria.choices import FileAct, FileState, HoldEnd, Stage
from criteria.evaluation.diagram import WAITING, leads, may_follow, next_stage
from criteria.models import (
    FileStep,
    Holding,
    RouteStep,
    SponsorAssignment,
    Submission,
)
from criteria.permissions import Mandate
from criteria.selectors.review.left import maker_of
from criteria.selectors.review.opinions import FileView, appraisers_on, file_view

ABOUT = ("round", "scorecard__commune__district", "scorecard__criteria_set")


def locked_file(file: Submission, act: FileAct) -> Submission:
    """The file under its lock. Refusals: `closed` (its round has), `state` (the act does not follow)."""
    rows = Submission.objects.select_for_update(of=("self",)).select_related(*ABOUT)
    found: Submission = rows.get(pk=file.pk)
    # Asked anew: a closing that held the lock until now stands in no row that came with it.
    found.round.refresh_from_db(fields=["closed_at"])
    if found.is_locked and act != FileAct.REOPEN:
        raise ValidationError(
            f"{found.round} đã đóng, hồ sơ đã khóa. Văn phòng Điều phối mở lại được cho từng xã.",
            code="closed",
        )
    if not may_follow(act.value, found.state):
        raise ValidationError(
            f"Hồ sơ {found.get_state_display()}: không {act.label} được nữa. "
            "Hãy tải lại trang để xem hồ sơ đang ở đâu.",
            code="state",
        )
    return found


def open_holding(file: Submission, stage: Stage, mandate: Mandate | None = None) -> Holding:
    """What is held at that stage now, by the mandate's agency. Refusal: `holder` (it is not)."""
    rows = Holding.objects.open().filter(submission=file, stage=stage).select_related("agency")
    if mandate is not None:
        rows = rows.filter(agency=mandate.agency)
    found = rows.first()
    if found is None:
        raise ValidationError(
            "Hồ sơ không còn ở cơ quan của bạn. Hãy tải lại trang để xem hồ sơ đang ở đâu.",
            code="holder",
        )
    return found


def end_holdings(file: Submission, how: HoldEnd, *, only: Holding | None = None) -> None:
    """Take the file from whoever holds it; those that only stood beside have had their turn."""
    rows = Holding.objects.open().filter(submission=file)
    if only is not None:
        rows.filter(pk=only.pk).update(until=working_day(), ended=how)
        return
    day = working_day()
    rows.filter(beside=True).update(until=day, ended=HoldEnd.LAPSED)
    rows.update(until=day, ended=how)


def give(
    file: Submission, stage: Stage, agencies: Iterable[int], *, beside: bool = False
) -> list[Holding]:
    """Let these agencies hold the file at that stage from today on."""
    return Holding.objects.bulk_create(
        Holding(
            submission=file,
            stage=stage,
            agency_id=agency,
            turn=file.turn,
            beside=beside,
            since=working_day(),
        )
        for agency in agencies
    )


def move(file: Submission, act: FileAct, after: FileState, **fields: Any) -> None:
    """Store the new state. A state that the diagram does not know is a mistake of this code."""
    before = file.state
    if not leads(act.value, before, after.value):
        message = f"{act} does not lead from {before} to {after}"
        raise AssertionError(message)
    file.state = after
    for name, value in fields.items():
        setattr(file, name, value)
    file.save(update_fields=["state", *fields])


def step(
    file: Submission,
    act: FileAct,
    before: str,
    *,
    stage: Stage,
    mandate: Mandate,
    by: User,
    words: str = "",
    to_agency: Agency | None = None,
    due_on: dt.date | None = None,
) -> FileStep:
    """Append what was done, and a line of the trail."""
    row = FileStep(
        submission=file,
        act=act,
        before=before,
        after=file.state,
        stage=stage,
        turn=file.turn,
        words=words.strip(),
        agency=mandate.agency,
        by=by,
        on_behalf_of=mandate.lent_by,
        on=working_day(),
        to_agency=to_agency,
        due_on=due_on,
    )
    row.full_clean(exclude=["submission", "agency", "by", "on_behalf_of", "to_agency"])
    row.save()
    trail.record(
        by,
        VERBS[act],
        file,
        on_behalf_of=mandate.lent_by,
        turn=file.turn,
        agency=str(mandate.agency),
        **({"reason": row.words} if row.words else {}),
        **({"to": str(to_agency)} if to_agency else {}),
        **({"due": f"{due_on}"} if due_on else {}),
    )
    return row


VERBS = {
    FileAct.SUBMIT: "submitted file",
    FileAct.RECALL: "recalled file",
    FileAct.REVIEW: "reviewed file",
    FileAct.VERIFY: "verified file",
    FileAct.APPRAISE: "appraised file",
    FileAct.RETURN: "returned file",
    FileAct.CONFIRM: "confirmed file",
    FileAct.EXTEND: "extended file",
    FileAct.REOPEN: "reopened file",
    FileAct.PASS_ON: "passed file on",
}


def route_on(day: dt.date) -> list[int]:
    """The stages that a file passes on that day, lowest first (rows of `RouteStep`)."""
    return sorted(set(RouteStep.objects.on(day).values_list("stage", flat=True)))


def office_on(day: dt.date) -> Agency:
    """The coordination office of that day. Refusal: `nobody` (none is known)."""
    found: Agency | None = Agency.objects.on(day).filter(kind=AgencyKind.OFFICE).first()
    if found is None:
        raise ValidationError(
            "Chưa có Văn phòng Điều phối trong danh mục cơ quan của ngày này.", code="nobody"
        )
    return found


def send_to(
    file: Submission, stage: int, *, exact: bool = False, view: FileView | None = None
) -> FileState:
    """Give the file to whoever speaks at that stage, or, where nobody does, at the next one.

    `view`: what the caller has read of the file under its lock.
    """
    found, holders = heads_for(file, stage, exact=exact, view=view)
    give(file, Stage(found), holders)
    return FileState(WAITING[found])


def heads_for(
    file: Submission, stage: int, *, exact: bool = False, view: FileView | None = None
) -> tuple[int, list[int]]:
    """The stage at which the file would lie now, and the keys of the agencies that would hold it.

    `exact`: a returned file goes back to the stage that returned it; where no district is left to
    take it, the coordination office holds it until it names somebody.
    """
    day = working_day()
    route = route_on(day)
    while True:
        holders = _holders(file, stage, route, day, view)
        if not holders and exact and stage == Stage.VERIFIED:
            holders = [office_on(day).pk]
        if holders:
            return stage, holders
        stage, exact = next_stage(route, stage), False


def _holders(
    file: Submission, stage: int, route: list[int], day: dt.date, view: FileView | None
) -> list[int]:
    """Keys of the agencies that speak of the file at that stage on that day and have something left to say."""
    commune = file.scorecard.commune
    if stage == Stage.CONFIRMED:
        return [office_on(day).pk]
    if stage not in route:
        return []
    if stage == Stage.VERIFIED:
        rows = Agency.objects.on(day).filter(
            kind=AgencyKind.DISTRICT, district=commune.district_id, district__isnull=False
        )
        return list(rows.values_list("pk", flat=True))
    view = view or file_view(file)
    parts = appraisers_on(file.scorecard.criteria_set_id, day)
    asked = {
        maker_of(one)
        for one in view.last_remarks()
        if one.remark.step.stage == Stage.APPRAISED and not one.tick
    }
    return sorted(
        agency for agency, part in parts.items() if agency in asked or needs(view, agency, part)
    )


def needs(view: FileView, agency: int, part: frozenset[int]) -> bool:
    """Whether something of its part is without an opinion of that appraiser in force."""
    return any(
        view.in_force(Stage.APPRAISED, agency, key) is None for key in part if key in view.claims
    )


def beside(file: Submission) -> None:
    """Let the sponsors of the commune look at the file beside its way (QĐ 1841/QĐ-UBND: every six months)."""
    rows = SponsorAssignment.objects.on(working_day()).filter(commune=file.scorecard.commune_id)
    view = file_view(file)
    left = [
        agency
        for agency in sorted(set(rows.values_list("agency", flat=True)))
        if any(view.in_force(Stage.REVIEWED, agency, key) is None for key in view.claims)
    ]
    give(file, Stage.REVIEWED, left, beside=True)
