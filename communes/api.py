"""Places and agencies to read; the office adds classes of communes."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter
from rest_framework.viewsets import ReadOnlyModelViewSet

from accounts.calendar import working_day
from accounts.http import signed_in_user
from communes.choices import AgencyKind, CommuneClassKind
from communes.models import (
    Agency,
    AgencyAlias,
    Commune,
    CommuneClass,
    SpanQuerySet,
    Succession,
)
from communes.names import matches
from communes.permissions import may_class
from communes.selectors.classes import classes_of
from communes.selectors.places import heirs_of, origins_of
from communes.services.classes import NewClass, set_class


class OnDayFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter is untyped
    day = filters.DateFilter(
        method="existing", label="có trong ngày (YYYY-MM-DD); bỏ trống: ngày làm việc"
    )

    def existing(self, rows: SpanQuerySet, name: str, day: dt.date) -> SpanQuerySet:  # noqa: ARG002 -- django-filter names it
        return rows.on(day)


class CommuneFilter(OnDayFilter):
    q = filters.CharFilter(method="named", label="tên, không cần dấu")
    code = filters.CharFilter(label="mã GSO")
    district = filters.CharFilter(field_name="district__code", label="mã huyện")

    def named(self, rows: QuerySet[Any], name: str, text: str) -> QuerySet[Any]:  # noqa: ARG002
        return rows.filter(matches(text))


class AgencyFilter(OnDayFilter):
    q = filters.CharFilter(
        method="named", label="tên, tên gọn, ký hiệu hoặc tên khác, không cần dấu"
    )
    slug = filters.CharFilter(label="khóa")
    kind = filters.ChoiceFilter(choices=AgencyKind.choices, label="loại")

    def named(self, rows: QuerySet[Any], name: str, text: str) -> QuerySet[Any]:  # noqa: ARG002
        other_names = AgencyAlias.objects.filter(matches(text)).values("agency")
        return rows.filter(matches(text) | Q(pk__in=other_names))


class DistrictOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()


class CommuneOut(serializers.Serializer[Commune]):
    id = serializers.IntegerField(source="pk")
    gso_code = serializers.CharField(source="code")
    name = serializers.CharField()
    kind = serializers.CharField()
    district = DistrictOut(allow_null=True)
    starts = serializers.DateField()
    ends = serializers.DateField(allow_null=True)


class AgencyOut(serializers.Serializer[Agency]):
    id = serializers.IntegerField(source="pk")
    slug = serializers.CharField()
    code = serializers.CharField()
    name = serializers.CharField()
    short_name = serializers.CharField()
    kind = serializers.CharField(help_text=", ".join(AgencyKind.values))
    commune_id = serializers.IntegerField(allow_null=True)
    district_id = serializers.IntegerField(allow_null=True)
    starts = serializers.DateField()
    ends = serializers.DateField(allow_null=True)


class ClassOut(serializers.Serializer[CommuneClass]):
    kind = serializers.CharField(help_text=", ".join(CommuneClassKind.values))
    kind_name = serializers.CharField(source="get_kind_display")
    starts = serializers.DateField()
    ends = serializers.DateField(allow_null=True)
    basis = serializers.CharField()
    confidence = serializers.CharField()


class ClassIn(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(CommuneClassKind.choices)
    starts = serializers.DateField()
    ends = serializers.DateField(allow_null=True, default=None)
    basis = serializers.CharField(max_length=300)


class UnitOut(serializers.Serializer[Commune]):
    id = serializers.IntegerField(source="pk")
    gso_code = serializers.CharField(source="code")
    name = serializers.CharField()
    kind = serializers.CharField()
    starts = serializers.DateField()
    ends = serializers.DateField(allow_null=True)


class StepOut(serializers.Serializer[Succession]):
    old = UnitOut()
    new = UnitOut()
    on = serializers.DateField()
    extent = serializers.CharField()
    basis = serializers.CharField()


class SuccessionOut(serializers.Serializer[Any]):
    origins = StepOut(many=True)
    heirs = StepOut(many=True)


class CommuneViewSet(ReadOnlyModelViewSet[Commune]):
    """The communes of the province, by default those of the working day."""

    queryset = Commune.objects.none()  # for the schema alone
    serializer_class = CommuneOut
    filterset_class = CommuneFilter

    def get_queryset(self) -> QuerySet[Commune]:
        rows = Commune.objects.visible_to(signed_in_user(self.request))
        return _of_today(self, rows).select_related("district")

    @extend_schema(responses=SuccessionOut)
    @action(detail=True)
    def succession(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """What became this unit, and what it became, one step either way."""
        commune = self.get_object()
        steps = {"origins": origins_of(commune), "heirs": heirs_of(commune)}
        return Response(SuccessionOut(steps).data)

    @extend_schema(methods=["GET"], responses=ClassOut(many=True))
    @extend_schema(methods=["POST"], request=ClassIn, responses={201: ClassOut})
    @action(detail=True, methods=["get", "post"], filterset_class=None, pagination_class=None)
    def classes(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Its classes, newest first; the office adds one (409: `overlap`, `same`, `outside`, …)."""
        commune = self.get_object()
        if request.method != "POST":
            return Response([ClassOut(one).data for one in classes_of(commune)])
        if not may_class(signed_in_user(request)):
            raise PermissionDenied
        given = ClassIn(data=request.data)
        given.is_valid(raise_exception=True)
        said = given.validated_data | {"kind": CommuneClassKind(given.validated_data["kind"])}
        row = set_class(new=NewClass(commune=commune, **said), by=signed_in_user(request))
        return Response(ClassOut(row).data, status=status.HTTP_201_CREATED)


class AgencyViewSet(ReadOnlyModelViewSet[Agency]):
    """The organs that take part in the programme, by default those of the working day."""

    queryset = Agency.objects.none()  # for the schema alone
    serializer_class = AgencyOut
    filterset_class = AgencyFilter

    def get_queryset(self) -> QuerySet[Agency]:
        return _of_today(self, Agency.objects.visible_to(signed_in_user(self.request)))


def _of_today(view: ReadOnlyModelViewSet[Any], rows: SpanQuerySet) -> SpanQuerySet:
    """A list is of the working day unless it names another; one row is shown whenever it was."""
    if view.detail or view.request.query_params.get("day"):
        return rows
    return rows.on(working_day())


def register(router: BaseRouter) -> None:
    """Hang this app's endpoints on the API."""
    router.register("communes", CommuneViewSet, basename="commune")
    router.register("agencies", AgencyViewSet, basename="agency")
