"""The way of a paper: which acts a state allows, who takes them, what was done, what waits for whom.

The order is that of NĐ 30/2020, Điều 11 to 18: the unit's head answers for the content, then the form is
checked, then it is signed, numbered and issued. An issuer may leave out the first two.
"""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from accounts.calendar import working_day
from accounts.models import User
from communes.models import held_by
from documents.choices import (
    PaperAct,
    PaperFileKind,
    PaperState,
    PaperStepKind,
    RelationKind,
)
from documents.models import Letterhead, OfficialDocument, PaperStep, StepRight
from documents.permissions import DEFAULT_ROLES, HOLDERS, holders, may_take

S = PaperState
SIGNED_COPIES = (PaperFileKind.SIGNED, PaperFileKind.SCAN)


@dataclass(frozen=True, slots=True)
class Move:
    """An act: its place in the address, what its button says, from which states, whose step it is."""

    slug: str
    label: str
    states: tuple[PaperState, ...]
    step: PaperStepKind | None  # None: whoever has the paper in hand
    needs_words: bool = False
    forward: bool = False


MOVES: dict[PaperAct, Move] = {
    PaperAct.SENT_UP: Move("trinh", "Trình", (S.DRAFT,), PaperStepKind.DRAFT, forward=True),
    PaperAct.APPROVED: Move(
        "duyet", "Duyệt nội dung", (S.UNIT,), PaperStepKind.APPROVE, forward=True
    ),
    PaperAct.CHECKED: Move(
        "xac-nhan", "Xác nhận thể thức", (S.CHECKING,), PaperStepKind.CHECK, forward=True
    ),
    PaperAct.SIGNED: Move("ky", "Ký", (S.SIGNING,), PaperStepKind.SIGN, forward=True),
    PaperAct.NUMBERED: Move("cap-so", "Cấp số", (S.SIGNED,), PaperStepKind.NUMBER, forward=True),
    PaperAct.ISSUED: Move(
        "ban-hanh", "Ban hành", (S.NUMBERED,), PaperStepKind.ISSUE, forward=True
    ),
    PaperAct.RETURNED: Move(
        *("tra-lai", "Trả lại"),
        (S.UNIT, S.CHECKING, S.SIGNING, S.SIGNED, S.NUMBERED),
        None,
        needs_words=True,
    ),
    PaperAct.TAKEN_BACK: Move(
        "rut-ve", "Rút về", (S.UNIT, S.CHECKING, S.SIGNING), PaperStepKind.DRAFT
    ),
    PaperAct.RECALLED: Move(
        "thu-hoi", "Thu hồi", (S.ISSUED,), PaperStepKind.ISSUE, needs_words=True
    ),
    PaperAct.REPLACED: Move("thay-the", "Soạn văn bản thay thế", (S.ISSUED,), PaperStepKind.DRAFT),
}
BY_SLUG = {move.slug: act for act, move in MOVES.items()}


@dataclass(frozen=True, slots=True)
class NextStep:
    """An act that a paper's state allows: who may take it, and whether this reader may."""

    act: PaperAct
    slug: str
    label: str
    holders: tuple[User, ...]
    may: bool
    needs_words: bool
    forward: bool

    @property
    def names(self) -> str:
        return ", ".join(one.full_name for one in self.holders)


_AFTER = {
    PaperAct.SIGNED: S.SIGNED,
    PaperAct.NUMBERED: S.NUMBERED,
    PaperAct.ISSUED: S.ISSUED,
    PaperAct.RECALLED: S.RECALLED,
    PaperAct.REPLACED: S.REPLACED,
    PaperAct.RETURNED: S.DRAFT,
    PaperAct.TAKEN_BACK: S.DRAFT,
}


def after(paper: OfficialDocument, act: PaperAct) -> PaperState:
    """In which state an act leaves a paper; steps that its issuer leaves out are passed over."""
    if act in _AFTER:
        return _AFTER[act]
    if act == PaperAct.SENT_UP and _asks(paper.letterhead, "by_unit_head"):
        return S.UNIT
    if act != PaperAct.CHECKED and _asks(paper.letterhead, "by_form_check"):
        return S.CHECKING
    return S.SIGNING


def _asks(letterhead: Letterhead | None, step: str) -> bool:
    return bool(letterhead and getattr(letterhead, step))


def step_of(paper: OfficialDocument, act: PaperAct) -> PaperStepKind:
    """Whose step an act is; that of whoever has the paper in hand, where the act names none."""
    return MOVES[act].step or HOLDERS[PaperState(paper.state)]


def next_steps(paper: OfficialDocument, user: User | AnonymousUser) -> list[NextStep]:
    """What may be done with a paper as it stands, the way forward first. Nothing for a paper only registered."""
    if paper.letterhead is None:
        return []
    day, found = working_day(), []
    for act, move in MOVES.items():
        if paper.state not in move.states:
            continue
        step = step_of(paper, act)
        found.append(
            NextStep(
                act=act,
                slug=move.slug,
                label=label_of(paper, act),
                holders=tuple(holders(paper.letterhead, step, day)) if move.forward else (),
                may=may_take(user, paper, step),
                needs_words=move.needs_words,
                forward=move.forward,
            )
        )
    return found


def label_of(paper: OfficialDocument, act: PaperAct) -> str:
    """«Trình» says to whom."""
    if act != PaperAct.SENT_UP:
        return MOVES[act].label
    return {
        S.UNIT: "Trình lãnh đạo đơn vị",
        S.CHECKING: "Gửi kiểm tra thể thức",
    }.get(after(paper, act), "Trình ký")


def holders_now(paper: OfficialDocument) -> list[User]:
    """Who has a paper on its way in hand: its writer while it is a draft, else everybody whose step is next."""
    if paper.letterhead is None or not paper.is_on_its_way:
        return []
    if paper.state == S.DRAFT and paper.by is not None:
        return [paper.by]
    return holders(paper.letterhead, HOLDERS[PaperState(paper.state)], working_day())


def history(paper: OfficialDocument) -> list[PaperStep]:
    """Everything done with it, first to last."""
    return list(paper.steps.select_related("by", "on_behalf_of"))


def people_before(paper: OfficialDocument) -> list[User]:
    """Everybody who has had a part in a paper: its writer, and whoever took a step of it."""
    found = {paper.by.pk: paper.by} if paper.by else {}
    for one in history(paper):
        for person in (one.by, one.on_behalf_of):
            if person is not None:
                found.setdefault(person.pk, person)
    return list(found.values())


def waiting_for(user: User | AnonymousUser) -> QuerySet[OfficialDocument]:
    """Papers whose next step is this person's: their own drafts, and what lies in their hands at a later step.

    The rule is that of `documents.permissions.standings`, put as one query: every page counts it.
    """
    held, day = held_by(user), working_day()
    people = [user.pk, *(one.lent_by.pk for one in held if one.lent_by)]
    mine = Q(state=S.DRAFT, by=user.pk, letterhead__isnull=False)
    for state, step in HOLDERS.items():
        if state in {S.DRAFT, S.ISSUED}:
            continue
        said = StepRight.objects.on(day).filter(step=step)
        named = Q(user__in=people)
        for one in held:
            named |= Q(role=one.role, letterhead__agency=one.agency.pk)
        serving = [one.agency.pk for one in held if one.role in DEFAULT_ROLES[step]]
        silent = Letterhead.objects.filter(agency__in=serving).exclude(
            pk__in=said.values("letterhead")
        )
        theirs = Q(letterhead__in=said.filter(named).values("letterhead"))
        mine |= Q(state=state) & (theirs | Q(letterhead__in=silent.values("pk")))
    rows = OfficialDocument.objects.visible_to(user).filter(mine)
    return rows.select_related("issuer", "letterhead").order_by("-pk")


def signed_copy(paper: OfficialDocument) -> bool:
    """Whether a signed file or a scan was attached since the paper came to be signed."""
    came = paper.steps.filter(state=S.SIGNING).order_by("-pk").first()
    copies = paper.files.filter(kind__in=SIGNED_COPIES)
    return copies.filter(recorded_at__gte=came.at).exists() if came else copies.exists()


def replaced_by(paper: OfficialDocument) -> list[OfficialDocument]:
    """Papers that it takes the place of once it is issued."""
    rows = paper.relations.filter(kind=RelationKind.REPLACES).select_related("other")
    return [one.other for one in rows]
