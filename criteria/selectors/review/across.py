"""One criterion of a reader's part over all files of a round that lie with them: an appraiser's daily work."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, QuerySet

from accounts.models import User
from criteria.choices import Stage
from criteria.models import (
    Criterion,
    Evidence,
    FrozenStatus,
    Holding,
    Measurement,
    Opinion,
    Round,
    StatusEntry,
    Submission,
    counting,
)
from criteria.permissions import Mandate, agencies_of, voices
from criteria.selectors.borrowed import NOTHING, lent
from criteria.selectors.catalogue import asked, class_on, rules_for
from criteria.selectors.evidence import evidence_rows
from criteria.selectors.lines import CriterionLine, criterion_line, indicator_line
from criteria.selectors.periods import round_before
from criteria.selectors.review.bulk import BulkPlan, bulk_plans
from criteria.selectors.review.claims import Claim
from criteria.selectors.review.left import said_before
from criteria.selectors.review.opinions import FileView, file_views
from criteria.selectors.review.queue import Filters, files_of

Voiced = tuple[Submission, Holding, Mandate]


@dataclass(frozen=True, slots=True)
class AcrossRow:
    """A file at the criterion: the claim, what the machine finds, who said what, what the reader said."""

    file: Submission
    mandate: Mandate
    criterion: Criterion
    line: CriterionLine
    claim: Claim | None
    earlier: str
    evidence: int
    before: Opinion | None
    mine: Opinion | None
    last: Opinion | None
    opened: bool

    @property
    def verdict(self) -> str:
        return self.line.proposal.verdict.value if self.line.proposal else ""

    @property
    def differs(self) -> bool:
        """The machine and the commune disagree."""
        settled = self.verdict in {"met", "not_met"}
        return bool(settled and self.claim and self.verdict != self.claim.status)


@dataclass(frozen=True, slots=True)
class Tally:
    """A criterion of the reader's part: in how many files it lies with them, in how many it waits.

    `ahead`: of those that wait, the files that do not go on without them; the rest are side reviews.
    """

    number: int
    name: str
    files: int
    left: int
    ahead: int


@dataclass(frozen=True, slots=True)
class Across:
    """`period`: the round, `criterion`: the one chosen; None where nothing lies with the reader."""

    period: Round | None
    periods: tuple[Round, ...]
    tallies: tuple[Tally, ...]
    criterion: Criterion | None
    rows: tuple[AcrossRow, ...]
    compared: str
    plans: tuple[BulkPlan, ...]

    def row(self, pk: int) -> AcrossRow | None:
        return next((one for one in self.rows if one.file.pk == pk), None)


def across(
    user: User,
    filters: Filters,
    number: int | None,
    *,
    only_left: bool = False,
    file: int | None = None,
) -> Across:
    """The number of queries follows neither files nor criteria; `file`: that one alone."""
    every = _lying(user, replace(filters, period=""), file)
    periods = sorted({one[0].round for one in every}, key=lambda one: (one.ends, one.pk))
    period = next((one for one in periods if str(one.pk) == filters.period), None)
    waiting = {one.round_id for one, holding, _ in every if not holding.beside}
    period = period or next((one for one in periods if one.pk in waiting or not waiting), None)
    voiced = [one for one in every if one[0].round == period]
    mine = agencies_of(user)
    views = {
        key: view.seen_by(mine) for key, view in file_views([one for one, _, _ in voiced]).items()
    }
    about = _criteria(views[one.pk].part(holding) for one, holding, _ in voiced)
    tallies = _tallies(voiced, views, about)
    chosen = _chosen(tallies, number)
    parts = [
        (about[key], one)
        for one in voiced
        for key in views[one[0].pk].part(one[1])
        if key in about and about[key].number == chosen
    ]
    earlier, compared = _earlier(period, [key.pk for key, _ in parts]) if period else ({}, "")
    rows = _rows(parts, views, earlier)
    keys = frozenset(key.pk for key, _ in parts)
    return Across(
        period=period,
        periods=tuple(periods),
        tallies=tallies,
        criterion=parts[0][0] if parts else None,
        rows=tuple(one for one in rows if not only_left or one.mine is None),
        compared=compared,
        plans=tuple(bulk_plans([one for _, one in parts], only=keys, views=views)),
    )


def evidence_of(row: AcrossRow) -> QuerySet[Evidence]:
    """What the commune shows of the criterion."""
    found: QuerySet[Evidence] = evidence_rows().filter(
        scorecard=row.file.scorecard_id, criterion=row.criterion, withdrawn_at=None
    )
    return found


def _lying(user: User, filters: Filters, only: int | None) -> list[Voiced]:
    """Each file of which the reader gives opinions, as whom: where it waits for them before beside, highest first."""
    asked_for = files_of(user, filters).select_related("scorecard__criteria_set")
    files = list(asked_for if only is None else asked_for.filter(pk=only))
    held: dict[int, list[Holding]] = defaultdict(list)
    rows = Holding.objects.open().filter(submission__in=files).exclude(stage=Stage.DECLARED)
    for one in rows.select_related("agency").order_by("pk"):
        held[one.submission_id].append(one)
    found = []
    for file in files:
        given = [] if file.is_locked else voices(user, held[file.pk])
        if given:
            holding, mandate = max(given, key=lambda pair: (not pair[0].beside, pair[0].stage))
            found.append((file, holding, mandate))
    return found


def _criteria(parts: Iterable[frozenset[int]]) -> dict[int, Criterion]:
    keys = frozenset[int]().union(*parts)
    rows = Criterion.objects.filter(pk__in=keys).select_related("criteria_set")
    return {one.pk: one for one in rows.prefetch_related("indicators").order_by("number")}


def _tallies(
    voiced: Sequence[Voiced], views: Mapping[int, FileView], about: Mapping[int, Criterion]
) -> tuple[Tally, ...]:
    files: dict[int, int] = defaultdict(int)
    left: dict[int, int] = defaultdict(int)
    ahead: dict[int, int] = defaultdict(int)
    for file, holding, _ in voiced:
        view = views[file.pk]
        for key in view.part(holding) & about.keys():
            files[about[key].number] += 1
        for key in about.keys() & set(view.left(holding)):
            left[about[key].number] += 1
            ahead[about[key].number] += not holding.beside
    names = {one.number: one.name for one in about.values()}
    return tuple(
        Tally(one, names[one], files[one], left[one], ahead[one]) for one in sorted(files)
    )


def _chosen(tallies: Sequence[Tally], number: int | None) -> int | None:
    """The one asked for; else the one that most files wait for, before side reviews; else the first."""
    if any(one.number == number for one in tallies):
        return number
    most = max(tallies, key=lambda one: (one.ahead, one.left), default=None)
    return most.number if most else None


def _rows(
    parts: Sequence[tuple[Criterion, Voiced]],
    views: Mapping[int, FileView],
    earlier: Mapping[tuple[int, int], str],
) -> list[AcrossRow]:
    by_criterion: dict[int, list[Voiced]] = defaultdict(list)
    criteria = {one.pk: one for one, _ in parts}
    for criterion, one in parts:
        by_criterion[criterion.pk].append(one)
    found = []
    for key, voiced in by_criterion.items():
        criterion = criteria[key]
        lines = _lines(criterion, [file for file, _, _ in voiced])
        counts = dict(
            Evidence.objects.living()
            .filter(
                criterion=criterion, scorecard__in=[file.scorecard_id for file, _, _ in voiced]
            )
            .order_by()
            .values_list("scorecard")
            .annotate(Count("pk"))
        )
        for file, _, mandate in voiced:
            view, voice = views[file.pk], (mandate.stage, mandate.agency.pk)
            found.append(
                AcrossRow(
                    file=file,
                    mandate=mandate,
                    criterion=criterion,
                    line=lines[file.pk],
                    claim=view.claims.get(key),
                    earlier=earlier.get((file.scorecard_id, key), ""),
                    evidence=counts.get(file.scorecard_id, 0),
                    before=said_before(view, mandate.stage, key),
                    mine=view.in_force(*voice, key),
                    last=view.opinions.get((voice, key)),
                    opened=(mandate.agency.pk, key) in view.opened,
                )
            )
    return found


def _lines(criterion: Criterion, files: Sequence[Submission]) -> dict[int, CriterionLine]:
    """What the machine finds by the values as known when each file was sent; files are of one round."""
    day = files[0].round.ends
    indicators = list(criterion.indicators.all())
    communes = [one.scorecard.commune for one in files]
    cards = {one.scorecard_id: one for one in files}
    rules, classes = rules_for(indicators), class_on(communes, day)
    questions = {
        kind: asked(criterion.criteria_set, day, kind) for kind in {None, *classes.values()}
    }
    borrowed = lent(indicators, communes, day)
    values: dict[tuple[int, int], list[Measurement]] = defaultdict(list)
    rows = Measurement.objects.filter(
        indicator__in=indicators, scorecard__in=cards, effective_on__lte=day
    )
    for one in rows.in_time():
        if _known(one, cards[one.scorecard_id].sent_at):
            values[one.scorecard_id, one.indicator_id].append(one)
    found = {}
    for card, file in cards.items():
        commune = file.scorecard.commune_id
        question = borrowed.get(commune, NOTHING).told(questions[classes.get(commune)])
        found[file.pk] = criterion_line(
            criterion,
            [],
            None,
            tuple(
                indicator_line(
                    one, values.get((card, one.pk), []), rules.get(one.pk, []), question, ()
                )
                for one in indicators
            ),
        )
    return found


def _known(one: Measurement, moment: dt.datetime | None) -> bool:
    if moment is None:
        return one.withdrawn_at is None
    return one.recorded_at <= moment and (one.withdrawn_at is None or one.withdrawn_at > moment)


def _earlier(period: Round, criteria: Iterable[int]) -> tuple[dict[tuple[int, int], str], str]:
    """By scorecard and criterion where it stood in the regular round before, and which that was."""
    before = round_before(period.ends)
    if before is None:
        return {}, ""
    keys = set(criteria)
    if before.closed_at:
        frozen = FrozenStatus.objects.filter(round=before, criterion__in=keys)
        rows = frozen.values_list("scorecard", "criterion", "status")
        return {(card, key): status for card, key, status in rows}, str(before)
    said: dict[tuple[int, int], list[StatusEntry]] = defaultdict(list)
    for word in StatusEntry.objects.as_of(before.ends).filter(criterion__in=keys).in_time():
        said[word.scorecard_id, word.criterion_id].append(word)
    counted = {key: counting(words) for key, words in said.items()}
    return {key: found[0].status for key, found in counted.items() if found}, str(before)
