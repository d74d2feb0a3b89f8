"""What was said of the claims of files, which opinions still hold, and what is left to whom."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Exists, F, OuterRef, Q

from criteria.choices import RemarkAct, Stage
from criteria.models import (
    Criterion,
    Holding,
    OpenedRow,
    Opinion,
    Remark,
    Responsibility,
    Submission,
)
from criteria.selectors.review.claims import Claim, claims_of, sent_moments

Voice = tuple[int, int]  # stage, agency


@dataclass(slots=True)
class RemarkView:
    """A remark with what became of it; `answer` is the commune's last, `tick` the reviewer's of this turn."""

    remark: Remark
    answer: str = ""
    answered: bool = False
    tick: str = ""  # RemarkAct.SETTLED, UNSETTLED, or blank


@dataclass(slots=True)
class FileView:
    """A file with what its reviewers go by: claims, opinions, what was opened, remarks, who holds what.

    `opinions` has the last of each voice and criterion, `every` all of them in the order of recording.
    """

    file: Submission
    claims: dict[int, Claim]
    sent: dict[int, dt.datetime]
    parts: dict[int, frozenset[int]]
    holdings: list[Holding]
    opinions: dict[tuple[Voice, int], Opinion] = field(default_factory=dict)
    every: list[Opinion] = field(default_factory=list)
    opened: set[tuple[int, int]] = field(default_factory=set)  # agency, criterion: in this turn
    remarks: list[RemarkView] = field(default_factory=list)

    def part(self, holding: Holding) -> frozenset[int]:
        """Keys of the criteria that the holder looks at: those it answers for, or all."""
        return self.parts.get(holding.pk, frozenset(self.claims))

    def holds(self, opinion: Opinion) -> bool:
        """It is about what is claimed now: nothing of the criterion was touched since, nothing sent back."""
        claim = self.claims.get(opinion.criterion_id)
        moment = self.sent.get(opinion.turn)
        if claim is None or moment is None or opinion.claim_id != claim.entry.pk:
            return False
        if claim.touched > moment:
            return False
        return opinion.turn == self.file.turn or opinion.pk not in self.returned

    @property
    def returned(self) -> set[int]:
        """Keys of the opinions that went back to the commune as remarks."""
        return {one.remark.opinion_id for one in self.remarks if one.remark.opinion_id}

    def is_draft(self, opinion: Opinion) -> bool:
        """Its agency still holds the file at that stage, and may change its mind: a note of its own."""
        return opinion.turn == self.file.turn and any(
            one.until is None and one.stage == opinion.stage and one.agency_id == opinion.agency_id
            for one in self.holdings
        )

    def seen_by(self, agencies: Collection[int]) -> FileView:
        """The same without the drafts of others than these agencies."""
        every = [one for one in self.every if one.agency_id in agencies or not self.is_draft(one)]
        last = {((one.stage, one.agency_id or 0), one.criterion_id): one for one in every}
        return replace(self, every=every, opinions=last)

    def in_force(self, stage: int, agency: int, criterion: int) -> Opinion | None:
        """The last opinion of that voice, if it still holds."""
        found = self.opinions.get(((stage, agency), criterion))
        return found if found is not None and self.holds(found) else None

    def of_stage(self, stage: int, criterion: int) -> list[Opinion]:
        """The last opinion of each agency that spoke at the stage, holding or not."""
        return [
            one
            for ((at, _), about), one in self.opinions.items()
            if at == stage and about == criterion
        ]

    def left(self, holding: Holding) -> list[int]:
        """Keys of the criteria of its part of which the holder has not spoken in force."""
        return sorted(
            key
            for key in self.part(holding)
            if key in self.claims and self.in_force(holding.stage, holding.agency_id, key) is None
        )

    def changed(self) -> frozenset[int]:
        """Keys of the criteria that the commune touched between the last sending and the one before."""
        before = self.sent.get(self.file.turn - 1)
        if before is None:
            return frozenset()
        return frozenset(key for key, one in self.claims.items() if one.touched > before)

    def newer(self) -> frozenset[int]:
        """Keys of the criteria of which the commune said something after it sent the file."""
        sent = self.file.sent_at
        if sent is None:
            return frozenset()
        return frozenset(key for key, one in self.claims.items() if one.newest > sent)

    def unanswered(self) -> list[RemarkView]:
        """Remarks of the last return that the commune has not answered."""
        return [one for one in self.last_remarks() if not one.answered]

    def last_remarks(self) -> list[RemarkView]:
        """Those of the last return."""
        last = max((one.remark.step_id for one in self.remarks), default=0)
        return [one for one in self.remarks if one.remark.step_id == last]

    def unticked(self, stage: int) -> list[RemarkView]:
        """Remarks of that stage's last return that its reviewer has not ticked in this turn."""
        return [
            one
            for one in self.last_remarks()
            if one.remark.step.stage == stage
            and one.remark.step.turn < self.file.turn
            and not one.tick
        ]


def drafts_of_others(agencies: Collection[int]) -> Q:
    """Of opinions, those that others than these agencies have only noted: the same rule as `is_draft`."""
    held = Holding.objects.open().filter(
        submission=OuterRef("submission"), stage=OuterRef("stage"), agency=OuterRef("agency")
    )
    return Q(Exists(held)) & Q(turn=F("submission__turn")) & ~Q(agency__in=list(agencies))


def file_view(file: Submission) -> FileView:
    """One file; it carries its round."""
    return file_views([file])[file.pk]


def file_views(files: Sequence[Submission]) -> dict[int, FileView]:
    """By key of the file; the number of queries does not follow the number of files."""
    keys = [one.pk for one in files]
    claims, sent = claims_of(files), sent_moments(files)
    holdings = _holdings(keys)
    parts = parts_of(files, holdings)
    views = {
        one.pk: FileView(
            file=one,
            claims=claims[one.pk],
            sent=sent.get(one.pk, {}),
            parts={held.pk: parts[held.pk] for held in holdings[one.pk] if held.pk in parts},
            holdings=holdings[one.pk],
        )
        for one in files
    }
    opinions = Opinion.objects.filter(submission__in=keys).order_by("pk")
    for said in opinions.select_related("agency", "by", "on_behalf_of", "criterion", "claim"):
        view = views[said.submission_id]
        view.every.append(said)
        view.opinions[(said.stage, said.agency_id or 0), said.criterion_id] = said
    opened = OpenedRow.objects.filter(submission__in=keys).order_by()
    for file, agency, criterion, turn in opened.values_list(
        "submission", "agency", "criterion", "turn"
    ):
        if turn == views[file].file.turn:
            views[file].opened.add((agency, criterion))
    remarks = Remark.objects.filter(submission__in=keys).order_by("pk")
    for remark in remarks.select_related(
        "step__agency", "step__by", "criterion", "opinion__agency"
    ).prefetch_related("steps"):
        view = views[remark.submission_id]
        view.remarks.append(_remark_view(remark, view.file.turn))
    return views


def parts_of(
    files: Iterable[Submission], holdings: Mapping[int, Sequence[Holding]]
) -> dict[int, frozenset[int]]:
    """By key of an appraiser's holding, the criteria it answers for; holdings of other stages are not in it.

    They are those of the agency to which the file first came in that turn, on the day it came.
    """
    sets = {one.pk: one.scorecard.criteria_set_id for one in files}
    origins: dict[int, tuple[int, dt.date, int]] = {}
    for file, rows in holdings.items():
        by_key = {one.pk: one for one in rows}
        for one in rows:
            if one.stage != Stage.APPRAISED:
                continue
            first = one
            while first.passed_from_id in by_key:
                first = by_key[first.passed_from_id]
            origins[one.pk] = first.agency_id, first.since, sets[file]
    if not origins:
        return {}
    answering: dict[tuple[int, int], list[tuple[dt.date, dt.date | None, int]]] = defaultdict(list)
    rows_of_answer = Responsibility.objects.filter(
        agency__in={agency for agency, _, _ in origins.values()},
        indicator__criterion__criteria_set__in=set(sets.values()),
    ).order_by()
    for agency, starts, ends, criterion, of_set in rows_of_answer.values_list(
        "agency", "starts", "ends", "indicator__criterion", "indicator__criterion__criteria_set"
    ):
        answering[agency, of_set].append((starts, ends, criterion))
    return {
        key: frozenset(
            criterion
            for starts, ends, criterion in answering[agency, of_set]
            if starts <= day and (ends is None or day <= ends)
        )
        for key, (agency, day, of_set) in origins.items()
    }


def appraisers_on(criteria_set: int, day: dt.date) -> dict[int, frozenset[int]]:
    """By agency, the criteria of the set for whose indicators it answers on that day."""
    rows = (
        Responsibility.objects.on(day)
        .filter(indicator__criterion__criteria_set=criteria_set)
        .order_by()
        .values_list("agency", "indicator__criterion")
        .distinct()
    )
    found: dict[int, set[int]] = defaultdict(set)
    for agency, criterion in rows:
        found[agency].add(criterion)
    return {agency: frozenset(keys) for agency, keys in found.items()}


def numbers(keys: Iterable[int]) -> list[int]:
    """The numbers of criteria by their keys, in order."""
    rows = Criterion.objects.filter(pk__in=list(keys)).order_by("number")
    return list(rows.values_list("number", flat=True))


def _holdings(keys: Sequence[int]) -> dict[int, list[Holding]]:
    found: dict[int, list[Holding]] = {key: [] for key in keys}
    rows = Holding.objects.filter(submission__in=keys).select_related("agency").order_by("pk")
    for one in rows:
        found[one.submission_id].append(one)
    return found


def _remark_view(remark: Remark, turn: int) -> RemarkView:
    view = RemarkView(remark)
    for step in sorted(remark.steps.all(), key=lambda one: one.pk):
        if step.act == RemarkAct.ANSWERED:
            view.answer, view.answered = step.words, True
        elif step.turn == turn:
            view.tick = step.act
    return view
