"""Targets against reality, districts and villages through the API: the same selectors, permissions and services."""

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from accounts.calendar import working_day
from accounts.http import signed_in_user
from accounts.models import User
from communes.models import Agency, Commune, Province
from criteria.choices import Level
from criteria.models import Criterion
from documents.models import OfficialDocument
from plans.choices import DossierStage, TargetKind
from plans.models import Dossier, Target, Village
from plans.permissions import keeps_all
from plans.selectors.counting import counted
from plans.selectors.dossiers import DistrictLine, VillageFilters, district_lines, villages
from plans.selectors.movers import Mover, movement
from plans.selectors.targets import (
    ABOUT,
    Ground,
    TargetLine,
    line_of,
    target_lines,
    targets_of_year,
)
from plans.services.targets import add_target, change_target

NOT_THE_OFFICE = "Chỉ Văn phòng Điều phối ghi mục tiêu."
YEAR = OpenApiParameter("nam", int, description="năm; trống: năm của ngày làm việc")


class TargetLineOut(serializers.Serializer[TargetLine]):
    id = serializers.IntegerField(source="target.pk")
    version = serializers.IntegerField(source="target.version")
    kind = serializers.ChoiceField(choices=TargetKind.choices, source="target.kind")
    commune = serializers.CharField(source="target.commune.code", default="")
    year = serializers.IntegerField(
        source="target.year", allow_null=True, help_text="năm kế hoạch"
    )
    text = serializers.CharField(source="target.text")
    paper = serializers.CharField(source="target.paper.short")
    aim = serializers.IntegerField(allow_null=True)
    at_most = serializers.BooleanField(help_text="mục tiêu là không được vượt")
    value = serializers.IntegerField(source="now.value", allow_null=True)
    out_of = serializers.IntegerField(source="now.out_of", allow_null=True)
    gap = serializers.IntegerField(allow_null=True, help_text="còn thiếu, hoặc quá")
    reached = serializers.BooleanField(allow_null=True)
    unclear = serializers.IntegerField(source="now.unclear", help_text="xã chưa đủ số liệu")
    illustrative = serializers.IntegerField(source="now.illustrative")
    measured_on = serializers.CharField(source="now.measured_on")


class MoverOut(serializers.Serializer[Mover]):
    commune = serializers.CharField(source="commune.code")
    met = serializers.IntegerField()
    total = serializers.IntegerField()
    asked = serializers.IntegerField(help_text="phải đạt thêm bao nhiêu tiêu chí")
    first = serializers.CharField(help_text="phải có trước")
    near = serializers.BooleanField(help_text="trong số xã gần nhất đủ để đạt mục tiêu")
    unmet = serializers.SerializerMethodField()
    unknown = serializers.SerializerMethodField()
    sponsors = serializers.SerializerMethodField()

    def get_unmet(self, mover: Mover) -> list[int]:
        return [one.number for one in mover.unmet]

    def get_unknown(self, mover: Mover) -> list[int]:
        return [one.number for one in mover.unknown]

    def get_sponsors(self, mover: Mover) -> list[str]:
        return [one.slug for one in mover.sponsors]


class AnsweringOut(serializers.Serializer[Any]):
    agency = serializers.SerializerMethodField()
    count = serializers.IntegerField(help_text="số lượt xã × tiêu chí phải đạt thêm")
    unverified = serializers.BooleanField()
    criteria = serializers.SerializerMethodField()

    def get_agency(self, line: Any) -> str:
        agency: Agency | None = line.agency
        return agency.slug if agency else ""

    def get_criteria(self, line: Any) -> dict[str, list[str]]:
        return {f"{one.number}": [c.code for c in communes] for one, communes in line.places}


class TargetDetailOut(serializers.Serializer[Any]):
    target = TargetLineOut()
    movers = MoverOut(many=True)
    answering = AnsweringOut(many=True)


class TargetIn(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=TargetKind.choices)
    commune = serializers.CharField(required=False, help_text="mã xã; trống: cả tỉnh")
    level = serializers.ChoiceField(choices=Level.choices, required=False, allow_blank=True)
    criterion = serializers.IntegerField(required=False, allow_null=True)
    at_least = serializers.DecimalField(
        max_digits=8, decimal_places=1, min_value=Decimal(0), required=False, allow_null=True
    )
    at_most = serializers.DecimalField(
        max_digits=8, decimal_places=1, min_value=Decimal(0), required=False, allow_null=True
    )
    out_of = serializers.IntegerField(required=False, allow_null=True, min_value=1)
    below = serializers.IntegerField(required=False, allow_null=True, min_value=1)
    year = serializers.IntegerField(required=False, allow_null=True)
    text = serializers.CharField(max_length=500)
    paper = serializers.IntegerField(help_text="khóa của văn bản")


class TargetChangeIn(serializers.Serializer[Any]):
    """Only what is given changes."""

    version = serializers.IntegerField(help_text="lần sửa đã xem")
    at_least = serializers.DecimalField(
        max_digits=8, decimal_places=1, min_value=Decimal(0), required=False, allow_null=True
    )
    at_most = serializers.DecimalField(
        max_digits=8, decimal_places=1, min_value=Decimal(0), required=False, allow_null=True
    )
    out_of = serializers.IntegerField(required=False, allow_null=True, min_value=1)
    below = serializers.IntegerField(required=False, allow_null=True, min_value=1)
    year = serializers.IntegerField(required=False, allow_null=True)
    text = serializers.CharField(max_length=500, required=False)


class DossierOut(serializers.ModelSerializer[Dossier]):
    level = serializers.ChoiceField(choices=Level.choices)
    stage = serializers.ChoiceField(choices=DossierStage.choices)
    paper = serializers.CharField(source="paper.short", default="")

    class Meta:
        model = Dossier
        fields = [
            *("id", "version", "level", "year", "stage", "stage_on", "decided_on", "paper"),
            *("source", "note", "illustrative"),
        ]


class DossierDistrictOut(serializers.Serializer[DistrictLine]):
    district = serializers.CharField(source="district.code")
    name = serializers.CharField(source="district.name")
    communes = serializers.IntegerField()
    recognised = serializers.IntegerField(help_text="xã được công nhận đạt chuẩn")
    dossiers = DossierOut(many=True)
    programmes = serializers.SerializerMethodField(help_text="chương trình riêng của năm")

    def get_programmes(self, line: DistrictLine) -> list[str]:
        return [one.paper.short for one in line.programmes]


class VillageOut(serializers.ModelSerializer[Village]):
    commune = serializers.CharField(source="commune.code")
    dossiers = DossierOut(many=True)

    class Meta:
        model = Village
        fields = [
            *("id", "version", "commune", "name", "households", "poor_households"),
            *("dossiers", "illustrative"),
        ]


class TargetViewSet(GenericViewSet[Target]):
    """The targets of a year beside what is so on the working day; the office writes them."""

    queryset = Target.objects.none()
    pagination_class = None

    @extend_schema(responses=TargetLineOut(many=True), parameters=[YEAR])
    def list(self, request: Request) -> Response:
        year = _year(request)
        rows = targets_of_year(signed_in_user(request), year)
        found: Any = target_lines(rows, working_day())
        return Response(TargetLineOut(found, many=True).data)

    @extend_schema(responses=TargetDetailOut)
    def retrieve(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Who would have to move for it to be met, the nearest first."""
        ground = Ground(working_day())
        line = line_of(self._target(pk), ground)
        found = movement(line, ground)
        told: Any = {"target": line, "movers": found.movers, "answering": found.answering}
        return Response(TargetDetailOut(told).data)

    @extend_schema(request=TargetIn, responses={201: TargetLineOut})
    def create(self, request: Request) -> Response:
        """409 with code `place`, `value`, `below`, `criterion`, `twin`."""
        user = self._office(request)
        shape = TargetIn(data=request.data)
        shape.is_valid(raise_exception=True)
        said = dict(shape.validated_data)
        day, code, key = working_day(), said.pop("commune", ""), said.pop("criterion", None)
        papers = OfficialDocument.objects.visible_to(user)
        paper = get_object_or_404(papers, pk=said.pop("paper"))
        communes = Commune.objects.visible_to(user).on(day)
        row = add_target(
            commune=get_object_or_404(communes, code=code) if code else None,
            province=None if code else Province.objects.on(day).first(),
            criterion=get_object_or_404(Criterion, pk=key) if key else None,
            paper=paper,
            agency=paper.issuer,
            by=user,
            **said,
        )
        return Response(TargetLineOut(line_of(row, Ground(day))).data, status=201)

    @extend_schema(request=TargetChangeIn, responses=TargetLineOut)
    def partial_update(self, request: Request, pk: int) -> Response:
        """409 with code `stale`, and those of entering one."""
        user, target = self._office(request), self._target(pk)
        shape = TargetChangeIn(data=request.data)
        shape.is_valid(raise_exception=True)
        said = dict(shape.validated_data)
        row = change_target(target=target, seen=said.pop("version"), by=user, **said)
        return Response(TargetLineOut(line_of(row, Ground(working_day()))).data)

    def _target(self, pk: int) -> Target:
        rows = Target.objects.visible_to(self.request.user).filter(counted())
        found: Target = get_object_or_404(rows.select_related(*ABOUT), pk=pk)
        return found

    def _office(self, request: Request) -> User:
        user = signed_in_user(request)
        if not keeps_all(user):
            raise PermissionDenied(NOT_THE_OFFICE)
        return user


class DistrictDossierViewSet(GenericViewSet[Dossier]):
    """Districts of the working day: recognised communes, level and stage, their own programme."""

    queryset = Dossier.objects.none()
    pagination_class = None

    @extend_schema(responses=DossierDistrictOut(many=True), parameters=[YEAR])
    def list(self, request: Request) -> Response:
        lines: Any = district_lines(signed_in_user(request), working_day(), _year(request))
        return Response(DossierDistrictOut(lines, many=True).data)


class VillageViewSet(ReadOnlyModelViewSet[Village]):
    """Villages of the working day with level and stage."""

    serializer_class = VillageOut
    queryset = Village.objects.none()

    def get_queryset(self) -> QuerySet[Village]:
        filters = VillageFilters.read(self.request.query_params)
        return villages(signed_in_user(self.request), working_day(), filters)

    @extend_schema(
        parameters=[
            OpenApiParameter("xa", str, description="tên xã"),
            OpenApiParameter("huyen", str, description="mã huyện"),
        ]
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)


def _year(request: Request) -> int:
    text = str(request.query_params.get("nam", ""))
    return int(text) if text.isdecimal() and len(text) == len("2024") else working_day().year
