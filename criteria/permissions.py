"""Who may say what about a commune: commune, sponsor, district, responsible agency, office."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Value

from accounts.calendar import working_day
from accounts.choices import Role
from accounts.models import User
from communes.choices import AgencyKind
from communes.models import Agency, Commune, Held, held_by
from criteria.choices import Stage
from criteria.evaluation.diagram import UNDER_REVIEW
from criteria.models import (
    Criterion,
    Evidence,
    Holding,
    Indicator,
    Measurement,
    Responsibility,
    Scorecard,
    SponsorAssignment,
    StatusEntry,
    Submission,
)

SPEAKING_ROLES = {Role.OFFICER, Role.DIRECTOR}
STAGE_OF = {
    AgencyKind.COMMUNE.value: Stage.DECLARED,
    AgencyKind.DISTRICT.value: Stage.VERIFIED,
    AgencyKind.OFFICE.value: Stage.CONFIRMED,
}


@dataclass(frozen=True, slots=True)
class Mandate:
    """In which stage and for which agency somebody may speak; `lent_by`: by delegation."""

    stage: Stage
    agency: Agency
    lent_by: User | None = None

    @property
    def key(self) -> str:
        return f"{self.stage.value}-{self.agency.pk}"

    @property
    def words(self) -> str:
        """«rà soát – Sở TT&TT», and in whose stead."""
        said = f"{self.stage.label} – {self.agency}"
        return f"{said} (thay mặt {self.lent_by})" if self.lent_by else said


@dataclass(frozen=True, slots=True)
class Mandates:
    """What one person may say about a commune: about everything, and about single indicators."""

    general: tuple[Mandate, ...]
    by_indicator: dict[int, tuple[Mandate, ...]]
    by_criterion: dict[int, tuple[Mandate, ...]]

    def for_criterion(self, criterion: Criterion) -> tuple[Mandate, ...]:
        """The mandates for a criterion, the highest stage first."""
        return _ranked(self.general + self.by_criterion.get(criterion.pk, ()))

    def for_indicator(self, indicator: Indicator) -> tuple[Mandate, ...]:
        return _ranked(self.general + self.by_indicator.get(indicator.pk, ()))

    def open_criteria(self, criteria: Iterable[Criterion]) -> frozenset[int]:
        """Keys of the criteria that this person may log."""
        return frozenset(one.pk for one in criteria if self.general or one.pk in self.by_criterion)

    def open_indicators(self, indicators: Iterable[Indicator]) -> frozenset[int]:
        return frozenset(
            one.pk for one in indicators if self.general or one.pk in self.by_indicator
        )

    def __bool__(self) -> bool:
        return bool(self.general or self.by_indicator)


NOBODY = Mandates((), {}, {})


def mandates(
    user: User | AnonymousUser, scorecard: Scorecard, *, on: dt.date | None = None
) -> Mandates:
    """Who may speak of a commune on that day.

    The commune of itself; a sponsor of its communes; a district of its own; the agency responsible
    of its indicators; the office of everything.
    """
    day = on or working_day()
    speaking = _speaking(user, day)
    sponsors, answers = _promised([scorecard], {held.agency.pk for held in speaking}, day)
    return _mandates_of(speaking, scorecard, sponsors, answers)


def mandates_across(
    user: User | AnonymousUser, scorecards: Iterable[Scorecard], *, on: dt.date | None = None
) -> dict[int, Mandates]:
    """By commune, what `mandates` says of each scorecard; in as many queries as for one.

    The scorecards are of one set, a commune has one of them (it need not be stored yet); they carry
    their commune.
    """
    day, cards = on or working_day(), list(scorecards)
    speaking = _speaking(user, day)
    sponsors, answers = _promised(cards, {held.agency.pk for held in speaking}, day)
    return {card.commune_id: _mandates_of(speaking, card, sponsors, answers) for card in cards}


def stead_choices(user: User | AnonymousUser) -> list[tuple[str, str]]:
    """Every mandate that a person may use for some commune today: its key and its words."""
    day = working_day()
    speaking = _speaking(user, day)
    agencies = {held.agency.pk for held in speaking}
    sponsors = SponsorAssignment.objects.on(day).filter(agency__in=agencies)
    answering = Responsibility.objects.on(day).filter(agency__in=agencies)
    found = {
        Stage.REVIEWED: set(sponsors.values_list("agency", flat=True)),
        Stage.APPRAISED: set(answering.values_list("agency", flat=True)),
    }
    choices: dict[str, str] = {}
    for held in speaking:
        stages = [stage for stage, keys in found.items() if held.agency.pk in keys]
        stages += [STAGE_OF[held.agency.kind]] if held.agency.kind in STAGE_OF else []
        for stage in sorted(stages, reverse=True):
            mandate = Mandate(stage, held.agency, held.lent_by)
            choices.setdefault(mandate.key, mandate.words)
    return list(choices.items())


def _speaking(user: User | AnonymousUser, day: dt.date) -> list[Held]:
    return [held for held in held_by(user, day) if held.role in SPEAKING_ROLES]


def _speaking_today(user: User | AnonymousUser) -> list[Held]:
    """The same of today, for agencies that exist."""
    day = working_day()
    return [held for held in _speaking(user, day) if held.agency.covers(day)]


def _mandates_of(
    speaking: list[Held],
    scorecard: Scorecard,
    sponsors: set[tuple[int, int]],
    answers: list[tuple[int, int, int]],
) -> Mandates:
    """What those memberships may say of the scorecard; the rest as `_promised` gives it."""
    general = [
        Mandate(stage, held.agency, held.lent_by)
        for held in speaking
        for stage in _stages(held, scorecard, sponsors)
    ]
    by_indicator: dict[int, tuple[Mandate, ...]] = {}
    by_criterion: dict[int, tuple[Mandate, ...]] = {}
    for agency, indicator, criterion in answers:
        given = tuple(
            Mandate(Stage.APPRAISED, held.agency, held.lent_by)
            for held in speaking
            if held.agency.pk == agency
        )
        by_indicator[indicator] = by_indicator.get(indicator, ()) + given
        by_criterion[criterion] = by_criterion.get(criterion, ()) + given
    return Mandates(tuple(general), by_indicator, by_criterion)


def may_log(user: User | AnonymousUser, scorecard: Scorecard, criterion: Criterion) -> bool:
    """Whoever has a mandate for the criterion on the working day."""
    return bool(mandates(user, scorecard).for_criterion(criterion))


def may_measure(user: User | AnonymousUser, scorecard: Scorecard, indicator: Indicator) -> bool:
    """Whoever has a mandate for the indicator on the working day."""
    return bool(mandates(user, scorecard).for_indicator(indicator))


def may_withdraw(user: User | AnonymousUser, said: StatusEntry | Measurement | Evidence) -> bool:
    """Whoever speaks today for the agency that said it, and who speaks for the office."""
    return speaks_for(user, said.agency_id)


def speaks_for(user: User | AnonymousUser, agency: int | None) -> bool:
    """Whoever speaks today for the agency of that key, or for the office."""
    speaking = [held.agency for held in held_by(user) if held.role in SPEAKING_ROLES]
    return any(one.is_office or one.pk == agency for one in speaking)


def may_keep_catalogue(user: User | AnonymousUser) -> bool:
    """Officers and directors of the coordination office keep sets, thresholds, responsibilities."""
    return any(held.agency.is_office and held.role in SPEAKING_ROLES for held in held_by(user))


def _promised(
    scorecards: list[Scorecard], agencies: set[int], day: dt.date
) -> tuple[set[tuple[int, int]], list[tuple[int, int, int]]]:
    """(agency, commune) of those that stand behind one; (agency, indicator, criterion) answered for."""
    if not agencies or not scorecards:
        return set(), []
    sponsors = (
        SponsorAssignment.objects.on(day)
        .filter(commune__in=[one.commune_id for one in scorecards], agency__in=agencies)
        .order_by()
        .values_list("agency_id", "commune_id", Value(0))
    )
    answers = (
        Responsibility.objects.on(day)
        .filter(
            agency__in=agencies,
            indicator__criterion__criteria_set=scorecards[0].criteria_set_id,
        )
        .order_by()
        .values_list("agency_id", "indicator_id", "indicator__criterion_id")
    )
    rows = list(sponsors.union(answers, all=True))
    return {(agency, commune) for agency, commune, criterion in rows if not criterion}, [
        row for row in rows if row[2]
    ]


def _stages(held: Held, scorecard: Scorecard, sponsors: set[tuple[int, int]]) -> list[Stage]:
    agency, commune = held.agency, scorecard.commune
    found = []
    if agency.kind == AgencyKind.COMMUNE and agency.commune_id == commune.pk:
        found.append(Stage.DECLARED)
    if (agency.pk, commune.pk) in sponsors:
        found.append(Stage.REVIEWED)
    own = agency.district_id is not None and agency.district_id == commune.district_id
    if agency.kind == AgencyKind.DISTRICT and own:  # since 1/7/2025 communes have no district
        found.append(Stage.VERIFIED)
    if agency.kind == AgencyKind.OFFICE:
        found.append(Stage.CONFIRMED)
    return found


def _ranked(given: tuple[Mandate, ...]) -> tuple[Mandate, ...]:
    """The highest stage first, own before lent, no stage twice for an agency."""
    best: dict[tuple[int, int], Mandate] = {}
    for mandate in sorted(given, key=lambda one: (-one.stage, one.lent_by is not None)):
        best.setdefault((mandate.stage, mandate.agency.pk), mandate)
    return tuple(best.values())


def may_inherit(user: User | AnonymousUser, heir: Commune) -> Mandate | None:
    """In whose name somebody takes over what a merged commune inherits: its own staff, the office."""
    for held in held_by(user):
        if held.role in SPEAKING_ROLES and (
            held.agency.is_office or held.agency.commune_id == heir.pk
        ):
            return Mandate(STAGE_OF[held.agency.kind], held.agency, held.lent_by)
    return None


def may_keep_council(user: User | AnonymousUser) -> Mandate | None:
    """In whose name somebody keeps the council's files: officers and directors of the office."""
    for held in held_by(user):
        if held.agency.is_office and held.role in SPEAKING_ROLES:
            return Mandate(Stage.CONFIRMED, held.agency, held.lent_by)
    return None


def may_file(user: User | AnonymousUser, commune: Commune) -> Mandate | None:
    """In whose name somebody files documents about a commune: its own staff, the office."""
    return may_inherit(user, commune)


def voices(
    user: User | AnonymousUser, holdings: Iterable[Holding]
) -> list[tuple[Holding, Mandate]]:
    """Of what is held now, that for whose agency the person speaks today, the lowest stage first.

    Who holds a file speaks of it at that stage, also where the office named them in another's place.
    For an agency that has ended nobody speaks: the office passes on what it held.
    """
    speaking = _speaking_today(user)
    found = [
        (one, Mandate(Stage(one.stage), held.agency, held.lent_by))
        for one in holdings
        if one.until is None
        for held in speaking
        if held.agency.pk == one.agency_id
    ]
    best: dict[int, tuple[Holding, Mandate]] = {}
    for one, mandate in sorted(found, key=lambda pair: pair[1].lent_by is not None):
        best.setdefault(one.pk, (one, mandate))
    return sorted(best.values(), key=lambda pair: (pair[0].stage, pair[0].pk))


def agencies_of(user: User | AnonymousUser) -> frozenset[int]:
    """Keys of the agencies for which the person speaks today: whose drafts they read."""
    return frozenset(held.agency.pk for held in _speaking_today(user))


def voice(
    user: User | AnonymousUser, file: Submission, stages: Iterable[int], agency: str = ""
) -> Mandate | None:
    """In whose name the person speaks of a file at one of these stages; `agency`: of that one (its slug).

    For who holds it goes before for who held it, the highest stage first: that it no longer lies
    there, the service says.
    """
    rows = Holding.objects.filter(submission=file, stage__in=list(stages))
    if agency:
        rows = rows.filter(agency__slug=agency)
    speaking = _speaking_today(user)
    found = [
        (one.until is not None, -one.stage, held.lent_by is not None, -one.pk, held)
        for one in rows
        for held in speaking
        if held.agency.pk == one.agency_id
    ]
    if not found:
        return None
    _, stage, _, _, held = min(found, key=lambda one: one[:-1])
    return Mandate(Stage(-stage), held.agency, held.lent_by)


def recallers(user: User | AnonymousUser, files: Iterable[Submission]) -> dict[int, Mandate]:
    """By key of each file under review, in whose name the person takes it back: whoever sent it last."""
    speaking = {held.agency.pk: held for held in reversed(_speaking(user, working_day()))}
    sent = [one.pk for one in files if one.state in UNDER_REVIEW and not one.is_locked]
    if not speaking or not sent:
        return {}
    rows = Holding.objects.filter(submission__in=sent, stage=Stage.DECLARED).order_by("pk")
    last = dict(rows.values_list("submission", "agency"))
    return {
        file: Mandate(Stage.DECLARED, speaking[agency].agency, speaking[agency].lent_by)
        for file, agency in last.items()
        if agency in speaking
    }


def steers(user: User | AnonymousUser) -> Mandate | None:
    """In whose name somebody extends, opens again and passes on files: those who speak for the office."""
    for held in _speaking(user, working_day()):
        if held.agency.is_office:
            return Mandate(Stage.CONFIRMED, held.agency, held.lent_by)
    return None


def spoken_for(user: User | AnonymousUser) -> list[Agency]:
    """The agencies in whose name somebody speaks today, own before lent, each once."""
    return list({held.agency.pk: held.agency for held in _speaking(user, working_day())}.values())
