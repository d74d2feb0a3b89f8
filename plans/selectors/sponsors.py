"""The sponsor's page: each commune of an agency, what it was when taken on, what it is, what was given."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Max

from accounts.models import User
from communes.models import Agency, Commune
from criteria.choices import Stage, Subject
from criteria.models import (
    CriteriaSet,
    Recognition,
    SponsorAssignment,
    StatedCount,
    StatusEntry,
)
from criteria.selectors import Standing, set_in_force, standings
from plans.choices import ActionState
from plans.models import Contact, PlanAction, SupportAction, Target
from plans.selectors.contacts import ContactLine, contact_lines
from plans.selectors.counting import counted
from plans.selectors.promises import Promise, promises_of
from plans.selectors.support import SupportLine, lines
from plans.selectors.turning import Memory, Then, Turn

ONE_DAY = dt.timedelta(days=1)
COLUMNS = [
    *(
        "Mã xã",
        "Xã",
        "Huyện",
        "Nhiệm vụ",
        "Từ ngày",
        "Đánh giá lúc nhận ngày",
        "Bộ tiêu chí lúc nhận",
    ),
    *("Đạt lúc nhận", "Chưa đạt lúc nhận", "Đạt hiện nay", "Chưa đạt hiện nay", "Chưa đánh giá"),
    *("Tăng", "Giảm", "Số lần hỗ trợ", "Kinh phí hỗ trợ (triệu đồng)", "Hỗ trợ gần nhất"),
    *("Số ngày từ lần hỗ trợ gần nhất", "Rà soát gần nhất", "Kế hoạch hứa", "Kết quả"),
    "Số liệu minh họa",
]


@dataclass(frozen=True, slots=True)
class Tenure:
    """The unbroken time in which an agency stands behind a commune, under one decision or several."""

    rows: tuple[SponsorAssignment, ...]  # earliest first, never empty

    @property
    def now(self) -> SponsorAssignment:
        return self.rows[-1]

    @property
    def commune(self) -> Commune:
        return self.now.commune

    @property
    def since(self) -> dt.date:
        return self.rows[0].starts


@dataclass(frozen=True, slots=True)
class Given:
    """What the agency gave the commune since it took it on; `late`: planned for a day that has passed."""

    done: tuple[SupportLine, ...]
    planned: tuple[SupportLine, ...]
    late: int
    money: Decimal | None
    last_on: dt.date | None
    days_since: int | None
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Planned:
    """An action of the agency's plan, with what was done about the same thing since."""

    action: PlanAction
    done: tuple[SupportAction, ...]
    is_late: bool


@dataclass(frozen=True, slots=True)
class SponsorLine:
    """One commune of a sponsor."""

    tenure: Tenure
    then: Then
    stated: StatedCount | None
    now: Standing | None
    turns: tuple[Turn, ...]
    recognitions: tuple[Recognition, ...]
    given: Given
    reviewed_on: dt.date | None
    promises: tuple[Promise, ...]
    planned: tuple[Planned, ...]
    contacts: tuple[ContactLine, ...]

    @property
    def commune(self) -> Commune:
        return self.tenure.commune

    @property
    def told(self) -> tuple[Turn, ...]:
        """Criteria of which somebody said something, then or now."""
        return tuple(turn for turn in self.turns if turn.before or turn.now)

    @property
    def untold(self) -> int:
        return len(self.turns) - len(self.told)

    @property
    def gained(self) -> tuple[Turn, ...]:
        return tuple(turn for turn in self.turns if turn.gained)

    @property
    def lost(self) -> tuple[Turn, ...]:
        return tuple(turn for turn in self.turns if turn.lost)

    @property
    def compared(self) -> int:
        """Criteria judged both then and now: where there are none, nobody can tell gains from losses."""
        return sum(bool(turn.before and turn.now) for turn in self.turns)

    @property
    def illustrative(self) -> bool:
        shown = self.then.illustrative or self.given.illustrative
        return shown or bool(self.now and self.now.illustrative)


@dataclass(frozen=True, slots=True)
class SponsorPage:
    agency: Agency
    criteria_set: CriteriaSet | None
    lines: tuple[SponsorLine, ...]
    before: tuple[SponsorAssignment, ...]

    @property
    def gained(self) -> int:
        return sum(len(line.gained) for line in self.lines)

    @property
    def lost(self) -> int:
        return sum(len(line.lost) for line in self.lines)

    @property
    def compared(self) -> int:
        return sum(line.compared for line in self.lines)

    @property
    def silent(self) -> int:
        """Communes that the agency never helped, as far as anybody wrote down."""
        return sum(line.given.last_on is None for line in self.lines)


def agency_of(user: User, slug: str, day: dt.date) -> Agency | None:
    """The agency of that key as it stands on the day; one that ended keeps its page."""
    seen = Agency.objects.visible_to(user).filter(slug=slug, starts__lte=day)
    found: Agency | None = seen.order_by("-starts").first()
    return found


def sponsor_page(user: User, agency: Agency, day: dt.date, code: str = "") -> SponsorPage:
    """All communes of the agency on that day, or the one of that code; a fixed number of queries."""
    rows = SponsorAssignment.objects.visible_to(user).filter(agency__slug=agency.slug)
    if code:
        rows = rows.filter(commune__code=code)
    every = list(
        rows.filter(starts__lte=day)
        .select_related("commune__district", "paper", "agency")
        .order_by("commune__sort_key", "commune", "starts")
    )
    tenures = _tenures(every, day)
    criteria_set = set_in_force(day)
    return SponsorPage(
        agency=agency,
        criteria_set=criteria_set,
        lines=tuple(_Gatherer(user, agency, tenures, criteria_set, day).lines()),
        before=tuple(one for one in every if not any(one in held.rows for held in tenures)),
    )


def _tenures(rows: Iterable[SponsorAssignment], day: dt.date) -> list[Tenure]:
    """Those that last on the day; rows of one commune come in the order of time."""
    runs: dict[int, list[SponsorAssignment]] = {}
    for row in rows:
        run = runs.setdefault(row.commune_id, [])
        if run and (run[-1].ends is None or run[-1].ends + ONE_DAY < row.starts):
            run.clear()
        run.append(row)
    return [Tenure(tuple(run)) for run in runs.values() if run[-1].covers(day)]


class _Gatherer:
    """What is known of the communes of one agency, each question asked of the database once."""

    def __init__(
        self,
        user: User,
        agency: Agency,
        tenures: Sequence[Tenure],
        criteria_set: CriteriaSet | None,
        day: dt.date,
    ) -> None:
        self.agency, self.tenures, self.day = agency, tenures, day
        communes = [one.commune for one in tenures]
        self.keys = [one.pk for one in communes]
        self.set = criteria_set
        found = standings(criteria_set, communes) if criteria_set else []
        self.now = {one.commune.pk: one for one in found}
        self.memory = Memory(communes, day)
        self.stated = self._by_commune(
            StatedCount.objects.filter(subject=Subject.CRITERIA_MET, as_of__lte=day)
            .select_related("criteria_set", "paper")
            .order_by("as_of")
        )
        self.recognitions = self._by_commune(
            Recognition.objects.filter(since__lte=day).select_related("paper").order_by("since")
        )
        self.targets = self._by_commune(
            Target.objects.filter(counted(), agency__slug=agency.slug)
            .select_related("paper", "criterion")
            .order_by("pk")
        )
        self.support = self._support()
        self.reviewed = self._reviewed()
        self.plan = list(
            PlanAction.objects.filter(counted(), agency__slug=agency.slug)
            .exclude(commune__isnull=False, commune__code="")
            .select_related("paper", "criterion__criteria_set", "indicator", "commune")
        )
        contacts = Contact.objects.on(day).filter(agency__slug=agency.slug)
        self.contacts = contact_lines(user, contacts, day)

    def lines(self) -> Iterable[SponsorLine]:
        return [self._line(one) for one in self.tenures]

    def _line(self, tenure: Tenure) -> SponsorLine:
        key = tenure.commune.pk
        then = self.memory.then(key, tenure.since)
        now = self.now.get(key)
        given = self._given(self.support.get(key, []), tenure.since)
        known = self.recognitions.get(key, [])
        return SponsorLine(
            tenure=tenure,
            then=then,
            stated=_nearest(self.stated.get(key, []), then),
            now=now,
            turns=self.memory.turns(then, now, self.set) if now and self.set else (),
            recognitions=tuple(known),
            given=given,
            reviewed_on=self.reviewed.get(key),
            promises=promises_of(self.targets.get(key, []), _by_level(known), now, self.day),
            planned=tuple(
                self._planned(one, given) for one in self.plan if one.commune_id in {None, key}
            ),
            contacts=tuple(one for one in self.contacts if one.contact.commune_id in {None, key}),
        )

    def _planned(self, action: PlanAction, given: Given) -> Planned:
        """Done about the same criterion, whichever set names it; without one nobody can tell."""
        same = self.memory.same(action.criterion_id) if action.criterion_id else set()
        open_still = action.state == ActionState.PLANNED
        return Planned(
            action=action,
            done=tuple(one.action for one in given.done if one.action.criterion_id in same),
            is_late=bool(open_still and action.due_on and action.due_on < self.day),
        )

    def _by_commune(self, rows: Any) -> dict[int, list[Any]]:
        found: dict[int, list[Any]] = defaultdict(list)
        for row in rows.filter(commune__in=self.keys):
            found[row.commune_id].append(row)
        return found

    def _support(self) -> dict[int, list[SupportLine]]:
        rows = SupportAction.objects.filter(agency__slug=self.agency.slug, commune__in=self.keys)
        wanted = rows.filter(state__in=[ActionState.DONE, ActionState.PLANNED])
        found: dict[int, list[SupportLine]] = defaultdict(list)
        for line in lines(wanted.select_related("criterion", "indicator").order_by("-done_on")):
            found[line.action.commune_id or 0].append(line)
        return found

    def _given(self, rows: Sequence[SupportLine], since: dt.date) -> Given:
        done = [
            one
            for one in rows
            if one.action.done_on and one.action.state == ActionState.DONE
            if since <= one.action.done_on <= self.day
        ]
        planned = [one for one in rows if one.action.state == ActionState.PLANNED]
        amounts = [one.done.total for one in done if one.done.total is not None]
        last = max((one.action.done_on for one in done if one.action.done_on), default=None)
        return Given(
            done=tuple(done),
            planned=tuple(planned),
            late=sum(
                bool(one.action.planned_on and one.action.planned_on < self.day) for one in planned
            ),
            money=sum(amounts, Decimal(0)) if amounts else None,
            last_on=last,
            days_since=(self.day - last).days if last else None,
            illustrative=any(one.action.illustrative for one in (*done, *planned)),
        )

    def _reviewed(self) -> dict[int, dt.date]:
        """The last day of which the agency judged a criterion of the commune (review, every 6 months)."""
        rows = StatusEntry.objects.as_of(self.day).filter(
            scorecard__commune__in=self.keys,
            agency__slug=self.agency.slug,
            stage=Stage.REVIEWED,
        )
        return dict(
            rows.order_by().values_list("scorecard__commune").annotate(Max("effective_on"))
        )


def _nearest(stated: Sequence[StatedCount], then: Then) -> StatedCount | None:
    """The count that a paper states, nearest to the day on which the commune was taken on."""
    own = [
        one for one in stated if then.criteria_set and one.criteria_set_id == then.criteria_set.pk
    ]
    return min(own, key=lambda one: abs((one.as_of - then.asked).days), default=None)


def _by_level(rows: Iterable[Recognition]) -> dict[str, list[Recognition]]:
    found: dict[str, list[Recognition]] = defaultdict(list)
    for row in rows:
        found[row.level].append(row)
    return found


def sheet_rows(page: SponsorPage) -> list[list[Any]]:
    """In the order of COLUMNS; what is not known stays blank."""
    return [_sheet_row(line) for line in page.lines]


def _sheet_row(line: SponsorLine) -> list[Any]:
    commune, then, now, given = line.commune, line.then, line.now, line.given
    judged = bool(now and now.assessed)
    return [
        *(commune.code, commune.name, commune.district.name if commune.district else None),
        *(line.tenure.now.duty_words, line.tenure.since, then.told),
        then.criteria_set.short_name if then.criteria_set else None,
        _then_met(line),
        _numbers(one.number for one in then.unmet),
        now.met if now and judged else None,
        _numbers(one.number for one in now.unmet) if now else None,
        len(now.unknown) if now else None,
        *(_numbers(one.criterion.number for one in turns) for turns in (line.gained, line.lost)),
        *(len(given.done), given.money, given.last_on, given.days_since, line.reviewed_on),
        "; ".join(one.target.text for one in line.promises) or None,
        "; ".join(one.label for one in line.promises) or None,
        "minh họa" if line.illustrative else None,
    ]


def _then_met(line: SponsorLine) -> str | None:
    if line.stated is not None:
        return f"{line.stated.value.normalize():f}/{line.stated.out_of or line.then.total}"
    if line.then.told is None or line.then.unknown:
        return None
    return f"{line.then.met}/{line.then.total}"


def _numbers(rows: Iterable[int]) -> str | None:
    return ", ".join(str(one) for one in rows) or None
