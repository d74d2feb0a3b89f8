"""Files of a round on first pages: those that lie with an agency, by how long; what the office has to steer."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from communes.models import Agency
from criteria.choices import FileState, Stage
from criteria.models import Holding, Submission
from criteria.selectors.review.late import Due, due_of
from criteria.selectors.review.overdue import late_under_review, unlocked
from criteria.selectors.review.queue import LATE, PASSING, UNSENT
from criteria.selectors.review.sending import CommuneSide, sides_of
from reports.selectors.home.now import SHOWN, Now


@dataclass(frozen=True, slots=True)
class LyingFile:
    """A file that lies with an agency, for how many working days, and by when it should leave."""

    holding: Holding
    days: int
    due: Due


@dataclass(frozen=True, slots=True)
class LyingFiles:
    """The first SHOWN, the longest there first; `counts`: how many by what is to be done with them."""

    first: Sequence[LyingFile]
    counts: Sequence[tuple[str, int]]
    total: int
    late: int

    @property
    def more(self) -> int:
        return self.total - len(self.first)

    @property
    def address(self) -> str:
        return reverse("criteria:submission_list")


@dataclass(frozen=True, slots=True)
class Steered:
    """What the office does about files: its own, those to give to somebody else, those that are late.

    `unsent`: how many still lie with communes that have not sent them, late or not.
    """

    own: LyingFiles
    passing: int
    late: int
    unsent: int

    @property
    def total(self) -> int:
        return self.own.total + self.passing + self.late

    @property
    def late_address(self) -> str:
        return f"{reverse('criteria:submission_list')}?xem={LATE}"

    @property
    def unsent_address(self) -> str:
        return f"{reverse('criteria:submission_list')}?xem={UNSENT}"

    @property
    def passing_address(self) -> str:
        return f"{reverse('criteria:submission_list')}?xem={PASSING}"


def own_files(agency: Agency, now: Now) -> list[CommuneSide]:
    """The open files of a commune, those that lie with it first, then by cut-off; those confirmed last."""
    rows = (
        Submission.objects.filter(
            Q(round__ends__gte=now.today) | ~Q(state=FileState.CONFIRMED),
            unlocked(),
            scorecard__commune=agency.commune_id,
            round__starts__lte=now.today,
        )
        .select_related("round", "scorecard")
        .with_holders()
        .order_by("round__ends", "pk")
    )
    found = sides_of(now.reader, list(rows), now.today, now.calendar) if now.reader else []
    return sorted(
        found, key=lambda one: (one.sends is None, one.file.state == FileState.CONFIRMED)
    )


def lying_with(agency: Agency, now: Now) -> LyingFiles:
    """What lies with an agency to be reviewed: counted in one query, the first read in another."""
    held = Holding.objects.open().filter(unlocked("submission__"), agency=agency)
    read = held.exclude(stage=Stage.DECLARED)
    is_late = Q(beside=False) & late_under_review(now.today, "submission__")
    counts = list(
        read.order_by("-stage")
        .values_list("stage")
        .annotate(Count("pk"), late=Count("pk", filter=is_late))
    )
    if not counts:
        return LyingFiles((), (), 0, 0)
    about = ("submission__round", "submission__scorecard__commune")
    first = read.select_related(*about).order_by("since", "pk")[:SHOWN]
    return LyingFiles(
        [_line(one, now) for one in first],
        [(f"chờ {Stage(stage).label}", count) for stage, count, _ in counts],
        sum(count for _, count, _ in counts),
        sum(late for _, _, late in counts),
    )


def _line(one: Holding, now: Now) -> LyingFile:
    if now.calendar is None:
        return LyingFile(one, 0, Due())
    due = Due() if one.beside else due_of(one.submission, None, now.today, now.calendar)
    return LyingFile(one, now.calendar.between(one.since, now.today), due)
