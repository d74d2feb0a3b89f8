"""What plans promise to do, through the API."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from accounts.calendar import working_day
from accounts.http import signed_in_user
from communes.models import Agency, Commune
from criteria.models import Criterion, Indicator
from documents.models import OfficialDocument
from plans.choices import ActionState
from plans.models import PlanAction
from plans.permissions import may_keep
from plans.selectors.plan_actions import STATES, PlanActionFilters, plan_actions
from plans.services.plan_actions import PlanActionGiven, add_plan_action, change_plan_action
from plans.words import read_due

NOT_YOURS = (
    "Chỉ cán bộ, lãnh đạo của đơn vị và Văn phòng Điều phối ghi việc trong kế hoạch của đơn vị."
)


class PlanActionOut(serializers.ModelSerializer[PlanAction]):
    agency = serializers.CharField(source="agency.slug")
    commune = serializers.CharField(source="commune.code", default=None, allow_null=True)
    paper = serializers.CharField(source="paper.short", default="")
    state = serializers.ChoiceField(choices=ActionState.choices)

    class Meta:
        model = PlanAction
        fields = [
            *("id", "version", "agency", "commune", "criterion", "indicator", "paper"),
            *("content", "unit_name", "due_text", "due_on", "state", "done_on", "result"),
            "illustrative",
        ]


class PlanActionIn(serializers.Serializer[Any]):
    """`due` in words, as the plan has them; `version` is asked when a row is changed."""

    agency = serializers.CharField(required=False, help_text="khóa cơ quan; khi ghi mới")
    commune = serializers.CharField(required=False, allow_null=True, help_text="mã xã")
    criterion = serializers.IntegerField(required=False, allow_null=True)
    indicator = serializers.IntegerField(required=False, allow_null=True)
    paper = serializers.IntegerField(required=False, allow_null=True, help_text="khóa văn bản")
    content = serializers.CharField(max_length=500)
    unit_name = serializers.CharField(max_length=200, required=False, allow_blank=True)
    due = serializers.CharField(max_length=200, required=False, allow_blank=True)
    state = serializers.ChoiceField(choices=ActionState.choices, required=False)
    done_on = serializers.DateField(required=False, allow_null=True)
    result = serializers.CharField(max_length=500, required=False, allow_blank=True)
    version = serializers.IntegerField(required=False)

    def validate_due(self, words: str) -> dict[str, Any]:
        try:
            due = read_due(words, working_day().year)
        except ValueError as unclear:
            raise serializers.ValidationError(str(unclear)) from unclear
        return {"due_text": due.words, "due_kind": due.kind, "due_on": due.on}


class PlanActionViewSet(ReadOnlyModelViewSet[PlanAction]):
    """Promised actions; an agency keeps its own, the office everybody's."""

    serializer_class = PlanActionOut
    queryset = PlanAction.objects.none()

    def get_queryset(self) -> QuerySet[PlanAction]:
        filters = PlanActionFilters.read(self.request.query_params)
        return plan_actions(signed_in_user(self.request), filters, working_day())

    @extend_schema(
        parameters=[
            OpenApiParameter("don-vi", str, description="khóa hoặc tên cơ quan"),
            OpenApiParameter("xa", str, description="mã hoặc tên xã"),
            OpenApiParameter("tieu-chi", int, description="số của tiêu chí"),
            OpenApiParameter("tinh-trang", str, enum=[value for value, _ in STATES]),
        ]
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(request=PlanActionIn, responses={201: PlanActionOut})
    def create(self, request: Request) -> Response:
        """409 with code `foreign`, `undated`, `future`, `outside`, `reason`."""
        said, user = self._said(request), signed_in_user(request)
        agencies = Agency.objects.visible_to(user).on(working_day())
        agency = get_object_or_404(agencies, slug=said.pop("agency", ""))
        _refuse_others(request, agency)
        said.pop("version", None)
        row = add_plan_action(agency=agency, given=_given(request, said), by=user)
        return Response(PlanActionOut(row).data, status=201)

    @extend_schema(request=PlanActionIn, responses=PlanActionOut)
    def update(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """409 as for a new one, and `stale`."""
        row: PlanAction = self.get_object()
        assert row.agency is not None  # noqa: S101 -- the list has none without
        _refuse_others(request, row.agency)
        said, by = self._said(request), signed_in_user(request)
        said.pop("agency", None)
        seen = said.pop("version", None)
        given = _given(request, said, row)
        return Response(
            PlanActionOut(change_plan_action(action=row, given=given, seen=seen, by=by)).data
        )

    def _said(self, request: Request) -> dict[str, Any]:
        shape = PlanActionIn(data=request.data)
        shape.is_valid(raise_exception=True)
        return dict(shape.validated_data)


def _given(
    request: Request, said: dict[str, Any], row: PlanAction | None = None
) -> PlanActionGiven:
    """The rows that the keys name; a paper that is not named stays the stored one."""
    user = signed_in_user(request)
    code, pk = said.pop("commune", None), said.pop("paper", row.paper_id if row else None)
    communes = Commune.objects.visible_to(user).on(working_day())
    criterion, indicator = said.pop("criterion", None), said.pop("indicator", None)
    found = get_object_or_404(Indicator, pk=indicator) if indicator else None
    if found is not None and criterion is None:
        criterion = found.criterion_id
    return PlanActionGiven(
        commune=get_object_or_404(communes, code=code) if code else None,
        criterion=get_object_or_404(Criterion, pk=criterion) if criterion else None,
        indicator=found,
        paper=get_object_or_404(OfficialDocument.objects.visible_to(user), pk=pk) if pk else None,
        **said.pop("due", {}) or {},
        **said,
    )


def _refuse_others(request: Request, agency: Agency) -> None:
    if not may_keep(signed_in_user(request), agency):
        raise PermissionDenied(NOT_YOURS)
