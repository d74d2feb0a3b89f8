"""Places and agencies, to read only."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django_filters import rest_framework as filters
from rest_framework import serializers
from rest_framework.routers import BaseRouter
from rest_framework.viewsets import ReadOnlyModelViewSet

from accounts.calendar import working_day
from accounts.http import signed_in_user
from communes.choices import AgencyKind
from communes.models import Agency, AgencyAlias, Commune, SpanQuerySet
from communes.names import matches


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


class CommuneViewSet(ReadOnlyModelViewSet[Commune]):
    """The communes of the province, by default those of the working day."""

    queryset = Commune.objects.none()  # for the schema alone
    serializer_class = CommuneOut
    filterset_class = CommuneFilter

    def get_queryset(self) -> QuerySet[Commune]:
        rows = Commune.objects.visible_to(signed_in_user(self.request))
        return _of_today(self, rows).select_related("district")


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
