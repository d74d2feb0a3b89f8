"""The first pages of a commune and of a district."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from communes.models import Agency, Held
from criteria.models import SponsorAssignment
from criteria.selectors.replies import WordFilters, waiting_for, words_of_others
from criteria.selectors.review.sending import CommuneSide
from plans.selectors.difficulties import DifficultyLine
from plans.selectors.owed import Work
from plans.selectors.red import RedKind, RedRow, red_of
from reports.selectors.home.files import LyingFiles, lying_with, own_files
from reports.selectors.home.now import (
    Now,
    Promised,
    Reported,
    falling,
    picture_of,
    promised,
    reported,
    to_answer,
)
from reports.selectors.overview import Picture, Row


@dataclass(frozen=True, slots=True)
class OwnCommune:
    """`unmet`: each criterion or indicator that is not met, with what is being done and by whom."""

    template: ClassVar[str] = "reports/_home_commune.html"
    held: Held
    now: Now
    row: Row | None
    sponsors: Sequence[SponsorAssignment]
    work: Work
    promised: Promised
    reported: Reported
    difficulties: Sequence[DifficultyLine]
    unmet: Sequence[RedRow]
    unanswered: int = 0  # words of others that the commune has not answered
    files: Sequence[CommuneSide] = ()  # of the rounds that run


@dataclass(frozen=True, slots=True)
class OwnDistrict:
    template: ClassVar[str] = "reports/_home_district.html"
    held: Held
    now: Now
    rows: Sequence[Row]
    work: Work
    difficulties: Sequence[DifficultyLine]
    reported: Reported
    files: LyingFiles

    @property
    def falling(self) -> list[Row]:
        return falling(self.rows)

    @property
    def silent(self) -> list[Row]:
        return [row for row in self.rows if not row.standing.has_data]


def own_commune(held: Held, now: Now) -> OwnCommune:
    agency = held.agency
    own = picture_of(now, pk=agency.commune_id)
    sponsors = SponsorAssignment.objects.on(now.today).filter(commune=agency.commune_id)
    return OwnCommune(
        held=held,
        now=now,
        row=own.rows[0] if own.rows else None,
        sponsors=list(sponsors.select_related("agency", "paper").order_by("agency__sort_key")),
        work=now.tasks.of(agency),
        promised=promised(agency, now),
        reported=reported(agency, now),
        difficulties=to_answer(agency, now),
        unmet=_unmet(own, now),
        unanswered=_unanswered(agency, now),
        files=own_files(agency, now),
    )


def _unmet(own: Picture, now: Now) -> list[RedRow]:
    found = red_of(now.at_hand(own), now.today)
    return [row for row in found.rows if row.kind is not RedKind.SHAKY]


def _unanswered(agency: Agency, now: Now) -> int:
    if agency.commune is None:
        return 0
    words = words_of_others(
        agency.commune, agency, criteria_set=now.criteria_set.pk, day=now.today
    )
    return len(waiting_for(words, WordFilters()))


def own_district(held: Held, now: Now) -> OwnDistrict:
    return OwnDistrict(
        held=held,
        now=now,
        rows=picture_of(now, district=held.agency.district_id).rows,
        work=now.tasks.of(held.agency),
        difficulties=to_answer(held.agency, now),
        reported=reported(held.agency, now),
        files=lying_with(held.agency, now),
    )
