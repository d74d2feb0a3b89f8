"""Late files as the database finds them: what `late.due_of` says of one file, for counting many."""

import datetime as dt

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, When

from criteria.choices import FileAct, FileState, Stage
from criteria.evaluation.diagram import STAGE_OF
from criteria.models import FileStep, Holding, RouteStep, Submission
from criteria.selectors.review.late import FIELD

BACK = "back"  # the stage that returned the file last


def unlocked(prefix: str = "") -> Q:
    """Files of open rounds, and those opened again; `prefix` leads from a row to its file."""
    return Q(**{f"{prefix}round__closed_at": None}) | Q(**{f"{prefix}reopened_at__isnull": False})


def late_under_review(day: dt.date, prefix: str = "") -> Q:
    """Files that wait for a reviewer beyond the day of their stage, and beyond their extension."""
    missed = Q()
    for state, stage in STAGE_OF.items():
        missed |= Q(
            **{f"{prefix}state": state, f"{prefix}round__{FIELD[stage]}__lt": day},
        )
    return missed & (Q(**{f"{prefix}due_on": None}) | Q(**{f"{prefix}due_on__lt": day}))


def late_files(day: dt.date) -> QuerySet[Submission]:
    """Every file, wherever it lies, for which the day of its step has passed."""
    returned = (
        FileStep.objects.filter(submission=OuterRef("pk"))
        .sent_away()
        .order_by("-pk")
        .annotate(
            from_stage=Case(
                When(act=FileAct.RETURN, then=F("stage")),
                default=None,
                output_field=IntegerField(null=True),
            )
        )
    )
    own = Q(state__in=[FileState.DECLARING, FileState.RETURNED], due_on__lt=day)
    own |= Q(state=FileState.DECLARING, due_on=None, round__submit_by__lt=day)
    for stage, name in FIELD.items():
        missed = {f"round__{name}__lt": day, BACK: stage}
        own |= Q(state=FileState.RETURNED, due_on=None, **missed)
    rows: QuerySet[Submission] = Submission.objects.annotate(
        **{BACK: Subquery(returned.values("from_stage")[:1])}
    ).filter(unlocked(), own | late_under_review(day))
    return rows


def holdings_to_pass(day: dt.date) -> QuerySet[Holding]:
    """What `queue.must_pass` says of one: held by an agency that is gone, or for a step the route left out."""
    steps = RouteStep.objects.on(day).filter(stage=Stage.VERIFIED)
    gone = Q(agency__starts__gt=day) | Q(agency__ends__lt=day)
    left_out = Q(stage=Stage.VERIFIED, passed_from=None) & ~Exists(steps)
    return Holding.objects.open().filter(unlocked("submission__"), gone | left_out)
