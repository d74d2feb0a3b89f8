"""Thresholds through the API: the same selectors, permissions and services as the pages."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from accounts.calendar import working_day
from accounts.http import signed_in_user
from communes.choices import Confidence
from communes.models import Commune
from criteria import services
from criteria.choices import Comparator, ValueType
from criteria.models import CriteriaSet, Indicator, Threshold
from criteria.permissions import may_keep_catalogue
from criteria.selectors.lookup import lookup
from criteria.selectors.periods import set_in_force
from criteria.services.catalogue import whom
from documents.models import OfficialDocument


class ThresholdFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter is untyped
    criteria_set = filters.CharFilter(
        field_name="indicator__criterion__criteria_set__code", label="mã bộ tiêu chí"
    )
    indicator = filters.CharFilter(field_name="indicator__code", label="mã chỉ tiêu, ví dụ 8.1")
    confidence = filters.ChoiceFilter(choices=Confidence.choices, label="độ tin cậy")
    known_at = filters.IsoDateTimeFilter(
        label="như đã biết vào lúc; trống: nay", method="as_known"
    )

    def as_known(
        self,
        rows: QuerySet[Threshold],
        name: str,  # noqa: ARG002
        value: dt.datetime,  # noqa: ARG002
    ) -> QuerySet[Threshold]:
        return rows  # asked already by the viewset, which without it shows the living rows


class ThresholdOut(serializers.ModelSerializer[Threshold]):
    criteria_set = serializers.CharField(source="indicator.criterion.criteria_set.code")
    indicator = serializers.CharField(source="indicator.code")
    paper = serializers.CharField(source="paper.symbol", default="", allow_null=True)

    class Meta:
        model = Threshold
        fields = [
            *("id", "criteria_set", "indicator", "order", "part", "region", "year"),
            *("commune_class", "condition", "starts", "ends", "value_type", "comparator"),
            *("number", "answer", "word", "factor", "confidence", "certainty", "source", "paper"),
            *("note", "reason", "replaces", "recorded_at", "superseded_at", "checked_at"),
        ]


class RuleOut(serializers.Serializer[Any]):
    """A threshold that applies, or may apply while class or condition is not known."""

    id = serializers.IntegerField(source="rule.pk", default=None, allow_null=True)
    said_of = serializers.CharField(source="label", help_text="cho ai, khi còn nhiều khả năng")
    demand = serializers.CharField()
    region = serializers.CharField(source="rule.region", default="")
    year = serializers.IntegerField(source="rule.year", default=None, allow_null=True)
    commune_class = serializers.CharField(source="rule.commune_class", default="")
    condition = serializers.CharField(source="rule.condition", default="")
    confidence = serializers.CharField(source="rule.confidence", default="missing")

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {
            "source": serializers.CharField(source="rule.source", default="")
        }


class PartOut(serializers.Serializer[Any]):
    part = serializers.CharField()
    name = serializers.CharField()
    demand = serializers.CharField()
    why = serializers.CharField()
    settled = serializers.BooleanField(source="is_settled")
    rules = RuleOut(many=True, source="options")


class LookupOut(serializers.Serializer[Any]):
    """What the indicator asks of the commune on the day, and the rule that chose it."""

    criteria_set = serializers.CharField(source="indicator.criterion.criteria_set.code")
    indicator = serializers.CharField(source="indicator.code")
    commune = serializers.CharField(source="commune.code")
    day = serializers.DateField()
    commune_class = serializers.CharField(allow_null=True)
    demand = serializers.CharField(source="choice.demand")
    why = serializers.CharField(source="choice.why")
    papers = serializers.ListField(source="choice.papers", child=serializers.CharField())
    unverified = serializers.BooleanField(source="choice.is_unverified")
    parts = PartOut(many=True, source="choice.parts")


class LookupIn(serializers.Serializer[Any]):
    indicator = serializers.CharField(help_text="mã chỉ tiêu, ví dụ 8.1")
    commune = serializers.CharField(help_text="mã GSO của xã")
    day = serializers.DateField(required=False)
    criteria_set = serializers.CharField(
        required=False, help_text="trống: bộ đạt chuẩn đang áp dụng vào ngày đó"
    )
    known_at = serializers.DateTimeField(required=False, default=None)


@extend_schema_field(OpenApiTypes.INT)
class VisiblePaper(serializers.PrimaryKeyRelatedField[OfficialDocument]):
    """A paper that the writer may see."""

    def get_queryset(self) -> QuerySet[OfficialDocument]:
        return OfficialDocument.objects.visible_to(self.context["request"].user)


class CorrectionIn(serializers.Serializer[Any]):
    """Only what changes, with why; what is not sent stays as it is."""

    reason = serializers.CharField(max_length=300)
    region = serializers.CharField(required=False)
    part = serializers.CharField(required=False, allow_blank=True)
    year = serializers.IntegerField(required=False, allow_null=True)
    commune_class = serializers.CharField(required=False, allow_blank=True, max_length=10)
    condition = serializers.CharField(required=False, allow_blank=True, max_length=200)
    starts = serializers.DateField(required=False, allow_null=True)
    ends = serializers.DateField(required=False, allow_null=True)
    value_type = serializers.ChoiceField(choices=ValueType.choices, required=False)
    comparator = serializers.ChoiceField(choices=Comparator.choices, required=False)
    number = serializers.DecimalField(
        max_digits=14, decimal_places=4, required=False, allow_null=True
    )
    answer = serializers.BooleanField(required=False, allow_null=True)
    word = serializers.CharField(required=False, allow_blank=True, max_length=200)
    confidence = serializers.ChoiceField(choices=Confidence.choices, required=False)
    paper = VisiblePaper(required=False, allow_null=True, help_text="khóa của văn bản đã vào sổ")
    note = serializers.CharField(required=False, allow_blank=True, max_length=1000)

    def get_fields(self) -> dict[str, Any]:
        source = serializers.CharField(required=False, allow_blank=True, max_length=500)
        return super().get_fields() | {"source": source}


class TouchedOut(serializers.Serializer[Any]):
    """A commune whose verdict the correction would change; its status stays what people declared."""

    commune = serializers.CharField(source="scorecard.commune.code")
    commune_name = serializers.CharField(source="scorecard.commune.name")
    scorecard = serializers.IntegerField(source="scorecard.pk")
    indicator = serializers.CharField(source="indicator.code")
    before = serializers.CharField(source="verdict.before")
    after = serializers.CharField(source="verdict.after")
    why = serializers.CharField()
    status = serializers.CharField()
    differs = serializers.BooleanField(help_text="máy chấm khác kết quả đã ghi")
    illustrative = serializers.BooleanField()

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {"value": serializers.CharField()}


class ImpactOut(serializers.Serializer[Any]):
    """Whom a correction would touch, of so many communes with a value."""

    looked = serializers.IntegerField()
    touched = TouchedOut(many=True, source="lines")


class ThresholdViewSet(ReadOnlyModelViewSet[Threshold]):
    """Thresholds that stand, or stood (`?known_at=`); what applies to a commune; corrections."""

    serializer_class = ThresholdOut
    filterset_class = ThresholdFilter
    queryset = Threshold.objects.none()

    def get_queryset(self) -> QuerySet[Threshold]:
        sets = CriteriaSet.objects.visible_to(self.request.user)
        rows = Threshold.objects.filter(indicator__criterion__criteria_set__in=sets)
        if self.detail is False:
            asked = serializers.DateTimeField(allow_null=True, default=None)
            given = self.request.query_params.get("known_at") or serializers.empty
            rows = rows & Threshold.objects.known_at(asked.run_validation(given))
        return rows.select_related("indicator__criterion__criteria_set", "paper").order_by(
            "indicator__criterion__criteria_set",
            "indicator__criterion",
            "indicator",
            "order",
            "pk",
        )

    @extend_schema(
        parameters=[LookupIn],
        filters=False,
        responses=LookupOut,
    )
    @action(detail=False, methods=["get"], pagination_class=None, filterset_class=None)
    def lookup(self, request: Request) -> Response:
        """What an indicator asks of a commune on a day, why, by which rule and paper."""
        given = LookupIn(data=request.query_params)
        given.is_valid(raise_exception=True)
        asked = given.validated_data
        day = asked.get("day") or working_day()
        communes = Commune.objects.visible_to(request.user).on(day)
        commune = get_object_or_404(communes, code=asked["commune"])
        indicator = _indicator(request, asked, day)
        return Response(LookupOut(lookup(indicator, commune, day, asked["known_at"])).data)

    @extend_schema(request=CorrectionIn, responses={201: ThresholdOut})
    @action(detail=True, methods=["post"])
    def corrections(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Put a new row in its place (the office). 409 with code `stale` when somebody was quicker."""
        fresh = self._correction(request)()
        return Response(ThresholdOut(fresh).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=CorrectionIn, responses=ImpactOut)
    @action(detail=True, methods=["post"])
    def impact(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Whom the same correction would touch (the office); nothing is stored."""
        change, indicator = self._correction(request), self.get_object().indicator
        user = signed_in_user(request)
        found = whom(indicator, change, user=user, day=working_day())
        return Response(ImpactOut(found).data)

    def _correction(self, request: Request) -> Callable[[], Threshold]:
        """The correction asked for, not yet made."""
        user, threshold = signed_in_user(request), self.get_object()
        if not may_keep_catalogue(user):
            raise PermissionDenied("Chỉ Văn phòng Điều phối sửa được ngưỡng.")
        given = CorrectionIn(data=request.data, context={"request": request})
        given.is_valid(raise_exception=True)
        changes = dict(given.validated_data)
        reason = changes.pop("reason")
        wanted = replace(services.Demand.of(threshold), **changes)
        return partial(
            services.correct_threshold, threshold=threshold, wanted=wanted, reason=reason, by=user
        )


def _indicator(request: Request, asked: dict[str, Any], day: dt.date) -> Indicator:
    """By its code in the set named, or in the standard set of the day."""
    sets = CriteriaSet.objects.visible_to(request.user)
    code = asked.get("criteria_set")
    found = get_object_or_404(sets, code=code) if code else set_in_force(day)
    if found is None:
        raise Http404
    rows = Indicator.objects.filter(criterion__criteria_set=found)
    return get_object_or_404(
        rows.select_related("criterion__criteria_set__paper"), code=asked["indicator"]
    )
