"""Rounds through the API: the same selectors, permissions and services as the pages."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from accounts.calendar import working_day
from accounts.http import signed_in_user
from communes.permissions import is_office
from criteria import services
from criteria.models import Round
from criteria.selectors.rounds import round_page


class RoundOut(serializers.ModelSerializer[Round]):
    class Meta:
        model = Round
        fields = ["id", "kind", "year", "name", "starts", "ends", "closes_on", "closed_at", "note"]


class PlaceOut(serializers.Serializer[Any]):
    """A commune in the round; of a closed round the counts are the frozen ones."""

    commune = serializers.CharField(source="commune.code")
    words = serializers.IntegerField(help_text="số kết quả ghi trong kỳ")
    judged = serializers.IntegerField()
    met = serializers.IntegerField()
    total = serializers.IntegerField()


class LaterOut(serializers.Serializer[Any]):
    """A word said or withdrawn about the round after it closed."""

    commune = serializers.CharField(source="commune.code")
    subject = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()
    withdrawal = serializers.BooleanField()
    at = serializers.DateTimeField()
    why = serializers.CharField()


class RoundPageOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="line.period.pk")
    name = serializers.CharField(source="line.period.name")
    state = serializers.CharField(source="line.state")
    starts = serializers.DateField(source="line.period.starts")
    ends = serializers.DateField(source="line.period.ends")
    closes_on = serializers.DateField(source="line.period.closes_on", allow_null=True)
    closed_at = serializers.DateTimeField(source="line.period.closed_at", allow_null=True)
    frozen = serializers.IntegerField(source="line.frozen")
    communes = PlaceOut(many=True, source="places")
    later = LaterOut(many=True)


class RoundViewSet(ReadOnlyModelViewSet[Round]):
    """Rounds: list, one with its communes and later corrections; the office closes one."""

    serializer_class = RoundOut
    queryset = Round.objects.none()

    def get_queryset(self) -> QuerySet[Round]:
        rows: QuerySet[Round] = Round.objects.visible_to(self.request.user)
        return rows

    @extend_schema(responses=RoundPageOut)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        return Response(RoundPageOut(round_page(self.get_object(), working_day())).data)

    @extend_schema(request=None, responses=RoundOut)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Freeze what counts at the cut-off. 409 with code `early` or `closed`."""
        period, user = self.get_object(), signed_in_user(request)
        if not is_office(user):
            raise PermissionDenied("Chỉ Văn phòng Điều phối đóng kỳ đánh giá.")
        return Response(RoundOut(services.close_round(period=period, by=user)).data)
