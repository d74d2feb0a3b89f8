"""Who has spoken of a file since it was sent: from then on its commune cannot take it back."""

from collections.abc import Iterable

from django.db.models import F

from criteria.choices import FileAct, RemarkAct
from criteria.models import FileStep, Opinion, RemarkStep, Submission

HANDED_IN = [FileAct.REVIEW, FileAct.VERIFY, FileAct.APPRAISE]


def spoken_by(files: Iterable[Submission]) -> dict[int, tuple[str, ...]]:
    """By key of each file, who gave an opinion, ticked an answer or handed it on in this turn; one query."""
    keys = [one.pk for one in files]
    if not keys:
        return {}
    opinions = Opinion.objects.filter(submission__in=keys, turn=F("submission__turn"))
    ticks = RemarkStep.objects.filter(
        remark__submission__in=keys, turn=F("remark__submission__turn")
    ).exclude(act=RemarkAct.ANSWERED)
    steps = FileStep.objects.filter(
        submission__in=keys, turn=F("submission__turn"), act__in=HANDED_IN
    )
    named = ("agency__short_name", "agency__name")
    rows = (
        opinions.order_by()
        .values_list("submission", *named)
        .union(
            ticks.order_by().values_list("remark__submission", *named),
            steps.order_by().values_list("submission", *named),
        )
    )
    found: dict[int, list[str]] = {}
    for file, short, name in rows:
        found.setdefault(file, []).append(short or name or "")
    return {file: tuple(sorted(names)) for file, names in found.items()}
