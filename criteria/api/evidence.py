"""Evidence through the API: the same selectors, permissions and services as the pages."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.viewsets import ReadOnlyModelViewSet

from accounts.http import signed_in_user
from criteria import services
from criteria.choices import Stage
from criteria.models import Criterion, Evidence, Indicator, Scorecard
from criteria.permissions import Mandate, mandates, may_withdraw
from criteria.selectors.evidence import evidence_rows, known_files
from documents.http import file_response


class EvidenceFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter is untyped
    scorecard = filters.NumberFilter(field_name="scorecard", label="mã phiếu")
    commune = filters.CharFilter(field_name="scorecard__commune__code", label="mã GSO của xã")
    criterion = filters.NumberFilter(field_name="criterion__number", label="số của tiêu chí")
    indicator = filters.CharFilter(field_name="indicator__code", label="mã chỉ tiêu, ví dụ 8.1")
    sha256 = filters.CharFilter(field_name="file__sha256", label="SHA-256 của tệp")
    withdrawn = filters.BooleanFilter(
        field_name="withdrawn_at", lookup_expr="isnull", exclude=True, label="đã rút"
    )


class EvidenceOut(serializers.Serializer[Any]):
    """A piece of evidence; `file` is where its bytes are."""

    id = serializers.IntegerField(source="pk")
    scorecard = serializers.IntegerField(source="scorecard_id")
    criterion = serializers.IntegerField(source="criterion.number")
    indicator = serializers.CharField(source="indicator.code", default=None, allow_null=True)
    measurement = serializers.IntegerField(source="measurement_id", allow_null=True)
    file_id = serializers.IntegerField()
    file = serializers.SerializerMethodField()
    name = serializers.CharField()
    media_type = serializers.CharField(source="file.media_type")
    size = serializers.IntegerField(source="file.size")
    pages = serializers.IntegerField(source="file.pages", allow_null=True)
    sha256 = serializers.CharField(source="file.sha256")
    page = serializers.CharField()
    quote = serializers.CharField()
    note = serializers.CharField()
    agency = serializers.CharField(source="agency.slug")
    by = serializers.CharField(source="by.username")
    recorded_at = serializers.DateTimeField()
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    withdrawn_reason = serializers.CharField()

    def get_file(self, one: Evidence) -> str:
        return reverse("evidence-file", args=[one.pk], request=self.context.get("request"))


class AttachedOut(serializers.Serializer[Any]):
    """What was given, and what the giver should know of it (the same file used elsewhere)."""

    evidence = EvidenceOut(many=True)
    warnings = serializers.ListField(child=serializers.CharField())


class EvidenceIn(serializers.Serializer[Any]):
    """Files (multipart), or keys of files given for the commune before; behind one value."""

    scorecard = serializers.IntegerField()
    indicator = serializers.CharField(required=False, help_text="mã của chỉ tiêu, ví dụ 8.1")
    criterion = serializers.IntegerField(
        required=False, help_text="số của tiêu chí, khi tệp là của cả tiêu chí"
    )
    files = serializers.ListField(child=serializers.FileField(), required=False, default=list)
    known = serializers.ListField(child=serializers.IntegerField(), required=False, default=list)
    page = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    quote = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")
    note = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")
    stage = serializers.ChoiceField(choices=Stage.choices, required=False)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if ("indicator" in given) == ("criterion" in given):
            raise serializers.ValidationError("Hãy gửi đúng một trong indicator, criterion.")
        return given


class WithdrawIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300)


class EvidenceViewSet(ReadOnlyModelViewSet[Evidence]):
    """Evidence: list, one, its file, give (multipart), take back."""

    serializer_class = EvidenceOut
    filterset_class = EvidenceFilter
    queryset = Evidence.objects.none()
    parser_classes = [MultiPartParser, FormParser, JSONParser]

    def get_queryset(self) -> QuerySet[Evidence]:
        seen = Scorecard.objects.visible_to(self.request.user)
        return evidence_rows().filter(scorecard__in=seen)

    @extend_schema(request=EvidenceIn, responses={201: AttachedOut})
    def create(self, request: Request) -> Response:
        """Give files. 409 with what is wrong with each; `warnings` where a file is used elsewhere."""
        user = signed_in_user(request)
        asked = EvidenceIn(data=request.data)
        asked.is_valid(raise_exception=True)
        data = asked.validated_data
        seen = Scorecard.objects.visible_to(user).select_related("commune", "criteria_set")
        scorecard = get_object_or_404(seen, pk=data["scorecard"])
        criterion, indicator = _about(scorecard, data)
        given = mandates(user, scorecard)
        allowed = given.for_indicator(indicator) if indicator else given.for_criterion(criterion)
        chosen = [one.file for one in known_files(scorecard, besides=set())]
        known = [one for one in chosen if one.pk in data["known"]]
        if len(known) < len(set(data["known"])):
            raise Http404("Tệp chưa được nộp cho xã này.")
        attached = services.attach(
            scorecard=scorecard,
            criterion=criterion,
            indicator=indicator,
            files=[*data["files"], *known],
            page=data["page"],
            quote=data["quote"],
            note=data["note"],
            mandate=_chosen(allowed, data.get("stage")),
            by=user,
        )
        answer = AttachedOut(attached, context={"request": request})
        return Response(answer.data, status=status.HTTP_201_CREATED)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def file(self, request: Request, pk: str) -> HttpResponseBase:  # noqa: ARG002
        """The bytes as they were given."""
        try:
            one = self.get_object()
            return file_response(request._request, one.file, name=one.name)  # noqa: SLF001 -- DRF's own
        except FileNotFoundError:
            raise Http404 from None

    @extend_schema(request=WithdrawIn, responses=EvidenceOut)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Take back with a reason: the agency that gave it, or the office."""
        user, evidence = signed_in_user(request), self.get_object()
        if not may_withdraw(user, evidence):
            raise PermissionDenied
        asked = WithdrawIn(data=request.data)
        asked.is_valid(raise_exception=True)
        services.withdraw_evidence(
            evidence=evidence, reason=asked.validated_data["reason"], by=user
        )
        return Response(EvidenceOut(evidence, context={"request": request}).data)


def _about(scorecard: Scorecard, data: dict[str, Any]) -> tuple[Criterion, Indicator | None]:
    if "criterion" in data:
        rows = Criterion.objects.filter(criteria_set=scorecard.criteria_set_id)
        return get_object_or_404(rows, number=data["criterion"]), None
    indicators = Indicator.objects.filter(criterion__criteria_set=scorecard.criteria_set_id)
    indicator = get_object_or_404(indicators.select_related("criterion"), code=data["indicator"])
    return indicator.criterion, indicator


def _chosen(allowed: tuple[Mandate, ...], stage: int | None) -> Mandate:
    """The mandate of the stage asked for, or the highest."""
    found = [one for one in allowed if stage is None or one.stage == stage]
    if not found:
        raise PermissionDenied
    return found[0]
