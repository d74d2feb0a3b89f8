"""One criterion over all communes, many values at once, and what communes answer."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from accounts.calendar import working_day
from accounts.http import signed_in_user
from communes.models import is_member
from criteria.api.scorecards import MeasurementIn
from criteria.choices import Stage
from criteria.models import CriteriaSet, Criterion, Measurement, Reply, Scorecard, StatusEntry
from criteria.permissions import mandates
from criteria.selectors.turned import turned
from criteria.selectors.turned_lines import Turned, TurnedFilters, TurnedLine
from criteria.services import Given
from criteria.services.replies import reply
from criteria.services.turned import write_across

MOST = 2000  # values of one request


class AskedIn(serializers.Serializer[Any]):
    criteria_set = serializers.CharField(help_text="mã bộ tiêu chí")
    criterion = serializers.IntegerField(help_text="số của tiêu chí")


class TurnedValueOut(serializers.Serializer[Any]):
    indicator = serializers.CharField(source="column.indicator.code")
    part = serializers.CharField(source="part.code")
    text = serializers.CharField(source="part.text")
    base = serializers.IntegerField(source="part.base", allow_null=True)
    demand = serializers.SerializerMethodField()
    may_write = serializers.BooleanField(source="is_open")

    def get_demand(self, cell: Any) -> str:
        return str(cell.column.demand or cell.demand)


class TurnedRowOut(serializers.Serializer[Any]):
    """A commune on the criterion; an empty status is «chưa đánh giá»."""

    commune = serializers.CharField(source="commune.code")
    commune_name = serializers.CharField(source="commune.name")
    scorecard = serializers.IntegerField(source="scorecard.pk", allow_null=True)
    status = serializers.CharField(source="line.status")
    base = serializers.IntegerField(source="line.base", allow_null=True)
    proposed = serializers.CharField()
    contested = serializers.BooleanField(source="is_contested")
    values = TurnedValueOut(source="cells", many=True)


class CellIn(MeasurementIn):
    commune = serializers.CharField(help_text="mã GSO của xã")


class CellsIn(AskedIn):
    values = CellIn(many=True, allow_empty=False, max_length=MOST)  # type: ignore[call-arg]  # of the list


class TurnedCellOut(serializers.Serializer[Any]):
    """What became of a value, in the order given: its id, or why it was refused."""

    commune = serializers.CharField()
    indicator = serializers.CharField()
    part = serializers.CharField()
    id = serializers.IntegerField(allow_null=True)
    refused = serializers.CharField(allow_blank=True)
    code = serializers.CharField(allow_blank=True)


class TurnedViewSet(GenericViewSet[Criterion]):
    """`GET ?criteria_set=…&criterion=8`: every commune; `POST values/`: many values, all or none."""

    serializer_class = TurnedRowOut
    queryset = Criterion.objects.none()

    @extend_schema(
        parameters=[
            OpenApiParameter("criteria_set", str, required=True),
            OpenApiParameter("criterion", int, required=True),
            OpenApiParameter("huyen", str),
            OpenApiParameter("ketqua", str),
        ],
        responses=TurnedRowOut(many=True),
    )
    def list(self, request: Request) -> Response:
        _refuse_strangers(request)
        asked = AskedIn(data=request.query_params)
        asked.is_valid(raise_exception=True)
        found = turned(
            _criterion(request, asked.validated_data),
            signed_in_user(request),
            working_day(),
            TurnedFilters.read(request.query_params),
        )
        return Response(TurnedRowOut(found.lines, many=True).data)

    @extend_schema(
        request=CellsIn, responses={201: TurnedCellOut(many=True), 409: TurnedCellOut(many=True)}
    )
    @action(detail=False, methods=["post"])
    def values(self, request: Request) -> Response:
        """Store all the values, or none: 409 names each refusal in its place."""
        _refuse_strangers(request)
        user = signed_in_user(request)
        asked = CellsIn(data=request.data)
        asked.is_valid(raise_exception=True)
        criterion = _criterion(request, asked.validated_data)
        found = turned(criterion, user, working_day())
        rows = asked.validated_data["values"]
        given = [_given(found, row) for row in rows]
        outcome = write_across(given, [], by=user)
        out = [
            {
                "commune": row["commune"],
                "indicator": one.indicator.code,
                "part": one.part,
                "id": outcome.values[place].pk if outcome.values else None,
                "refused": " ".join(refusal.messages) if refusal else "",
                "code": refusal.code or "" if refusal else "",
            }
            for place, (row, one) in enumerate(zip(rows, given, strict=True))
            for refusal in [outcome.refused_values.get(place)]
        ]
        answer = status.HTTP_409_CONFLICT if outcome.is_refused else status.HTTP_201_CREATED
        return Response(TurnedCellOut(out, many=True).data, status=answer)


class ReplyIn(serializers.Serializer[Any]):
    """About exactly one word: a status entry or a measurement."""

    entry = serializers.IntegerField(required=False)
    measurement = serializers.IntegerField(required=False)
    agrees = serializers.BooleanField()
    note = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if ("entry" in given) == ("measurement" in given):
            raise serializers.ValidationError("Hãy gửi đúng một trong entry, measurement.")
        return given


class ReplyOut(serializers.ModelSerializer[Reply]):
    agency = serializers.CharField(source="agency.slug")

    class Meta:
        model = Reply
        fields = ["id", "entry", "measurement", "agrees", "note", "agency", "recorded_at"]


class ReplyViewSet(ReadOnlyModelViewSet[Reply]):
    """What communes answered; `POST` agrees with a word of another, or contests it."""

    serializer_class = ReplyOut
    queryset = Reply.objects.none()

    def get_queryset(self) -> QuerySet[Reply]:
        rows: QuerySet[Reply] = Reply.objects.visible_to(self.request.user)
        return rows.select_related("agency").order_by("-pk")

    @extend_schema(request=ReplyIn, responses={201: ReplyOut})
    def create(self, request: Request) -> Response:
        _refuse_strangers(request)
        user = signed_in_user(request)
        asked = ReplyIn(data=request.data)
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        word = _word(given)
        cards = Scorecard.objects.visible_to(user).select_related("commune__district")
        general = mandates(user, get_object_or_404(cards, pk=word.scorecard_id)).general
        own = next((one for one in general if one.stage == Stage.DECLARED), None)
        if own is None:
            raise PermissionDenied("Chỉ xã được nêu mới cho ý kiến.")
        saved = reply(word=word, agrees=given["agrees"], note=given["note"], mandate=own, by=user)
        return Response(ReplyOut(saved).data, status=status.HTTP_201_CREATED)


def _word(given: dict[str, Any]) -> StatusEntry | Measurement:
    if "entry" in given:
        entries = StatusEntry.objects.select_related("criterion", "scorecard")
        entry: StatusEntry = get_object_or_404(entries, pk=given["entry"])
        return entry
    values = Measurement.objects.select_related("indicator__criterion", "scorecard")
    value: Measurement = get_object_or_404(values, pk=given["measurement"])
    return value


def _refuse_strangers(request: Request) -> None:
    if not is_member(request.user):
        raise PermissionDenied


def _criterion(request: Request, asked: dict[str, Any]) -> Criterion:
    sets = CriteriaSet.objects.visible_to(request.user).filter(code=asked["criteria_set"])
    criteria = Criterion.objects.select_related("criteria_set__paper").filter(
        criteria_set__in=sets
    )
    return get_object_or_404(criteria, number=asked["criterion"])


def _given(found: Turned, row: dict[str, Any]) -> Given:
    """A value as the service takes it, with the mandate of the stage asked for, or the highest."""
    line: TurnedLine | None = next(
        (one for one in found.lines if one.commune.code == row["commune"]), None
    )
    indicator = next((one for one in found.indicators if one.code == row["indicator"]), None)
    if line is None or indicator is None or line.scorecard.pk is None:
        raise serializers.ValidationError(
            {"values": f"Không có xã {row['commune']} hoặc chỉ tiêu {row['indicator']} để ghi."}
        )
    stage = row.get("stage")
    allowed = [one for one in line.mandates.for_indicator(indicator) if stage in {None, one.stage}]
    if not allowed:
        raise PermissionDenied(f"Bạn không ghi được chỉ tiêu {indicator.code} cho {line.commune}.")
    return Given(
        scorecard=line.scorecard,
        indicator=indicator,
        value=row["value"],
        effective_on=row.get("effective_on") or working_day(),
        mandate=allowed[0],
        base=row["base"],
        part=row["part"],
        note=row["note"],
    )
