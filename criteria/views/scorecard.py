"""The scorecard of a commune: open it, read it as of any day, print it."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.models import Commune
from criteria import selectors, services
from criteria.models import CriteriaSet, Scorecard
from criteria.permissions import NOBODY, mandates
from criteria.selectors.evidence import evidence_counts
from criteria.selectors.replies import contested_on
from criteria.selectors.review.sending import files_on_sheet
from criteria.services.rounds import closed_over
from criteria.views.answers import NOT_YOURS, scorecard_or_404
from criteria.views.days import day_asked, moment_asked

LOCKED_DAY = "đang xem số liệu của ngày đã qua"
LOCKED_ROUND = "{} đã đóng; muốn sửa, mở Chi tiết và chọn «sửa số liệu»"


@require_http_methods(["GET", "POST"])
def scorecard_open(request: SignedInRequest, code: str, set_code: str) -> HttpResponse:
    """To the scorecard of a commune on a set; a POST makes it where there is none."""
    places = Commune.objects.on(working_day()).visible_to(request.user)
    commune = get_object_or_404(places, code=code)
    criteria_set = get_object_or_404(CriteriaSet, code=set_code)
    found = Scorecard.objects.filter(commune=commune, criteria_set=criteria_set).first()
    if found is None and request.method == "POST":
        if not mandates(request.user, Scorecard(commune=commune, criteria_set=criteria_set)):
            raise PermissionDenied(NOT_YOURS)
        found = services.open_scorecard(
            commune=commune, criteria_set=criteria_set, by=request.user
        )
    if found is not None:
        return redirect("criteria:scorecard_detail", pk=found.pk)
    context = {"commune": commune, "criteria_set": criteria_set}
    return render(request, "criteria/scorecard_open.html", context)


@require_safe
def scorecard_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    scorecard = scorecard_or_404(request, pk)
    asked = moment_asked(request)
    day, today = asked.day, working_day()
    sheet = selectors.sheet(scorecard, day=day, known_at=asked.known_at)
    reading = day != today or asked.known_at is not None
    given = NOBODY if reading else mandates(request.user, scorecard)
    closed = None if reading else closed_over(today, scorecard.commune_id).first()
    indicators = [row.indicator for line in sheet.lines for row in line.indicators]
    files = [] if reading else files_on_sheet(request.user, scorecard, today)
    context = {
        "sheet": sheet,
        "side": files[0] if files else None,
        "other_files": files[1:],
        "scorecard": scorecard,
        "open_criteria": given.open_criteria(line.criterion for line in sheet.lines),
        "open_indicators": given.open_indicators(indicators),
        "about": selectors.about(scorecard, day=day),
        "evidence_counts": evidence_counts(scorecard),
        "contested": None if reading else contested_on(sheet.lines),
        "refused_day": asked.refused,
        "known_at": asked.known_at,
        "is_today": not reading,
        "closed": closed,
        "locked": LOCKED_DAY if reading else LOCKED_ROUND.format(closed) if closed else "",
    }
    return render(
        request, "criteria/scorecard_detail.html", context, status=422 if asked.refused else 200
    )


@require_safe
def scorecard_print(request: SignedInRequest, pk: int) -> HttpResponse:
    """The sheet on A4, legible in greyscale."""
    scorecard = scorecard_or_404(request, pk)
    day, _ = day_asked(request)
    context = {
        "sheet": selectors.sheet(scorecard, day=day),
        "scorecard": scorecard,
        "about": selectors.about(scorecard, day=day),
    }
    return render(request, "criteria/scorecard_print.html", context)
