"""How an illustrative file of a round got where it is: the rows that the services would have left, on days long past.

The services write on the working day alone, one act after another; a demonstration needs a month of acts in a
moment. `tests/ntm_portal/test_demo_files.py` holds these rows against the rules of the services.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from accounts.models import User
from communes.models import Agency
from criteria.choices import Doubt, FileAct, FileState, HoldEnd, OpinionWay, Stage, Status
from criteria.evaluation.diagram import combined
from criteria.models import (
    FileStep,
    Holding,
    OpenedRow,
    Opinion,
    Remark,
    StatusEntry,
    Submission,
)
from criteria.selectors.review import Claim

Objections = Mapping[int, tuple[Doubt, str]]  # by key of the criterion: why, in words
AGREED: Objections = {}


@dataclass(slots=True)
class Rows:
    """What is to be stored, in the order of the acts."""

    words: list[StatusEntry] = field(default_factory=list)
    steps: list[FileStep] = field(default_factory=list)
    holdings: list[Holding] = field(default_factory=list)
    opinions: list[Opinion] = field(default_factory=list)
    opened: list[OpenedRow] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def store(self, moment: dt.datetime) -> None:
        """Sent at that moment: what was claimed by then is what the reviewers go by."""
        StatusEntry.objects.bulk_create(self.words, batch_size=500)
        FileStep.objects.bulk_create(self.steps, batch_size=500)
        sent = [one.pk for one in self.steps if one.act == FileAct.SUBMIT]
        FileStep.objects.filter(pk__in=sent).update(recorded_at=moment)
        Holding.objects.bulk_create(self.holdings, batch_size=500)
        Opinion.objects.bulk_create(self.opinions, batch_size=500)
        OpenedRow.objects.bulk_create(self.opened, batch_size=500)
        Remark.objects.bulk_create(self.remarks, batch_size=500)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays: the agencies of one commune's file, and whose account acts for an agency."""

    commune: Agency
    district: Agency
    office: Agency
    sponsors: tuple[Agency, ...]
    appraisers: Mapping[Agency, frozenset[int]]  # keys of the criteria each answers for
    people: Mapping[str, User]  # by the slug of the agency
    anybody: User

    def by(self, agency: Agency) -> User:
        return self.people.get(agency.slug, self.anybody)

    def in_turn(self) -> list[Agency]:
        return sorted(self.appraisers, key=lambda one: one.slug)


class Story:
    """One file; every method is an act on a day."""

    def __init__(
        self,
        rows: Rows,
        file: Submission,
        cast: Cast,
        claims: Mapping[int, Claim],
        moment: dt.datetime,
    ) -> None:
        self.rows, self.file, self.cast, self.claims, self.moment = (
            rows,
            file,
            cast,
            claims,
            moment,
        )
        self.held: list[Holding] = []
        self.said: dict[tuple[int, int, int], Opinion] = {}  # stage, agency, criterion
        self.seen: set[tuple[int, int]] = set()  # agency, criterion
        self._give(Stage.DECLARED, [cast.commune], file.round.starts)

    def send(self, day: dt.date) -> None:
        before = self.file.state
        self._end_all(day, HoldEnd.HANDED_ON)
        self.file.turn += 1
        self.file.sent_at, self.file.sent_on = self.moment, day
        self._give(Stage.VERIFIED, [self.cast.district], day)
        self._give(Stage.REVIEWED, self.cast.sponsors, day, beside=True)
        self._step(
            FileAct.SUBMIT,
            before,
            FileState.VERIFYING,
            stage=Stage.DECLARED,
            agency=self.cast.commune,
            day=day,
        )

    def look(self, agency: Agency, keys: Collection[int], day: dt.date) -> None:
        """Open rows and say nothing of them."""
        for key in sorted(keys):
            if (agency.pk, key) in self.seen:
                continue
            self.seen.add((agency.pk, key))
            self.rows.opened.append(
                OpenedRow(
                    submission=self.file,
                    criterion_id=key,
                    turn=self.file.turn,
                    agency=agency,
                    by=self.cast.by(agency),
                    on=day,
                )
            )

    def say(
        self,
        stage: Stage,
        agency: Agency,
        keys: Collection[int],
        day: dt.date,
        objections: Objections = AGREED,
    ) -> None:
        """Keep opinions: agreement, but for the objections among the keys."""
        self.look(agency, keys, day)
        for key in sorted(keys):
            claim = self.claims[key]
            doubt, words = objections.get(key, ("", ""))
            one = Opinion(
                submission=self.file,
                criterion_id=key,
                stage=stage,
                turn=self.file.turn,
                claim=claim.entry,
                agrees=not doubt,
                status=_other(claim.status) if doubt else claim.status,
                doubt=doubt,
                words=words,
                given=OpinionWay.ROW,
                agency=agency,
                by=self.cast.by(agency),
                on=day,
            )
            self.said[stage, agency.pk, key] = one
            self.rows.opinions.append(one)

    def verify(self, day: dt.date) -> None:
        """The district agrees with everything and hands the file on."""
        district = self.cast.district
        self.say(Stage.VERIFIED, district, self.claims, day)
        self._speak(Stage.VERIFIED, district, self.claims, day)
        self._end(Stage.VERIFIED, district, day)
        self._give(Stage.APPRAISED, self.cast.in_turn(), day)
        self._step(
            FileAct.VERIFY,
            self.file.state,
            FileState.APPRAISING,
            stage=Stage.VERIFIED,
            agency=district,
            day=day,
        )

    def appraise(self, agency: Agency, day: dt.date) -> None:
        """The agency agrees with its part and hands it in; the last one hands the file on."""
        part = self.cast.appraisers[agency] & self.claims.keys()
        self.say(Stage.APPRAISED, agency, part, day)
        self._speak(Stage.APPRAISED, agency, [key for key in part if self._settled(key)], day)
        self._end(Stage.APPRAISED, agency, day)
        before, after = self.file.state, FileState.APPRAISING
        if not any(one.until is None and not one.beside for one in self.held):
            self._give(Stage.CONFIRMED, [self.cast.office], day)
            after = FileState.CONFIRMING
        self._step(FileAct.APPRAISE, before, after, stage=Stage.APPRAISED, agency=agency, day=day)

    def appraise_all(self, days: tuple[dt.date, dt.date]) -> None:
        """Half of them on the first day, the rest on the second."""
        for turn, agency in enumerate(agencies := self.cast.in_turn()):
            self.appraise(agency, days[turn * 2 >= len(agencies)])

    def confirm(self, day: dt.date) -> None:
        office = self.cast.office
        self.say(Stage.CONFIRMED, office, self.claims, day)
        self._speak(Stage.CONFIRMED, office, self.claims, day)
        self._end_all(day, HoldEnd.HANDED_ON)
        self._step(
            FileAct.CONFIRM,
            self.file.state,
            FileState.CONFIRMED,
            stage=Stage.CONFIRMED,
            agency=office,
            day=day,
        )

    def send_back(self, stage: Stage, agency: Agency, day: dt.date) -> None:
        """What the stage objected to becomes remarks."""
        objections = [
            one for (at, _, _), one in self.said.items() if at == stage and not one.agrees
        ]
        self._end_all(day, HoldEnd.RETURNED)
        self._give(Stage.DECLARED, [self.cast.commune], day)
        step = self._step(
            FileAct.RETURN,
            self.file.state,
            FileState.RETURNED,
            stage=stage,
            agency=agency,
            day=day,
            words=f"{len(objections)} tiêu chí phải bổ sung",
        )
        self.rows.remarks += [
            Remark(
                submission=self.file,
                step=step,
                criterion_id=one.criterion_id,
                opinion=one,
                words=f"{one.get_doubt_display().capitalize()}: {one.words}",
            )
            for one in objections
        ]

    def _settled(self, key: int) -> bool:
        """Whether everybody who answers for the criterion agrees."""
        claim = self.claims[key].status
        said = [
            self.said.get((Stage.APPRAISED, agency.pk, key))
            for agency, part in self.cast.appraisers.items()
            if key in part
        ]
        return combined(claim, [one.status if one else None for one in said]) == claim

    def _speak(self, stage: Stage, agency: Agency, keys: Collection[int], day: dt.date) -> None:
        head = f"{stage.label.capitalize()} hồ sơ {self.file.round}"
        for key in sorted(keys):
            said = self.said[stage, agency.pk, key]
            said.entry = StatusEntry(
                scorecard=self.file.scorecard,
                criterion_id=key,
                status=said.status,
                stage=stage,
                effective_on=day,
                note=f"{head}: đồng ý với khai báo.",
                agency=agency,
                by=self.cast.by(agency),
                illustrative=True,
            )
            self.rows.words.append(said.entry)

    def _give(
        self, stage: Stage, agencies: Collection[Agency], day: dt.date, *, beside: bool = False
    ) -> None:
        made = [
            Holding(
                submission=self.file,
                stage=stage,
                agency=agency,
                turn=self.file.turn,
                beside=beside,
                since=day,
            )
            for agency in agencies
        ]
        self.held += made
        self.rows.holdings += made

    def _end(self, stage: Stage, agency: Agency, day: dt.date) -> None:
        for one in self.held:
            if one.until is None and one.stage == stage and one.agency == agency:
                one.until, one.ended = day, HoldEnd.HANDED_ON

    def _end_all(self, day: dt.date, how: HoldEnd) -> None:
        for one in self.held:
            if one.until is None:
                one.until, one.ended = day, HoldEnd.LAPSED if one.beside else how

    def _step(
        self,
        act: FileAct,
        before: str,
        after: FileState,
        *,
        stage: Stage,
        agency: Agency,
        day: dt.date,
        words: str = "",
    ) -> FileStep:
        self.file.state = after
        made = FileStep(
            submission=self.file,
            act=act,
            before=before,
            after=after,
            stage=stage,
            turn=self.file.turn,
            words=words,
            agency=agency,
            by=self.cast.by(agency),
            on=day,
        )
        self.rows.steps.append(made)
        return made


def _other(status: str) -> Status:
    """What a reviewer finds who does not agree."""
    return Status.NOT_MET if status == Status.MET else Status.MET
