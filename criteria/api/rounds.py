"""Rounds through the API: the same selectors, permissions and services as the pages."""

from typing import Any

from django.core.exceptions import ValidationError
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
from accounts.models import User
from communes.models import Commune
from communes.permissions import is_office
from criteria import services
from criteria.choices import FileState, RoundKind
from criteria.forms.rounds import YEARS, understood
from criteria.models import Round
from criteria.selectors.rounds import round_page
from criteria.services import Days, review

DAYS = ["starts", "ends", "submit_by", "verify_by", "appraise_by", "closes_on"]


class RoundOut(serializers.ModelSerializer[Round]):
    places: Any = serializers.SlugRelatedField("code", many=True, read_only=True)

    class Meta:
        model = Round
        fields = ["id", "kind", "year", "name", *DAYS, "closed_at", "note", "places"]


class RoundChangeIn(serializers.Serializer[Any]):
    """The days of a round; `places`: GSO codes of the communes of a round on demand, none: all."""

    name = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")
    note = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    starts = serializers.DateField()
    ends = serializers.DateField()
    submit_by = serializers.DateField(required=False, allow_null=True, default=None)
    verify_by = serializers.DateField(required=False, allow_null=True, default=None)
    appraise_by = serializers.DateField(required=False, allow_null=True, default=None)
    closes_on = serializers.DateField(required=False, allow_null=True, default=None)
    places = serializers.ListField(child=serializers.CharField(max_length=100), required=False)

    def validate_places(self, said: list[str]) -> list[Commune]:
        try:
            return understood(said)
        except ValidationError as wrong:
            raise serializers.ValidationError(wrong.messages) from None

    def said(self) -> dict[str, Any]:
        """What the service takes."""
        given = dict(self.validated_data)
        return given | {"days": Days(**{name: given.pop(name) for name in DAYS})}


class RoundIn(RoundChangeIn):
    kind = serializers.ChoiceField(choices=RoundKind.choices)
    year = serializers.IntegerField(min_value=YEARS[0], max_value=YEARS[1])

    def said(self) -> dict[str, Any]:
        given = super().said()
        return given | {"kind": RoundKind(given["kind"])}


class PlaceOut(serializers.Serializer[Any]):
    """A commune in the round; of a closed round the counts are the frozen ones."""

    commune = serializers.CharField(source="commune.code")
    words = serializers.IntegerField(help_text="số kết quả ghi trong kỳ")
    judged = serializers.IntegerField()
    met = serializers.IntegerField()
    total = serializers.IntegerField()
    file = serializers.IntegerField(source="file.pk", default=None, allow_null=True)


class FilesInStateOut(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=FileState.choices)
    count = serializers.IntegerField()


class FilesOpenedOut(serializers.Serializer[Any]):
    opened = serializers.IntegerField(help_text="số hồ sơ vừa mở")


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
    submit_by = serializers.DateField(source="line.period.submit_by", allow_null=True)
    verify_by = serializers.DateField(source="line.period.verify_by", allow_null=True)
    appraise_by = serializers.DateField(source="line.period.appraise_by", allow_null=True)
    closes_on = serializers.DateField(source="line.period.closes_on", allow_null=True)
    closed_at = serializers.DateTimeField(source="line.period.closed_at", allow_null=True)
    frozen = serializers.IntegerField(source="line.frozen")
    files = FilesInStateOut(many=True, source="line.files.counts")
    communes = PlaceOut(many=True, source="places")
    later = LaterOut(many=True)


class RoundViewSet(ReadOnlyModelViewSet[Round]):
    """Rounds: list, one with its communes and later corrections; the office opens, changes, closes one."""

    serializer_class = RoundOut
    queryset = Round.objects.none()

    def get_queryset(self) -> QuerySet[Round]:
        rows: QuerySet[Round] = Round.objects.visible_to(self.request.user)
        return rows.prefetch_related("places")

    @extend_schema(responses=RoundPageOut)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        return Response(RoundPageOut(round_page(self.get_object(), working_day())).data)

    @extend_schema(request=RoundIn, responses={201: RoundOut})
    def create(self, request: Request) -> Response:
        """Open a round (the office). 409: `order`, `overlap`, `twice`, `name`, `reason`, `places`."""
        by = _office(request)
        given = RoundIn(data=request.data)
        given.is_valid(raise_exception=True)
        return Response(RoundOut(services.open_round(by=by, **given.said())).data, status=201)

    @extend_schema(request=RoundChangeIn, responses=RoundOut)
    def update(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Give a round other days (the office). 409: as for a new one, `closed`, `sent`."""
        by, period = _office(request), self.get_object()
        given = RoundChangeIn(data=request.data)
        given.is_valid(raise_exception=True)
        changed = services.change_round(period=period, by=by, **given.said())
        return Response(RoundOut(changed).data)

    @extend_schema(request=None, responses=FilesOpenedOut)
    @action(detail=True, methods=["post"], url_path="open-files")
    def open_files(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Open the files of communes that have none (the office); those of a round that runs come by themselves."""
        period = self.get_object()
        by = _office(request)
        return Response(FilesOpenedOut({"opened": review.open_files(period, by)}).data)

    @extend_schema(request=None, responses=RoundOut)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Freeze what counts at the cut-off. 409 with code `early` or `closed`."""
        period = self.get_object()
        by = _office(request)
        return Response(RoundOut(services.close_round(period=period, by=by)).data)


def _office(request: Request) -> User:
    user = signed_in_user(request)
    if not is_office(user):
        raise PermissionDenied("Chỉ Văn phòng Điều phối mở, sửa và đóng kỳ đánh giá.")
    return user
