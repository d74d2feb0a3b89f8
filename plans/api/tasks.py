"""Tasks of the work programme through the API: the same selectors, permissions and services as the pages."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.calendar import working_day
from accounts.http import signed_in_user
from communes.models import Agency
from plans.choices import TaskState
from plans.models import Extension, Task, TaskProgress, TaskReview
from plans.permissions import confirms_for, speaks_as
from plans.selectors.board import BoardFilters, matching
from plans.selectors.tasks import LeadLine, TaskLine, heir, line_of, lines
from plans.services.extensions import ask_extension, decide_extension, withdraw_extension
from plans.services.progress import (
    report_progress,
    review_task,
    withdraw_progress,
    withdraw_review,
)

NOT_A_LEAD = "Chỉ cán bộ, lãnh đạo của đơn vị chủ trì báo tiến độ và xin gia hạn."
NOT_TO_CONFIRM = "Chỉ Văn phòng Điều phối (việc của Văn phòng: Sở Nông nghiệp) xác nhận, gia hạn."
NOT_YOURS = "Chỉ đơn vị đã ghi nội dung này rút được."


class LeadOut(serializers.Serializer[LeadLine]):
    agency = serializers.SlugField(source="agency.slug", allow_null=True, default=None)
    text = serializers.CharField(help_text="như in")
    state = serializers.CharField(
        help_text="not_started, in_progress, done, stuck; trống: chưa báo"
    )
    state_words = serializers.CharField()
    percent = serializers.IntegerField(allow_null=True)
    words = serializers.CharField()
    last = serializers.IntegerField(
        source="last.pk", allow_null=True, default=None, help_text="khóa tiến độ gần nhất"
    )
    last_on = serializers.DateField(source="last.effective_on", allow_null=True, default=None)
    colour = serializers.CharField(source="verdict.colour")
    days_late = serializers.IntegerField(source="verdict.days_late")
    confirmed = serializers.SerializerMethodField()
    returned = serializers.SerializerMethodField(help_text="lý do trả lại")

    def get_confirmed(self, lead: LeadLine) -> bool:
        return lead.confirmed is not None

    def get_returned(self, lead: LeadLine) -> str:
        return lead.returned.reason if lead.returned else ""


class CoordinatorOut(serializers.Serializer[Any]):
    text = serializers.CharField()
    agencies = serializers.ListField(child=serializers.CharField())


class TaskOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="task.pk")
    year = serializers.IntegerField(source="task.group.programme.year")
    code = serializers.CharField(source="task.code")
    content = serializers.CharField(source="task.content")
    due_text = serializers.CharField(source="task.due_text")
    due_on = serializers.DateField(allow_null=True)
    original_due_on = serializers.DateField(allow_null=True, help_text="khi đã gia hạn")
    times_extended = serializers.IntegerField()
    expected_result = serializers.CharField(source="task.expected_result")
    colour = serializers.CharField()
    why = serializers.CharField()
    days_late = serializers.IntegerField(help_text="ngày làm việc")
    days_left = serializers.IntegerField(allow_null=True, help_text="ngày làm việc")
    confirmed = serializers.BooleanField()
    leads = LeadOut(many=True)
    coordinators = serializers.SerializerMethodField()
    extension = serializers.IntegerField(
        source="waiting.pk", allow_null=True, default=None, help_text="khóa lần xin đang chờ"
    )
    illustrative = serializers.BooleanField()

    @extend_schema_field(CoordinatorOut(many=True))
    def get_coordinators(self, line: TaskLine) -> list[dict[str, Any]]:
        return [
            {"text": text, "agencies": [one.slug for one in agencies]}
            for text, agencies in line.coordinators
        ]


class ProgressIn(serializers.Serializer[Any]):
    agency = serializers.SlugField()
    state = serializers.ChoiceField(choices=TaskState.choices)
    percent = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=100)
    words = serializers.CharField(required=False, allow_blank=True, max_length=5000)
    effective_on = serializers.DateField(required=False, allow_null=True)
    base = serializers.IntegerField(
        required=False, allow_null=True, help_text="khóa tiến độ gần nhất đã thấy; 0: chưa có"
    )


class ProgressOut(serializers.ModelSerializer[TaskProgress]):
    agency = serializers.SlugField(source="agency.slug")

    class Meta:
        model = TaskProgress
        fields = ["id", "task", "agency", "state", "percent", "words", "effective_on"]


class ReviewIn(serializers.Serializer[Any]):
    agency = serializers.SlugField(
        required=False, allow_null=True, help_text="đơn vị chủ trì; trống: cả nhiệm vụ"
    )
    agrees = serializers.BooleanField()
    reason = serializers.CharField(required=False, allow_blank=True, max_length=1000)
    base = serializers.IntegerField(required=False, allow_null=True)


class ReviewOut(serializers.ModelSerializer[TaskReview]):
    agency = serializers.SlugField(source="agency.slug")

    class Meta:
        model = TaskReview
        fields = ["id", "task", "agency", "agrees", "reason", "effective_on"]


class ExtensionIn(serializers.Serializer[Any]):
    agency = serializers.SlugField()
    due_on = serializers.DateField()
    reason = serializers.CharField(max_length=1000)


class ExtensionOut(serializers.ModelSerializer[Extension]):
    agency = serializers.SlugField(source="agency.slug")

    class Meta:
        model = Extension
        fields = [
            *("id", "task", "agency", "due_on", "reason", "asked_on", "state"),
            *("decided_on", "answer", "illustrative"),
        ]


class DecisionIn(serializers.Serializer[Any]):
    grants = serializers.BooleanField()
    answer = serializers.CharField(required=False, allow_blank=True, max_length=1000)


class ReasonIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300)


class TaskViewSet(GenericViewSet[Task]):
    """Tasks as they stand on the working day; leads report and ask, whoever may confirms."""

    serializer_class = TaskOut
    queryset = Task.objects.none()

    def get_queryset(self) -> QuerySet[Task]:
        rows: QuerySet[Task] = Task.objects.visible_to(self.request.user)
        return rows.order_by(
            "-group__programme__year", "group__programme", "group__order", "order"
        )

    @extend_schema(
        responses=TaskOut(many=True),
        parameters=[
            OpenApiParameter("year", int, description="năm"),
            OpenApiParameter("agency", str, description="khóa hoặc tên cơ quan có phần"),
            OpenApiParameter("part", str, description="chu-tri, phoi-hop"),
            OpenApiParameter("colour", str, description="late, behind, soon, open, done"),
            OpenApiParameter("q", str, description="chữ trong nội dung"),
        ],
    )
    def list(self, request: Request) -> Response:
        given = request.query_params
        rows = self.get_queryset()
        if given.get("year", "").isdecimal():
            rows = rows.filter(group__programme__year=int(given["year"]))
        asked = BoardFilters.read(
            {
                "q": given.get("q", ""),
                "don-vi": given.get("agency", ""),
                "vai": given.get("part", ""),
                "mau": given.get("colour", ""),
            }
        )
        found = matching(lines(rows, working_day()), asked)
        page: Any = self.paginate_queryset(found)  # type: ignore[arg-type]
        return self.get_paginated_response(TaskOut(page, many=True).data)

    @extend_schema(responses=TaskOut)
    def retrieve(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        return Response(TaskOut(line_of(self.get_object(), working_day())).data)

    @extend_schema(request=ProgressIn, responses={201: ProgressOut})
    @action(detail=True, methods=["post"])
    def progress(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """A lead reports. 409: the codes of the service (`not_lead`, `confirmed`, `stale`, `future`, …)."""
        user, task = signed_in_user(request), self.get_object()
        given = _said(ProgressIn, request)
        agency = _own_lead(request, task, given.pop("agency"))
        given["state"] = TaskState(given["state"])
        said = report_progress(task=task, agency=agency, by=user, **given)
        return Response(ProgressOut(said).data, status=201)

    @extend_schema(request=ReviewIn, responses={201: ReviewOut})
    @action(detail=True, methods=["post"])
    def review(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Confirm or return. 409: `not_lead`, `own`, `confirmed`, `not_reported`, `stale`, `reason`."""
        user, task = signed_in_user(request), self.get_object()
        given = _said(ReviewIn, request)
        slug = given.pop("agency", None)
        lead = _lead(task, slug) if slug else None
        agency = confirms_for(user, lead, [])
        if agency is None:
            raise PermissionDenied(NOT_TO_CONFIRM)
        review = review_task(task=task, lead=lead, agency=agency, by=user, **given)
        return Response(ReviewOut(review).data, status=201)

    @extend_schema(request=ExtensionIn, responses={201: ExtensionOut})
    @action(detail=True, methods=["post"])
    def extension(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """A lead asks for a later day. 409: `not_lead`, `confirmed`, `no_day`, `waiting`, `not_later`."""
        user, task = signed_in_user(request), self.get_object()
        given = _said(ExtensionIn, request)
        agency = _own_lead(request, task, given.pop("agency"))
        asked = ask_extension(task=task, agency=agency, by=user, **given)
        return Response(ExtensionOut(asked).data, status=201)


class ExtensionViewSet(GenericViewSet[Extension]):
    """Extensions asked for: whoever confirms decides, the asker takes back."""

    serializer_class = ExtensionOut
    queryset = Extension.objects.none()

    def get_queryset(self) -> QuerySet[Extension]:
        rows: QuerySet[Extension] = Extension.objects.visible_to(self.request.user)
        return rows.select_related("task", "agency__successor__successor").order_by("-pk")

    @extend_schema(
        responses=ExtensionOut(many=True),
        parameters=[OpenApiParameter("state", str, description="asked, granted, refused, …")],
    )
    def list(self, request: Request) -> Response:
        rows = self.get_queryset()
        state = request.query_params.get("state", "")
        page = self.paginate_queryset(rows.filter(state=state) if state else rows)
        return self.get_paginated_response(ExtensionOut(page, many=True).data)

    @extend_schema(request=DecisionIn, responses=ExtensionOut)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """409 with code `decided`, `own`, `answer` or `not_later`."""
        user, asked = signed_in_user(request), self.get_object()
        if confirms_for(user, heir(asked.agency, working_day()), []) is None:
            raise PermissionDenied(NOT_TO_CONFIRM)
        decide_extension(extension=asked, by=user, **_said(DecisionIn, request))
        return Response(ExtensionOut(asked).data)

    @extend_schema(request=None, responses=ExtensionOut)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """409 with code `decided`."""
        user, asked = signed_in_user(request), self.get_object()
        if not speaks_as(user, heir(asked.agency, working_day())):
            raise PermissionDenied(NOT_YOURS)
        withdraw_extension(extension=asked, by=user)
        return Response(ExtensionOut(asked).data)


class TaskProgressViewSet(GenericViewSet[TaskProgress]):
    """Words of progress; who said one takes it back with a reason."""

    serializer_class = ProgressOut
    queryset = TaskProgress.objects.none()

    def get_queryset(self) -> QuerySet[TaskProgress]:
        rows: QuerySet[TaskProgress] = TaskProgress.objects.visible_to(self.request.user).living()
        return rows.select_related("agency__successor__successor", "task__group").order_by("-pk")

    @extend_schema(
        responses=ProgressOut(many=True),
        parameters=[OpenApiParameter("task", int, description="khóa của nhiệm vụ")],
    )
    def list(self, request: Request) -> Response:
        rows, task = self.get_queryset(), request.query_params.get("task", "")
        page = self.paginate_queryset(rows.filter(task=int(task)) if task.isdecimal() else rows)
        return self.get_paginated_response(ProgressOut(page, many=True).data)

    @extend_schema(request=ReasonIn, responses={204: None})
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """409 with code `confirmed` or `withdrawn`."""
        user, said = signed_in_user(request), self.get_object()
        if not speaks_as(user, heir(said.agency, working_day())):
            raise PermissionDenied(NOT_YOURS)
        withdraw_progress(progress=said, by=user, **_said(ReasonIn, request))
        return Response(status=204)


class TaskReviewViewSet(GenericViewSet[TaskReview]):
    """Confirmations and returns; who gave one takes it back with a reason."""

    serializer_class = ReviewOut
    queryset = TaskReview.objects.none()

    def get_queryset(self) -> QuerySet[TaskReview]:
        rows: QuerySet[TaskReview] = TaskReview.objects.visible_to(self.request.user).living()
        return rows.select_related("agency__successor__successor", "task__group").order_by("-pk")

    @extend_schema(request=ReasonIn, responses={204: None})
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """409 with code `withdrawn`."""
        user, review = signed_in_user(request), self.get_object()
        if not speaks_as(user, heir(review.agency, working_day())):
            raise PermissionDenied(NOT_YOURS)
        withdraw_review(review=review, by=user, **_said(ReasonIn, request))
        return Response(status=204)


def _said(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    said = shape(data=request.data)
    said.is_valid(raise_exception=True)
    return dict(said.validated_data)


def _lead(task: Task, slug: str) -> Agency:
    """A lead of the task on the working day, or any agency of that name: the service says that it leads nothing."""
    for lead in line_of(task, working_day()).leads:
        if lead.agency and lead.agency.slug == slug:
            return lead.agency
    found: Agency = get_object_or_404(Agency.objects.on(working_day()), slug=slug)
    return found


def _own_lead(request: Request, task: Task, slug: str) -> Agency:
    agency = _lead(task, slug)
    if not speaks_as(signed_in_user(request), agency):
        raise PermissionDenied(NOT_A_LEAD)
    return agency
