"""What is unmet with what is being done about it, acceptances and aims of tasks, through the API."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from accounts.calendar import working_day
from accounts.http import signed_in_user
from communes.models import Commune, District
from criteria.models import Criterion, Indicator
from documents.models import OfficialDocument
from plans.models import Acceptance, Task, TaskAim
from plans.permissions import keeps_all, lent_to_accept, may_accept, may_end_acceptance
from plans.selectors.acceptances import acceptances
from plans.selectors.red import RedFilters, RedKind, red, red_list
from plans.services.acceptances import accept, end_acceptance
from plans.services.aims import aim_task, drop_aim

NOT_YOURS = (
    "Chỉ lãnh đạo Ban Chỉ đạo chấp nhận chưa đạt; Văn phòng Điều phối ghi theo văn bản đã ký."
)
NOT_THE_OFFICE = "Chỉ cán bộ, lãnh đạo Văn phòng Điều phối gắn nhiệm vụ với tiêu chí."
KINDS = [(kind.value, kind.label) for kind in RedKind]


class DeedOut(serializers.Serializer[Any]):
    kind = serializers.CharField(help_text="support, plan, task")
    id = serializers.IntegerField(source="pk")
    title = serializers.CharField()
    who = serializers.CharField()
    due_on = serializers.DateField(allow_null=True)
    done_on = serializers.DateField(allow_null=True)
    late = serializers.BooleanField()
    illustrative = serializers.BooleanField()


class RedOut(serializers.Serializer[Any]):
    red_list = serializers.ChoiceField(source="kind", choices=KINDS)
    commune = serializers.CharField(source="spot.commune.code")
    criterion = serializers.IntegerField(source="spot.criterion.number")
    indicator = serializers.CharField(
        source="spot.indicator.code", default=None, help_text="trống: chưa rõ chỉ tiêu nào"
    )
    status = serializers.CharField(source="spot.status")
    why = serializers.CharField(source="spot.why")
    planned = DeedOut(many=True)
    done = DeedOut(many=True)
    lapsed = DeedOut(many=True)
    around = DeedOut(many=True)
    accepted_until = serializers.IntegerField(source="acceptance.until_year", default=None)
    illustrative = serializers.BooleanField()


class RedCountsOut(serializers.Serializer[Any]):
    red = serializers.IntegerField()
    no_plan = serializers.IntegerField()
    done_but_red = serializers.IntegerField()
    shaky = serializers.IntegerField()
    in_hand = serializers.IntegerField()
    accepted = serializers.IntegerField()


ASKED = [
    OpenApiParameter("loai", str, enum=[*RedKind, "tat-ca"], description="danh sách"),
    OpenApiParameter("xa", str, description="tên hoặc mã xã"),
    OpenApiParameter("huyen", str, description="mã huyện"),
    OpenApiParameter("don-vi", str, description="khóa của cơ quan"),
    OpenApiParameter("tieu-chi", int, description="số tiêu chí"),
]


class RedViewSet(GenericViewSet[Acceptance]):
    """Unmet indicators of the working day's communes, as the page lists them."""

    serializer_class = RedOut
    queryset = Acceptance.objects.none()

    @extend_schema(parameters=ASKED, responses=RedOut(many=True))
    def list(self, request: Request) -> Response:
        found = red_list(red(working_day()), RedFilters.read(request.query_params))
        page: Any = self.paginate_queryset(found.rows)  # type: ignore[arg-type]
        return self.get_paginated_response(RedOut(page, many=True).data)

    @extend_schema(parameters=ASKED, responses=RedCountsOut, filters=False)
    @action(detail=False)
    def counts(self, request: Request) -> Response:
        """How many rows each list has, with the other filters."""
        found = red_list(red(working_day()), RedFilters.read(request.query_params))
        return Response(RedCountsOut(found.counts).data)


class AcceptanceOut(serializers.ModelSerializer[Acceptance]):
    commune = serializers.CharField(source="commune.code")
    criterion = serializers.IntegerField(source="criterion.number")
    indicator = serializers.CharField(source="indicator.code", default=None)
    basis = serializers.CharField()

    class Meta:
        model = Acceptance
        fields = [
            *("id", "version", "commune", "criterion", "indicator", "until_year", "reason"),
            *("basis", "starts", "ended_on", "ended_reason", "illustrative"),
        ]


class AcceptanceIn(serializers.Serializer[Any]):
    commune = serializers.CharField(help_text="mã xã")
    criterion = serializers.IntegerField(help_text="khóa của tiêu chí")
    indicator = serializers.IntegerField(required=False, allow_null=True, help_text="khóa")
    until_year = serializers.IntegerField(min_value=2000, max_value=2100)
    reason = serializers.CharField(max_length=500)
    paper = serializers.IntegerField(required=False, allow_null=True, help_text="khóa của văn bản")


class AcceptanceEndIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300)
    version = serializers.IntegerField(required=False, allow_null=True)


class AcceptanceViewSet(ReadOnlyModelViewSet[Acceptance]):
    """What is accepted as unmet until a year; a leader accepts, the office writes what a paper accepts."""

    serializer_class = AcceptanceOut
    queryset = Acceptance.objects.none()

    def get_queryset(self) -> QuerySet[Acceptance]:
        return acceptances(signed_in_user(self.request), working_day())

    @extend_schema(request=AcceptanceIn, responses={201: AcceptanceOut})
    def create(self, request: Request) -> Response:
        """409 with code `past`, `set`, `outside`, `paper`, `met` or `duplicate`."""
        user = signed_in_user(request)
        as_leader = may_accept(user)
        if not (as_leader or keeps_all(user)):
            raise PermissionDenied(NOT_YOURS)
        said = AcceptanceIn(data=request.data)
        said.is_valid(raise_exception=True)
        given = dict(said.validated_data)
        communes = Commune.objects.visible_to(user).on(working_day())
        key, paper = given.pop("indicator", None), given.pop("paper", None)
        papers = OfficialDocument.objects.visible_to(user)
        row = accept(
            commune=get_object_or_404(communes, code=given.pop("commune")),
            criterion=get_object_or_404(Criterion, pk=given.pop("criterion")),
            indicator=get_object_or_404(Indicator, pk=key) if key else None,
            paper=get_object_or_404(papers, pk=paper) if paper else None,
            as_leader=as_leader,
            on_behalf_of=lent_to_accept(user) if as_leader else None,
            by=user,
            **given,
        )
        return Response(AcceptanceOut(row).data, status=201)

    @extend_schema(request=AcceptanceEndIn, responses=AcceptanceOut)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """409 with code `ended` or `stale`."""
        user, row = signed_in_user(request), self.get_object()
        if not may_end_acceptance(user, row):
            raise PermissionDenied(NOT_YOURS)
        said = AcceptanceEndIn(data=request.data)
        said.is_valid(raise_exception=True)
        given = said.validated_data
        found = end_acceptance(
            acceptance=row, reason=given["reason"], seen=given.get("version"), by=user
        )
        return Response(AcceptanceOut(found).data)


class AimOut(serializers.ModelSerializer[TaskAim]):
    criterion = serializers.IntegerField(source="criterion_id", allow_null=True)
    indicator = serializers.IntegerField(source="indicator_id", allow_null=True)
    commune = serializers.CharField(source="commune.code", default=None)
    district = serializers.CharField(source="district.code", default=None)
    words = serializers.CharField()

    class Meta:
        model = TaskAim
        fields = [
            *("id", "task", "criterion", "indicator", "commune", "district", "under"),
            *("text", "words"),
        ]


class AimIn(serializers.Serializer[Any]):
    task = serializers.IntegerField()
    criterion = serializers.IntegerField(required=False, allow_null=True)
    indicator = serializers.IntegerField(required=False, allow_null=True)
    commune = serializers.CharField(required=False, allow_blank=True, help_text="mã xã")
    district = serializers.CharField(required=False, allow_blank=True, help_text="mã huyện")
    under = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=100)
    text = serializers.CharField(required=False, allow_blank=True, max_length=300)


class AimViewSet(ReadOnlyModelViewSet[TaskAim]):
    """What tasks are to turn green (`?task=` one of them); the coordination office keeps them."""

    serializer_class = AimOut
    queryset = TaskAim.objects.none()
    filterset_fields = ["task"]

    def get_queryset(self) -> QuerySet[TaskAim]:
        about = ("criterion", "indicator", "commune", "district", "task__group")
        rows: QuerySet[TaskAim] = TaskAim.objects.visible_to(self.request.user)
        return rows.select_related(*about).order_by("pk")

    @extend_schema(request=AimIn, responses={201: AimOut})
    def create(self, request: Request) -> Response:
        """409 with code `place`, `indicator`, `under`, `nothing` or `duplicate`."""
        user = signed_in_user(request)
        if not keeps_all(user):
            raise PermissionDenied(NOT_THE_OFFICE)
        said = AimIn(data=request.data)
        said.is_valid(raise_exception=True)
        given, day = said.validated_data, working_day()
        criterion, indicator = given.get("criterion"), given.get("indicator")
        commune, district = given.get("commune"), given.get("district")
        aim = aim_task(
            task=get_object_or_404(Task, pk=given["task"]),
            criterion=get_object_or_404(Criterion, pk=criterion) if criterion else None,
            indicator=get_object_or_404(Indicator, pk=indicator) if indicator else None,
            commune=get_object_or_404(Commune.objects.on(day), code=commune) if commune else None,
            district=get_object_or_404(District.objects.on(day), code=district)
            if district
            else None,
            under=given.get("under"),
            text=given.get("text", ""),
            by=user,
        )
        return Response(AimOut(aim).data, status=201)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        if not keeps_all(request.user):
            raise PermissionDenied(NOT_THE_OFFICE)
        drop_aim(aim=self.get_object(), by=signed_in_user(request))
        return Response(status=204)
