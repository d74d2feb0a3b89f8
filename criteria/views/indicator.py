"""One indicator of a scorecard in full: what the law asks, note, last values, who said what."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from criteria import selectors
from criteria.models import Indicator
from criteria.permissions import NOBODY, mandates
from criteria.selectors.replies import answers
from criteria.services.rounds import closed_over
from criteria.views.answers import scorecard_or_404
from criteria.views.days import moment_asked


@require_safe
def indicator_detail(request: SignedInRequest, pk: int, indicator_pk: int) -> HttpResponse:
    """The drawer beside the grid; a page without scripts."""
    scorecard = scorecard_or_404(request, pk)
    rows = Indicator.objects.select_related("criterion")
    indicator = get_object_or_404(
        rows, pk=indicator_pk, criterion__criteria_set=scorecard.criteria_set_id
    )
    asked = moment_asked(request)
    today = working_day()
    reading = asked.known_at is not None or asked.day != today
    line = selectors.line(scorecard, indicator.criterion, day=asked.day, known_at=asked.known_at)
    told = selectors.value_history(
        scorecard, indicator.criterion, user=request.user, indicator=indicator
    )
    row = line.indicator(indicator.pk)
    given = mandates(request.user, scorecard)
    context = {
        "scorecard": scorecard,
        "line": line,
        "row": row,
        "day": asked.day,
        "known_at": asked.known_at,
        "told": told,
        "charts": selectors.charts(row, told),
        "mandates": () if reading else given.for_indicator(indicator),
        "closed": closed_over(today, scorecard.commune_id).first(),
        "answers": answers((part.measurement for part in row.parts), NOBODY if reading else given),
    }
    template = "criteria/_drawer.html" if request.htmx else "criteria/indicator_detail.html"
    return render(request, template, context, status=422 if asked.refused else 200)
