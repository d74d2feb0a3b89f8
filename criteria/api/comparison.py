"""Two yardsticks through the API: the same selectors as the pages."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from accounts.http import signed_in_user
from communes.models import Commune
from criteria.selectors.comparison import compare_commune
from criteria.selectors.yardsticks import read_question, yardsticks

ASKED = [
    OpenApiParameter("commune", required=True, description="mã GSO của xã"),
    OpenApiParameter("a", description="mã bộ tiêu chí A"),
    OpenApiParameter("b", description="mã bộ tiêu chí B"),
    OpenApiParameter("day", description="ngày, ví dụ 2024-06-18"),
    OpenApiParameter("mode", description="may: máy chấm theo B; ghi: so kết quả đã ghi"),
]


class PairIndicatorOut(serializers.Serializer[Any]):
    indicator = serializers.CharField(source="indicator.code")
    from_indicator = serializers.CharField(source="source.code", default="", allow_null=True)
    kinship = serializers.CharField()
    value = serializers.CharField()
    verdict_a = serializers.CharField()
    verdict_b = serializers.CharField()
    why = serializers.CharField()
    difference = serializers.CharField()


class PairOut(serializers.Serializer[Any]):
    """A criterion of B (none: dropped) with those of A that it comes from."""

    criterion = serializers.IntegerField(source="criterion.number", default=None, allow_null=True)
    from_criteria = serializers.SerializerMethodField()
    kinship = serializers.CharField(source="kinship_words")
    status_a = serializers.SerializerMethodField()
    status_b = serializers.CharField(source="cell_b.status")
    verdict_a = serializers.CharField()
    verdict_b = serializers.CharField()
    why = serializers.CharField()
    difference = serializers.CharField()
    indicators = PairIndicatorOut(many=True)

    def get_from_criteria(self, pair: Any) -> list[int]:
        return [one.criterion.number for one in pair.olds]

    def get_status_a(self, pair: Any) -> list[str]:
        return [one.cell.status for one in pair.olds]


class ComparedOut(serializers.Serializer[Any]):
    """A commune under two yardsticks, each with its own count."""

    commune = serializers.CharField(source="commune.code")
    met_a = serializers.IntegerField(source="under_a.met")
    total_a = serializers.IntegerField(source="under_a.total")
    met_b = serializers.IntegerField(source="under_b.met")
    total_b = serializers.IntegerField(source="under_b.total")
    machine_met = serializers.IntegerField()
    machine_unmet = serializers.IntegerField()
    machine_unknown = serializers.IntegerField()
    criteria = PairOut(many=True, source="pairs")


class ComparisonViewSet(ViewSet):
    """What a commune is under set A, under set B, and what B would say of A's values."""

    @extend_schema(parameters=ASKED, responses=ComparedOut)
    def list(self, request: Request) -> Response:
        given = request.query_params
        asked = {name: given.get(name, "") for name in ("a", "b")}
        asked |= {"ngay": given.get("day", ""), "kieu": given.get("mode", "")}
        question, troubles = read_question(asked, yardsticks())
        if question is None or troubles:
            raise serializers.ValidationError({"detail": troubles or ["Chưa có bộ tiêu chí."]})
        places = Commune.objects.visible_to(signed_in_user(request)).on(question.b.day)
        commune = get_object_or_404(places, code=given.get("commune", ""))
        return Response(ComparedOut(compare_commune(question, commune)).data)
