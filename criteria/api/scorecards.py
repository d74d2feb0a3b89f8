"""The scorecard through the API: the same selectors, permissions and services as the pages."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from accounts.calendar import working_day
from accounts.http import signed_in_user
from communes.names import search_key
from criteria import selectors, services
from criteria.choices import Change, Stage, Status
from criteria.models import Indicator, Scorecard
from criteria.permissions import Mandate, mandates


class ScorecardFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter is untyped
    q = filters.CharFilter(label="tên xã, có dấu hay không", method="by_name")
    commune = filters.CharFilter(field_name="commune__code", label="mã GSO của xã")
    district = filters.CharFilter(field_name="commune__district__code", label="mã huyện")
    criteria_set = filters.CharFilter(field_name="criteria_set__code", label="mã bộ tiêu chí")

    def by_name(self, rows: QuerySet[Scorecard], name: str, value: str) -> QuerySet[Scorecard]:  # noqa: ARG002
        return rows.filter(commune__search_key__contains=search_key(value))


class ScorecardOut(serializers.ModelSerializer[Scorecard]):
    commune = serializers.CharField(source="commune.code")
    commune_name = serializers.CharField(source="commune.name")
    criteria_set = serializers.CharField(source="criteria_set.code")

    class Meta:
        model = Scorecard
        fields = ["id", "commune", "commune_name", "criteria_set"]


class StatusOut(serializers.Serializer[Any]):
    """A word about a criterion; an empty status is «chưa đánh giá»."""

    id = serializers.IntegerField(source="pk")
    criterion = serializers.IntegerField(source="criterion.number")
    status = serializers.ChoiceField(choices=Status.choices)
    stage = serializers.ChoiceField(choices=Stage.choices)
    effective_on = serializers.DateField()
    recorded_at = serializers.DateTimeField()
    note = serializers.CharField()
    illustrative = serializers.BooleanField()


class IndicatorValueOut(serializers.Serializer[Any]):
    indicator = serializers.CharField(source="indicator.code")
    name = serializers.CharField(source="indicator.name")
    demand = serializers.CharField(source="choice.demand")
    why_this_threshold = serializers.CharField(source="choice.why")
    verdict = serializers.CharField(source="judgement.verdict")
    why = serializers.CharField(source="judgement.why")
    values = serializers.SerializerMethodField()
    bases = serializers.SerializerMethodField()
    unusual = serializers.SerializerMethodField()

    def get_unusual(self, row: selectors.IndicatorLine) -> dict[str, str]:
        """By part, why a value is worth a second look; absent where none is."""
        return {part.code: part.unusual for part in row.parts if part.unusual}

    def get_values(self, row: selectors.IndicatorLine) -> dict[str, str]:
        return {part.code: part.text for part in row.parts if part.measurement}

    def get_bases(self, row: selectors.IndicatorLine) -> dict[str, int | None]:
        """By part, the last value recorded: what a writer names as `base`."""
        return {part.code: part.base for part in row.parts}


class LineOut(serializers.Serializer[Any]):
    number = serializers.IntegerField(source="criterion.number")
    name = serializers.CharField(source="criterion.name")
    status = serializers.CharField()
    entry = StatusOut(allow_null=True)
    waiting = StatusOut(allow_null=True)
    base = serializers.IntegerField(allow_null=True)
    proposal = serializers.CharField(source="proposal.verdict", default="", allow_null=True)
    indicators = IndicatorValueOut(many=True)


class SheetOut(serializers.Serializer[Any]):
    """A scorecard on a day with all its criteria."""

    id = serializers.IntegerField(source="scorecard.pk")
    commune = serializers.CharField(source="scorecard.commune.code")
    commune_name = serializers.CharField(source="scorecard.commune.name")
    criteria_set = serializers.CharField(source="scorecard.criteria_set.code")
    day = serializers.DateField()
    met = serializers.IntegerField()
    assessed = serializers.IntegerField()
    total = serializers.IntegerField()
    criteria = LineOut(source="lines", many=True)


class SpeakingIn(serializers.Serializer[Any]):
    effective_on = serializers.DateField(required=False)
    note = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")
    base = serializers.IntegerField(
        required=False, allow_null=True, default=None, help_text="mã của lời cuối mà bạn đã thấy"
    )
    stage = serializers.ChoiceField(choices=Stage.choices, required=False)

    def said(self, given: tuple[Mandate, ...]) -> dict[str, Any]:
        """What the service takes: the mandate of the stage asked for, or the highest."""
        data = dict(self.validated_data)
        stage = data.pop("stage", None)
        chosen = [one for one in given if stage is None or one.stage == stage]
        if not chosen:
            raise PermissionDenied("Bạn không được ghi ở cấp này.")
        data.setdefault("effective_on", working_day())
        return data | {"mandate": chosen[0]}


class StatusIn(SpeakingIn):
    criterion = serializers.IntegerField(help_text="số của tiêu chí")
    status = serializers.ChoiceField(choices=Status.choices)
    change = serializers.ChoiceField(choices=Change.choices, required=False, default="")


class MeasurementIn(SpeakingIn):
    """Exactly one of number, answer, word; or `applies: false`."""

    indicator = serializers.CharField(help_text="mã của chỉ tiêu, ví dụ 8.1")
    part = serializers.CharField(required=False, allow_blank=True, default="")
    correcting = serializers.BooleanField(
        required=False, default=False, help_text="sửa số liệu của kỳ đã đóng; cần ghi chú"
    )
    number = serializers.DecimalField(
        max_digits=14, decimal_places=4, required=False, allow_null=True, default=None
    )
    answer = serializers.BooleanField(required=False, allow_null=True, default=None)
    word = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)
    applies = serializers.BooleanField(required=False, default=True)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        said = (given["number"] is not None) + (given["answer"] is not None) + bool(given["word"])
        if said != int(given["applies"]):
            raise serializers.ValidationError(
                "Hãy gửi đúng một trong number, answer, word; hoặc chỉ applies = false."
            )
        value = {key: given.pop(key) for key in ("number", "answer", "word", "applies")}
        return given | {"value": services.Value(**value)}


class MeasurementOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    indicator = serializers.CharField(source="indicator.code")
    part = serializers.CharField()
    stage = serializers.ChoiceField(choices=Stage.choices)
    effective_on = serializers.DateField()
    recorded_at = serializers.DateTimeField()
    unusual = serializers.CharField()
    corrects = serializers.IntegerField(source="corrects_id", allow_null=True)


class ScorecardViewSet(ReadOnlyModelViewSet[Scorecard]):
    """Scorecards: list, one with all its criteria (`?day=`, `?known_at=`), what may be said on them."""

    serializer_class = ScorecardOut
    filterset_class = ScorecardFilter
    queryset = Scorecard.objects.none()

    def get_queryset(self) -> QuerySet[Scorecard]:
        rows: QuerySet[Scorecard] = Scorecard.objects.visible_to(self.request.user)
        return rows.select_related("commune__district", "criteria_set__paper").order_by(
            "commune__sort_key", "criteria_set__starts"
        )

    @extend_schema(
        responses=SheetOut,
        parameters=[
            OpenApiParameter("day", OpenApiTypes.DATE, description="tình hình tại ngày"),
            OpenApiParameter(
                "known_at", OpenApiTypes.DATETIME, description="theo những gì đã ghi đến lúc"
            ),
        ],
    )
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        asked = serializers.DateField(default=working_day)
        day = asked.run_validation(request.query_params.get("day", serializers.empty))
        moment = serializers.DateTimeField(default=None, allow_null=True)
        given = request.query_params.get("known_at", serializers.empty)
        known_at = moment.run_validation(given)
        found = selectors.sheet(self.get_object(), day=day, known_at=known_at)
        return Response(SheetOut(found).data)

    @extend_schema(request=StatusIn, responses={201: StatusOut})
    @action(detail=True, methods=["post"])
    def statuses(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Log a status on a criterion. 409 with code `stale` when somebody wrote meanwhile."""
        user, scorecard = signed_in_user(request), self.get_object()
        given = StatusIn(data=request.data)
        given.is_valid(raise_exception=True)
        number = given.validated_data.pop("criterion")
        criterion = get_object_or_404(scorecard.criteria_set.criteria, number=number)
        allowed = mandates(user, scorecard).for_criterion(criterion)
        if not allowed:
            raise PermissionDenied
        said = given.said(allowed)
        entry = services.log_status(scorecard=scorecard, criterion=criterion, by=user, **said)
        return Response(StatusOut(entry).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=MeasurementIn, responses={201: MeasurementOut})
    @action(detail=True, methods=["post"])
    def measurements(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Enter an indicator's value."""
        user, scorecard = signed_in_user(request), self.get_object()
        given = MeasurementIn(data=request.data)
        given.is_valid(raise_exception=True)
        code = given.validated_data.pop("indicator")
        rows = Indicator.objects.filter(criterion__criteria_set=scorecard.criteria_set_id)
        indicator = get_object_or_404(rows.select_related("criterion"), code=code)
        allowed = mandates(user, scorecard).for_indicator(indicator)
        if not allowed:
            raise PermissionDenied
        said = given.said(allowed)
        saved = services.measure(scorecard=scorecard, indicator=indicator, by=user, **said)
        return Response(MeasurementOut(saved).data, status=status.HTTP_201_CREATED)
