"""A row of the review sheet: the claim, what each stage says of it, what is asked of the reader."""

from dataclasses import dataclass

from criteria.choices import FileState, Stage
from criteria.models import Criterion, Holding, Opinion, RouteStep
from criteria.permissions import Mandate
from criteria.selectors.lines import CriterionLine
from criteria.selectors.review.claims import Claim
from criteria.selectors.review.left import said_before, to_tick
from criteria.selectors.review.opinions import FileView, RemarkView

SETTLED = frozenset({"met", "not_met"})


@dataclass(frozen=True, slots=True)
class Word:
    """The last opinion of an agency. `holds`: about what is claimed now; `sent_back`: it is, but was returned."""

    opinion: Opinion
    holds: bool
    sent_back: bool = False


def word_of(view: FileView, opinion: Opinion) -> Word:
    """An opinion with whether it still holds, and if not, why."""
    holds, claim = view.holds(opinion), view.claims.get(opinion.criterion_id)
    same = (
        claim is not None
        and claim.entry.pk == opinion.claim_id
        and claim.touched <= view.sent.get(opinion.turn, claim.touched)
    )
    return Word(opinion, holds=holds, sent_back=same and not holds)


@dataclass(frozen=True, slots=True)
class Column:
    """A stage of the sheet; `mine`: the reader speaks there."""

    stage: Stage
    mine: bool


@dataclass(frozen=True, slots=True)
class StageCell:
    """What one stage says of a criterion, and who has yet to speak."""

    column: Column
    words: tuple[Word, ...]
    awaited: tuple[Holding, ...]


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A criterion of the file. `mine` holds, `last` is what the reader's agency said last, holding or not."""

    criterion: Criterion
    line: CriterionLine
    claim: Claim | None
    earlier: str
    evidence: int
    reviewed: tuple[Word, ...]
    cells: tuple[StageCell, ...]
    remarks: tuple[RemarkView, ...]
    asked_again: tuple[RemarkView, ...]  # of the last return
    to_tick: frozenset[int]  # keys of the remarks that wait for the reader's tick
    in_part: bool
    opened: bool
    changed: bool
    newer: bool
    said_now: bool  # `mine` is of this turn
    mine: Opinion | None
    last: Opinion | None
    before: Opinion | None  # what the column before says

    @property
    def status(self) -> str:
        return self.claim.status if self.claim else ""

    @property
    def verdict(self) -> str:
        return self.line.proposal.verdict.value if self.line.proposal else ""

    @property
    def differs(self) -> bool:
        """The machine and the commune disagree: shown, never hidden."""
        return self.verdict in SETTLED and bool(self.status) and self.verdict != self.status

    @property
    def disputed(self) -> bool:
        """Somebody does not agree with what is claimed now."""
        said = (*self.reviewed, *(word for cell in self.cells for word in cell.words))
        return any(word.holds and not word.opinion.agrees for word in said)

    @property
    def own(self) -> Word | None:
        """What the reader's agency says of what is claimed now."""
        return Word(self.mine, holds=True) if self.mine else None

    @property
    def left(self) -> bool:
        return self.in_part and self.mine is None

    @property
    def again(self) -> bool:
        """Of the reader's part, what this turn asks of them: all but what they said before and still holds."""
        standing = self.mine is not None and not self.said_now
        return self.in_part and (self.changed or bool(self.asked_again) or not standing)

    def is_shown(self, show: str) -> bool:
        return {
            "lan-nay": self.again,
            "phan-toi": self.in_part,
            "chua": self.left,
            "da-sua": self.changed,
            "may-khac": self.differs,
            "bat-dong": self.disputed,
            "nhan-xet": bool(self.remarks),
        }.get(show, True)


@dataclass(frozen=True, slots=True)
class RowMaker:
    """Makes rows: what they share is asked once."""

    view: FileView
    columns: tuple[Column, ...]
    holding: Holding | None
    mandate: Mandate | None
    earlier: dict[int, str]
    evidence: dict[int, int]
    newer: frozenset[int]
    changed: frozenset[int]
    again: frozenset[int]
    waiting: frozenset[int]

    def row(self, line: CriterionLine) -> ReviewRow:
        view, mandate, key = self.view, self.mandate, line.criterion.pk
        agency = mandate.agency.pk if mandate else 0
        stage = mandate.stage if mandate else Stage.DECLARED
        last = view.opinions.get(((stage, agency), key))
        mine = view.in_force(stage, agency, key) if mandate else None
        about = tuple(one for one in view.remarks if one.remark.criterion_id == key)
        return ReviewRow(
            criterion=line.criterion,
            line=line,
            claim=view.claims.get(key),
            earlier=self.earlier.get(key, ""),
            evidence=self.evidence.get(key, 0),
            reviewed=self._words(Stage.REVIEWED, key),
            cells=tuple(
                StageCell(column, self._words(column.stage, key), self._awaited(column.stage, key))
                for column in self.columns
            ),
            remarks=about,
            asked_again=tuple(one for one in about if one.remark.pk in self.again),
            to_tick=self.waiting,
            in_part=self.holding is not None and key in view.part(self.holding),
            opened=(agency, key) in view.opened,
            changed=key in self.changed,
            newer=key in self.newer,
            said_now=mine is not None and mine.turn == view.file.turn,
            mine=mine,
            last=last,
            before=said_before(view, stage, key) if mandate else None,
        )

    def _words(self, stage: Stage, key: int) -> tuple[Word, ...]:
        view = self.view
        return tuple(word_of(view, one) for one in view.of_stage(stage, key))

    def _awaited(self, stage: Stage, key: int) -> tuple[Holding, ...]:
        view = self.view
        return tuple(
            one
            for one in view.holdings
            if one.until is None
            and one.stage == stage
            and key in view.part(one)
            and view.in_force(stage, one.agency_id, key) is None
        )


def columns_of(view: FileView, mandate: Mandate | None) -> tuple[Column, ...]:
    """Thẩm tra and thẩm định where the route has them or somebody spoke there; a sponsor's review for it alone."""
    file = view.file
    day = file.sent_on or file.round.ends
    route = set(RouteStep.objects.on(day).values_list("stage", flat=True))
    spoken = {one.stage for one in view.every} | {one.stage for one in view.holdings}
    there = (route | spoken) & {Stage.VERIFIED, Stage.APPRAISED} | spoken & {Stage.CONFIRMED}
    if file.state in {FileState.CONFIRMING, FileState.CONFIRMED}:
        there |= {Stage.CONFIRMED}
    if mandate is not None:
        there |= {mandate.stage}
    own = mandate.stage if mandate else None
    return tuple(Column(Stage(one), one == own) for one in sorted(there))


def waiting_for(view: FileView, mandate: Mandate | None) -> frozenset[int]:
    if mandate is None:
        return frozenset()
    rows = to_tick(view, mandate.stage, mandate.agency.pk)
    return frozenset(one.remark.pk for one in rows)
