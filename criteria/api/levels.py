"""Recognitions and levels through the API: the same selectors, permissions and services as the pages."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from accounts.calendar import working_day
from accounts.http import signed_in_user
from communes.models import Commune
from communes.permissions import is_office
from criteria.choices import Level
from criteria.models import Recognition
from criteria.selectors.levels import CommuneLevels, levels_of
from criteria.services.recognition import recognise, revoke_recognition
from documents.models import OfficialDocument


class RecognitionOut(serializers.ModelSerializer[Recognition]):
    commune = serializers.CharField(source="commune.code")
    paper = serializers.CharField(source="paper.short", default="")

    class Meta:
        model = Recognition
        fields = [
            *("id", "commune", "level", "year", "decided_on", "since", "paper", "source"),
            *("confidence", "revoked_on", "revoked_reason", "note", "illustrative"),
        ]


class RecognitionIn(serializers.Serializer[Any]):
    commune = serializers.CharField(help_text="mã xã")
    level = serializers.ChoiceField(choices=Level.choices)
    since = serializers.DateField()
    year = serializers.IntegerField(required=False, allow_null=True)
    decided_on = serializers.DateField(required=False, allow_null=True)
    paper = serializers.IntegerField(required=False, allow_null=True, help_text="khóa của văn bản")
    source = serializers.CharField(  # type: ignore[assignment]
        required=False, allow_blank=True, max_length=500
    )
    note = serializers.CharField(required=False, allow_blank=True, max_length=300)


class RevokeIn(serializers.Serializer[Any]):
    revoked_on = serializers.DateField()
    reason = serializers.CharField(max_length=300)
    paper = serializers.IntegerField(required=False, allow_null=True, help_text="khóa của văn bản")


class RiskOut(serializers.Serializer[Any]):
    hold = serializers.CharField()
    failing = serializers.ListField(child=serializers.IntegerField())
    failing_keys = serializers.ListField(child=serializers.IntegerField())
    unknown = serializers.IntegerField()
    losses = serializers.IntegerField(allow_null=True, help_text="mất thêm bao nhiêu thì thu hồi")
    losses_any = serializers.IntegerField(allow_null=True)
    why = serializers.CharField()


class LevelOut(serializers.Serializer[Any]):
    level = serializers.CharField(source="reach.level")
    meets = serializers.BooleanField(source="reach.meets", allow_null=True)
    recognised = serializers.BooleanField(source="reach.recognised")
    missing = serializers.ListField(source="reach.missing", child=serializers.CharField())
    risk = RiskOut(allow_null=True)
    illustrative = serializers.BooleanField()


class CommuneLevelsOut(serializers.Serializer[CommuneLevels]):
    commune = serializers.CharField(source="commune.code")
    levels = LevelOut(source="lines", many=True)


class RecognitionViewSet(ReadOnlyModelViewSet[Recognition]):
    """Recognitions known by the working day; the office enters one."""

    serializer_class = RecognitionOut
    queryset = Recognition.objects.none()

    def get_queryset(self) -> QuerySet[Recognition]:
        rows = Recognition.objects.visible_to(self.request.user).filter(since__lte=working_day())
        found: QuerySet[Recognition] = rows.select_related("commune", "paper")
        return found.order_by("-since", "pk")

    @extend_schema(request=RecognitionIn, responses={201: RecognitionOut})
    def create(self, request: Request) -> Response:
        """409 with code `duplicate`, `ladder`, `future`, `outside` or `source`."""
        user = signed_in_user(request)
        said = RecognitionIn(data=request.data)
        said.is_valid(raise_exception=True)
        given = dict(said.validated_data)
        communes = Commune.objects.visible_to(user).on(working_day())
        commune = get_object_or_404(communes, code=given.pop("commune"))
        if not is_office(user):
            raise PermissionDenied("Chỉ Văn phòng Điều phối ghi và thu hồi công nhận.")
        pk = given.pop("paper", None)
        papers = OfficialDocument.objects.visible_to(user)
        paper = get_object_or_404(papers, pk=pk) if pk else None
        given["level"] = Level(given["level"])
        row = recognise(commune=commune, paper=paper, by=user, **given)
        return Response(RecognitionOut(row).data, status=201)

    @extend_schema(request=RevokeIn, responses=RecognitionOut)
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """409 with code `revoked`, `future`, `before` or `ladder`."""
        user, row = signed_in_user(request), self.get_object()
        if not is_office(user):
            raise PermissionDenied("Chỉ Văn phòng Điều phối ghi và thu hồi công nhận.")
        said = RevokeIn(data=request.data)
        said.is_valid(raise_exception=True)
        given = dict(said.validated_data)
        key = given.pop("paper", None)
        papers = OfficialDocument.objects.visible_to(user)
        paper = get_object_or_404(papers, pk=key) if key else None
        found = revoke_recognition(recognition=row, paper=paper, by=user, **given)
        return Response(RecognitionOut(found).data)


class LevelViewSet(GenericViewSet[Commune]):
    """Where communes of the working day stand on each level, and how near they are to losing it."""

    queryset = Commune.objects.none()

    @extend_schema(
        responses=CommuneLevelsOut(many=True),
        parameters=[OpenApiParameter("commune", str, description="mã xã; trống: mọi xã")],
    )
    def list(self, request: Request) -> Response:
        communes = Commune.objects.visible_to(signed_in_user(request)).on(working_day())
        code = request.query_params.get("commune")
        if code:
            communes = communes.filter(code=code)
        found: Any = levels_of(communes, working_day())
        return Response(CommuneLevelsOut(found, many=True).data)
