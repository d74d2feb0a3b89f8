"""Difficulties through the API: the same selectors, permissions, forms and services as the pages."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from accounts.calendar import working_day
from accounts.http import signed_in_user
from plans.choices import DifficultyState, StepKind
from plans.forms.difficulties import RaiseForm, StepForm
from plans.models import Difficulty, DifficultyStep
from plans.permissions import may_keep, own_agencies, voices
from plans.selectors.difficulties import (
    DifficultyFilters,
    DifficultyLine,
    difficulties,
    lines,
    steps_of,
)
from plans.services.difficulties import raise_difficulty, take_step, withdraw_step

STEPS = [(one.value, one.label) for one in StepKind if one != StepKind.RAISED]
FILTERS = {
    "text": "q",
    "state": "tinh-trang",
    "agency": "don-vi",
    "waits": "cho",
    "commune": "xa",
    "district": "huyen",
    "criterion": "tieu-chi",
}


class DifficultyOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="difficulty.pk")
    title = serializers.CharField(source="difficulty.title")
    state = serializers.CharField(source="difficulty.state")
    raised_by = serializers.CharField(source="difficulty.raised_by.slug")
    addressed_to = serializers.CharField(source="difficulty.addressed_to.slug")
    waits_for = serializers.CharField(source="waits_for.slug", default="")
    commune = serializers.CharField(source="difficulty.commune.code", default="")
    criterion = serializers.IntegerField(source="difficulty.criterion.number", default=None)
    indicator = serializers.CharField(source="difficulty.indicator.code", default="")
    raised_on = serializers.DateField(source="difficulty.raised_on")
    answer_by = serializers.DateField(source="difficulty.answer_by", allow_null=True)
    days_late = serializers.IntegerField(help_text="ngày làm việc")
    days_left = serializers.IntegerField(allow_null=True, help_text="ngày làm việc")
    version = serializers.IntegerField(source="difficulty.version")
    illustrative = serializers.BooleanField(source="difficulty.illustrative")


class DifficultyStepOut(serializers.ModelSerializer[DifficultyStep]):
    kind = serializers.CharField()
    agency = serializers.CharField(source="agency.slug")
    to = serializers.CharField(source="to.slug", default="")

    class Meta:
        model = DifficultyStep
        fields = [
            *("id", "kind", "agency", "words", "to", "answer_by", "effective_on"),
            *("recorded_at", "withdrawn_at", "withdrawn_reason"),
        ]


class DifficultyDetailOut(DifficultyOut):
    steps = serializers.SerializerMethodField()
    may = serializers.SerializerMethodField(help_text="các bước bạn làm được")

    @extend_schema_field(DifficultyStepOut(many=True))
    def get_steps(self, line: DifficultyLine) -> Any:
        return DifficultyStepOut(steps_of(line.difficulty), many=True).data

    def get_may(self, line: DifficultyLine) -> list[str]:
        return [one.value for one in voices(self.context["user"], line.difficulty)]


class DifficultyIn(serializers.Serializer[Any]):
    raised_by = serializers.CharField(help_text="khóa cơ quan của bạn")
    addressed_to = serializers.CharField(help_text="khóa cơ quan trả lời")
    title = serializers.CharField(max_length=300)
    words = serializers.CharField(required=False, allow_blank=True)
    commune = serializers.CharField(required=False, help_text="tên hoặc mã xã")
    about = serializers.CharField(required=False, help_text="tc-<khóa> hoặc ct-<khóa>")
    task = serializers.IntegerField(required=False)
    answer_by = serializers.DateField(required=False)


class DifficultyStepIn(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=STEPS)
    words = serializers.CharField(required=False, allow_blank=True)
    to = serializers.CharField(required=False, help_text="khóa cơ quan nhận")
    answer_by = serializers.DateField(required=False)
    seen = serializers.IntegerField(required=False, help_text="`version` đã xem")


class WithdrawStepIn(serializers.Serializer[Any]):
    step = serializers.IntegerField()
    reason = serializers.CharField(max_length=300)


class DifficultyViewSet(ReadOnlyModelViewSet[Difficulty]):
    """Difficulties, whom each waits for; raised, answered, forwarded, escalated, closed."""

    serializer_class = DifficultyOut
    queryset = Difficulty.objects.none()

    def get_queryset(self) -> QuerySet[Difficulty]:
        user, asked = signed_in_user(self.request), self.request.query_params
        given = {FILTERS[name]: asked.get(name, "") for name in FILTERS}
        filters = DifficultyFilters.read(given if self.action == "list" else {})
        return difficulties(user, working_day(), filters)

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "state", str, description=f"{', '.join(DifficultyState.values)}, qua-han"
            ),
            OpenApiParameter("waits", str, description="khóa cơ quan đang được chờ"),
            *(OpenApiParameter(name, str) for name in FILTERS if name not in {"state", "waits"}),
        ],
        responses=DifficultyOut(many=True),
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        page = self.paginate_queryset(self.get_queryset())
        rows = page if page is not None else list(self.get_queryset())
        data = DifficultyOut(lines(rows, working_day()), many=True).data
        return self.get_paginated_response(data) if page is not None else Response(data)

    @extend_schema(responses=DifficultyDetailOut)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        return self._detail(self.get_object())

    @extend_schema(request=DifficultyIn, responses={201: DifficultyDetailOut})
    def create(self, request: Request) -> Response:
        """409 with code `to` or `past`."""
        user = signed_in_user(request)
        own = own_agencies(user)
        if not own:
            raise PermissionDenied("Chỉ cán bộ, lãnh đạo của một cơ quan nêu được vướng mắc.")
        form = RaiseForm(request.data, own=own)
        _refuse(form)
        return self._detail(raise_difficulty(by=user, **form.said()), status=201)

    @extend_schema(request=DifficultyStepIn, responses=DifficultyDetailOut)
    @action(detail=True, methods=["post"])
    def step(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """409 with code `stale`, `state`, `words`, `to` or `past`."""
        row, user = self.get_object(), signed_in_user(request)
        said = DifficultyStepIn(data=request.data)
        said.is_valid(raise_exception=True)
        kind, allowed = StepKind(said.validated_data["kind"]), voices(user, row)
        if kind not in allowed:
            raise PermissionDenied(
                "Việc này của đơn vị khác, hoặc vướng mắc không còn ở bước đó: xem `may`."
            )
        form = StepForm(request.data, kind=kind)
        _refuse(form)
        take_step(difficulty=row, kind=kind, agency=allowed[kind], by=user, **form.cleaned_data)
        return self._detail(self.get_object())

    @extend_schema(request=WithdrawStepIn, responses=DifficultyDetailOut)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Take back the last step. 409 with code `last`, `first` or `withdrawn`."""
        row, user = self.get_object(), signed_in_user(request)
        said = WithdrawStepIn(data=request.data)
        said.is_valid(raise_exception=True)
        step = row.steps.select_related("agency").filter(pk=said.validated_data["step"]).first()
        if step is None or not may_keep(user, step.agency):
            raise PermissionDenied("Chỉ đơn vị đã ghi bước này rút được.")
        withdraw_step(step=step, reason=said.validated_data["reason"], by=user)
        return self._detail(self.get_object())

    def _detail(self, row: Difficulty, status: int = 200) -> Response:
        (line,) = lines([row], working_day())
        context = {"user": self.request.user}
        return Response(DifficultyDetailOut(line, context=context).data, status=status)


def _refuse(form: Any) -> None:
    if not form.is_valid():
        raise serializers.ValidationError(form.errors)
