"""The files of the rounds: who waits for whom, who holds a file how long, acts on the whole filter."""

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.http import spreadsheet
from communes.models import is_member
from criteria.choices import Stage
from criteria.forms.queue import PassOnForm
from criteria.models import Holding
from criteria.permissions import steers
from criteria.selectors.review import holders
from criteria.selectors.review.bulk import ACTS, BulkPlan, bulk_plans
from criteria.selectors.review.queue import COLUMNS, Filters, Queue, files_of, measure, queue
from criteria.services import review

PAGE = 50
SLOWEST = 8  # agencies that are named first
NOT_A_MEMBER = "Chỉ người có vai trò ở một cơ quan mới xem được hồ sơ kỳ."
NOT_THE_OFFICE = "Chỉ Văn phòng Điều phối giao lại hồ sơ cho cơ quan khác."
NOT_YOURS = "Hồ sơ không còn nằm ở cơ quan của bạn. Hãy tải lại trang để xem hồ sơ đang ở đâu."


@require_safe
def submission_list(request: SignedInRequest) -> HttpResponse:
    """The queue; the whole filtered list as a spreadsheet with ?dang=xlsx."""
    _ask_member(request)
    found = queue(request.user, Filters.read(request.GET))
    if request.GET.get("dang") == "xlsx":
        _measured(found, found.lines)
        rows = [line.sheet for line in found.lines]
        return spreadsheet(f"ho-so-ky-{working_day()}", "Hồ sơ kỳ", COLUMNS, rows)
    page = Paginator(found.lines, PAGE).get_page(request.GET.get("trang"))
    _measured(found, page.object_list)
    context = _listing(found) | {"page": page, "lines": page.object_list}
    return render(request, "criteria/queue_list.html", context)


@require_safe
def holder_times(request: SignedInRequest) -> HttpResponse:
    """Who held each file for how many working days; every stretch as a spreadsheet with ?dang=xlsx."""
    _ask_member(request)
    filters = Filters.read(request.GET)
    times = holders.file_times(files_of(request.user, filters))
    if request.GET.get("dang") == "xlsx":
        name = f"thoi-gian-giu-ho-so-{working_day()}"
        return spreadsheet(name, "Thời gian giữ", holders.COLUMNS, holders.sheet_rows(times))
    averages = holders.by_agency(times)
    agencies = [one for one in averages if one.stage != Stage.DECLARED]
    context = {
        "filters": filters,
        "page": Paginator(times, PAGE).get_page(request.GET.get("trang")),
        "stages": holders.by_stage(times),
        "agencies": agencies[:SLOWEST],
        "others": agencies[SLOWEST:],
        "communes": [one for one in averages if one.stage == Stage.DECLARED],
        "periods": holders.periods(),
        "several": len({one.file.round_id for one in times}) > 1,
    }
    return render(request, "criteria/queue_holders.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def submission_bulk(request: SignedInRequest) -> HttpResponse:
    """Say what would be done with all files of the filter, then do exactly that."""
    _ask_member(request)
    found = queue(request.user, Filters.read(request.GET))
    refusals: list[str] = []
    passing: PassOnForm | None = None
    status = 200
    if request.method == "POST":
        try:
            if request.POST.get("viec") == "giao":
                passing = PassOnForm(request.POST, stage=_stage(request), prefix=_prefix(request))
                told = _pass_on(request, found, passing)
            else:
                told = _act(request, found)
        except ValidationError as refusal:
            refusals, status = refusal.messages, 409
            found = queue(request.user, Filters.read(request.GET))
        else:
            if told:
                messages.success(request, told)
                asked = request.GET.urlencode()
                listed = reverse("criteria:submission_list")
                return redirect(f"{listed}?{asked}" if asked else listed)
            status = 422
    context = {
        "found": found,
        "filters": found.filters,
        "plans": _plans(found),
        "passing": _passing(found, passing, _stage(request)),
        "refusals": refusals,
    }
    return render(request, "criteria/queue_bulk.html", context, status=status)


def _act(request: SignedInRequest, found: Queue) -> str:
    """Agree or hand on in the name of the voice that was posted; what was done, in words."""
    wanted = request.POST.get("vai", "")
    lying = [
        (line.file, mandate)
        for line in found.lines
        for _, mandate in line.mine
        if mandate.key == wanted and mandate.stage != Stage.DECLARED
    ]
    if not lying:
        raise ValidationError(NOT_YOURS, code="holder")
    files, mandate = [file for file, _ in lying], lying[0][1]
    given: dict[str, Any] = {"mandate": mandate, "by": request.user}
    if request.POST.get("viec") == "dong-y":
        said = review.agree_in_bulk(files, promised=promised_of(request), **given)
        rows = sum(len(one) for one in said.values())
        return f"Đã ghi đồng ý {rows} dòng của {len(said)} hồ sơ. Hồ sơ vẫn chờ bạn chuyển tiếp."
    promised = count_of(request.POST.get("ho-so", ""))
    steps = review.hand_on_in_bulk(files, promised=promised, **given)
    return f"Đã {ACTS[mandate.stage].label}: {len(steps)} hồ sơ."


def _pass_on(request: SignedInRequest, found: Queue, form: PassOnForm) -> str:
    """Blank where the form is not filled in."""
    mandate = steers(request.user)
    if mandate is None:
        raise PermissionDenied(NOT_THE_OFFICE)
    if not form.is_valid():
        return ""
    given = form.cleaned_data
    steps = review.pass_on_in_bulk(
        _to_pass(found)[_stage(request)],
        promised=count_of(request.POST.get("ho-so", "")),
        to=given["agency"],
        words=given["words"],
        mandate=mandate,
        by=request.user,
    )
    return f"Đã giao {len(steps)} hồ sơ cho {given['agency']}."


def _plans(found: Queue) -> list[BulkPlan]:
    voiced = [
        (line.file, holding, mandate) for line in found.lines for holding, mandate in line.mine
    ]
    return bulk_plans(voiced)


def _to_pass(found: Queue) -> dict[int, list[Holding]]:
    """By stage, what of the filter the office has to give to another agency."""
    rows: dict[int, list[Holding]] = defaultdict(list)
    if found.office:
        for line in found.lines:
            for one in line.passing:
                rows[one.stage].append(one)
    return rows


def _passing(found: Queue, posted: PassOnForm | None, stage: int) -> list[dict[str, Any]]:
    """The forms by which to pass on, one a stage; the one that was posted keeps what was typed."""
    return [
        {
            "stage": Stage(at),
            "count": len(rows),
            "form": posted if posted and at == stage else PassOnForm(stage=at, prefix=f"b{at}"),
        }
        for at, rows in sorted(_to_pass(found).items())
    ]


def _listing(found: Queue) -> dict[str, Any]:
    return {
        "found": found,
        "filters": found.filters,
        "stages": [(str(one.value), one.label.capitalize()) for one in Stage],
    }


def _measured(found: Queue, lines: Any) -> None:
    if not found.measured:
        measure(lines)


def _stage(request: SignedInRequest) -> int:
    said = request.POST.get("cap-giao", "")
    return int(said) if said in map(str, Stage.values) else 0


def _prefix(request: SignedInRequest) -> str:
    return f"b{_stage(request)}"


def count_of(said: str) -> int:
    """A count as posted; -1, which nothing ever is, where it is none."""
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else -1  # noqa: PLR2004


def promised_of(request: SignedInRequest) -> tuple[int, int, int]:
    """Rows, files and rows left out, as the page told them."""
    rows, files, left = (
        count_of(request.POST.get(one, "")) for one in ("dong", "ho-so", "bo-lai")
    )
    return rows, files, left


def _ask_member(request: SignedInRequest) -> None:
    if not is_member(request.user):
        raise PermissionDenied(NOT_A_MEMBER)
