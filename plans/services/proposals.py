"""Proposals of plans: written with the plan, told to the addressee once it is out, answered there."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from accounts import notices, trail
from accounts.calendar import working_day
from accounts.choices import NoticeKind
from accounts.models import User
from communes.models import Agency, Commune
from communes.permissions import on_behalf_of
from criteria.models import Criterion, Indicator
from documents.models import OfficialDocument
from plans.choices import ProposalState
from plans.models import Proposal
from plans.selectors.duties import people_of
from plans.selectors.proposals import ABOUT
from plans.services.kept import change, hold
from plans.services.plan_papers import refuse_draft, refuse_frozen


@dataclass(frozen=True, slots=True)
class ProposalGiven:
    """What is asked of whom: an agency of the portal, or words where it is none."""

    text: str
    addressee: Agency | None = None
    addressee_text: str = ""
    commune: Commune | None = None
    criterion: Criterion | None = None
    indicator: Indicator | None = None

    @property
    def fields(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@transaction.atomic
def add_proposal(
    *,
    paper: OfficialDocument,
    agency: Agency | None,
    given: ProposalGiven,
    by: User | None,
    illustrative: bool = False,
) -> Proposal:
    """Refusals: `frozen`, `nobody` (addressed to nobody), `itself`, and what the fields refuse."""
    hold(paper)
    refuse_frozen(paper)
    _refuse(agency, given)
    stead = on_behalf_of(by, agency) if by and agency else None
    row = Proposal(
        paper=paper,
        agency=agency,
        order=paper.proposals.count() + 1,
        by=by,
        on_behalf_of=stead,
        illustrative=illustrative,
        **given.fields,
    )
    row.full_clean()
    row.save()
    trail.record(by, "added proposal", row, on_behalf_of=stead)
    return row


@transaction.atomic
def change_proposal(
    *, proposal: Proposal, given: ProposalGiven, seen: int | None, by: User
) -> Proposal:
    """Refusals: those of `add_proposal`, and `stale`."""
    refuse_frozen(proposal.paper)
    _refuse(proposal.agency, given)
    return change(proposal, seen, by, "changed proposal", **given.fields)


@transaction.atomic
def drop_proposal(*, proposal: Proposal, by: User) -> None:
    """Refusals: `frozen`, `gone`."""
    refuse_frozen(proposal.paper)
    row = hold(proposal)
    trail.record(by, "dropped proposal", row)
    row.delete()


@transaction.atomic
def answer_proposal(
    *, proposal: Proposal, state: str, answer: str, seen: int | None, by: User
) -> Proposal:
    """Whom it was addressed to agrees, refuses or takes note, in words; a later answer takes the place.

    Whoever proposed it is told. Refusals: `draft`, `open` (no answer), `words`, `stale`.
    """
    refuse_draft(proposal.paper)
    if state == ProposalState.OPEN or state not in ProposalState.values:
        _say("state", "Hãy chọn: đồng ý, không đồng ý, hoặc đã ghi nhận.", "open")
    if not answer.strip():
        _say("answer", "Hãy ghi nội dung trả lời.", "words")
    day = working_day()
    row = change(
        proposal,
        seen,
        by,
        "answered proposal",
        state=state,
        answer=answer.strip(),
        answered_on=day,
        answered_by=by,
    )
    asked = {row.agency_id} if row.agency_id else set()
    notices.tell(
        [one.user for one in people_of(asked, day)],
        key=f"proposal:{row.pk}:answered:{row.version}",
        title=f"Kiến nghị được trả lời: {row.get_state_display()}",
        words=f"{row.text[:300]} – {row.answer}",
        address=reverse("plans:proposal_answer", args=[row.pk]),
        kind=NoticeKind.PROPOSAL,
    )
    return row


@transaction.atomic
def pass_on(*, proposal: Proposal, to: Agency, seen: int | None, by: User) -> Proposal:
    """It goes to another agency, which is told; what its paper says of whom it is for stays.

    Refusals: `draft`, `answered`, `itself`, `same`, `stale`.
    """
    refuse_draft(proposal.paper)
    if proposal.state != ProposalState.OPEN:
        raise ValidationError("Kiến nghị này đã được trả lời.", code="answered")
    if to == proposal.agency:
        _say("to", "Không chuyển về chính bên kiến nghị.", "itself")
    if to == proposal.addressee:
        _say("to", f"Kiến nghị đang ở {to}.", "same")
    before = proposal.addressee
    words = proposal.addressee_text or (before.name if before else "")
    row = change(
        proposal, seen, by, "passed on proposal", addressee=to, addressee_text=words[:200]
    )
    announce(working_day(), only=row)
    return row


def announce(day: dt.date, *, only: Proposal | None = None) -> int:
    """Tell addressees of proposals whose paper is out, each once; how many are open.

    Issue of a paper calls nobody back: beat asks.
    """
    out = OfficialDocument.objects.in_force().order_by().values("pk")
    rows = Proposal.objects.filter(
        state=ProposalState.OPEN, paper__in=out, addressee__isnull=False
    ).select_related(*ABOUT)
    if only is not None:
        rows = rows.filter(pk=only.pk)
    found = list(rows)
    people: dict[int, list[User]] = {}
    for one in people_of({row.addressee_id for row in found if row.addressee_id}, day):
        people.setdefault(one.agency_id, []).append(one.user)
    for row in found:
        notices.tell(
            people.get(row.addressee_id or 0, []),
            key=f"proposal:{row.pk}:to:{row.addressee_id}",
            title=f"Kiến nghị gửi đến {row.addressee}",
            words=f"{row.agency or row.paper.short}: {row.text}",
            address=reverse("plans:proposal_answer", args=[row.pk]),
            kind=NoticeKind.PROPOSAL,
        )
    return len(found)


def _refuse(agency: Agency | None, given: ProposalGiven) -> None:
    if given.addressee is None and not given.addressee_text.strip():
        _say("addressee", "Chọn nơi gửi đến, hoặc ghi bằng lời.", "nobody")
    if given.addressee is not None and given.addressee == agency:
        _say("addressee", "Kiến nghị gửi cấp khác, không gửi chính mình.", "itself")


def _say(field: str, words: str, code: str) -> NoReturn:
    raise ValidationError({field: ValidationError(words, code=code)})
