"""The files of a round: one for each commune of its cut-off, as soon as the round has begun."""

from django.db import transaction

from accounts import trail
from accounts.calendar import working_day
from accounts.models import User
from communes.choices import AgencyKind
from communes.models import Agency, Commune
from criteria.choices import Stage
from criteria.models import Holding, Round, Scorecard, Submission
from criteria.selectors.periods import set_in_force


@transaction.atomic
def open_files(period: Round, by: User | None = None) -> int:
    """Make the files that are missing; each lies with its commune. How many were made.

    Nothing happens before the round begins, after it has closed, or where no yardstick is in force
    at its cut-off. A commune without a scorecard on that yardstick gets one; one that begins later
    than today gets its file when it has begun; of one that ended meanwhile the file lies with the
    agency that it had, until the office gives it to somebody.
    """
    day = working_day()
    held: Round = Round.objects.select_for_update(of=("self",)).get(pk=period.pk)
    criteria_set = set_in_force(held.ends)
    if day < held.starts or held.closed_at or criteria_set is None:
        return 0
    communes = [one for one in places_of(held) if one.starts <= day]
    known = set(
        Scorecard.objects.filter(criteria_set=criteria_set, commune__in=communes).values_list(
            "commune", flat=True
        )
    )
    Scorecard.objects.bulk_create(
        [
            Scorecard(commune=one, criteria_set=criteria_set)
            for one in communes
            if one.pk not in known
        ],
        ignore_conflicts=True,
    )
    cards = Scorecard.objects.filter(criteria_set=criteria_set, commune__in=communes)
    missing = cards.exclude(submissions__round=held).select_related("commune")
    made = [Submission(round=held, scorecard=one) for one in missing]
    Submission.objects.bulk_create(made)
    agencies = {
        one.commune_id: one
        for one in Agency.objects.filter(
            kind=AgencyKind.COMMUNE,
            starts__lte=day,
            commune__in=[one.scorecard.commune_id for one in made],
        ).order_by("starts")
    }
    Holding.objects.bulk_create(
        Holding(submission=one, stage=Stage.DECLARED, agency=agency, turn=0, since=day)
        for one in made
        if (agency := agencies.get(one.scorecard.commune_id))
    )
    if made:
        trail.record(by, "opened files", held, count=len(made))
    return len(made)


def places_of(period: Round) -> list[Commune]:
    """The communes of the round: those named, or all that exist at its cut-off."""
    named = list(period.places.all())
    return named or list(Commune.objects.on(period.ends))
