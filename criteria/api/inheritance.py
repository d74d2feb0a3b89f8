"""What a merged commune inherits, and the denominators of its predecessors."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.http import signed_in_user
from communes.models import Commune
from communes.selectors.places import all_origins
from criteria.models import CriteriaSet, Denominator
from criteria.permissions import Mandate, may_inherit
from criteria.selectors.inheritance import Inheritance, Proposed, inheritance, set_of_merger
from criteria.services import inheritance as services


class OriginOut(serializers.Serializer[Any]):
    commune_id = serializers.IntegerField(source="commune.pk")
    gso_code = serializers.CharField(source="commune.code")
    name = serializers.CharField(source="commune.name")
    kind = serializers.CharField(source="commune.kind")
    until = serializers.DateField()
    scorecard_id = serializers.IntegerField(source="scorecard.pk", default=None)
    recognised = serializers.CharField(source="recognition.level", default=None)


class ProposedOut(serializers.Serializer[Proposed]):
    indicator = serializers.CharField(source="indicator.code")
    part = serializers.CharField()
    rule = serializers.CharField(source="indicator.combine")
    denominator = serializers.CharField()
    outcome = serializers.CharField(source="combined.outcome")
    applies = serializers.BooleanField(source="combined.applies")
    number = serializers.DecimalField(14, 4, source="combined.value.number", allow_null=True)
    answer = serializers.BooleanField(source="combined.value.answer", allow_null=True)
    word = serializers.CharField(source="combined.value.word")
    lowest = serializers.DecimalField(14, 4, source="combined.lowest", allow_null=True)
    highest = serializers.DecimalField(14, 4, source="combined.highest", allow_null=True)
    why = serializers.CharField(source="combined.why")
    illustrative = serializers.BooleanField()
    own = serializers.CharField(source="own_text")


class InheritanceOut(serializers.Serializer[Inheritance]):
    commune_id = serializers.IntegerField(source="heir.pk")
    merged_on = serializers.DateField()
    criteria_set = serializers.CharField(source="criteria_set.code")
    origins = OriginOut(many=True)
    values = ProposedOut(many=True, source="lines")


class DenominatorIn(serializers.Serializer[Any]):
    commune_id = serializers.IntegerField(help_text="một xã cũ")
    name = serializers.CharField(max_length=100)
    value = serializers.DecimalField(14, 2)
    as_of = serializers.DateField()
    source = serializers.CharField(max_length=500)  # type: ignore[assignment]  # where it was found


class DenominatorOut(serializers.Serializer[Denominator]):
    id = serializers.IntegerField(source="pk")
    commune_id = serializers.IntegerField()
    name = serializers.CharField()
    value = serializers.DecimalField(14, 2)
    as_of = serializers.DateField()
    source = serializers.CharField()  # type: ignore[assignment]  # where it was found


SET = OpenApiParameter("set", str, description="mã bộ tiêu chí; bỏ trống: bộ của ngày sáp nhập")


class InheritanceViewSet(GenericViewSet[Any]):
    """By the commune's id: what its predecessors' values come to, by each indicator's rule."""

    queryset = Commune.objects.none()
    serializer_class = InheritanceOut

    def get_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = Commune.objects.visible_to(signed_in_user(self.request))
        return rows

    @extend_schema(parameters=[SET], responses=InheritanceOut)
    def retrieve(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        return Response(InheritanceOut(self._found()).data)

    @extend_schema(parameters=[SET], request=None, responses={201: ProposedOut(many=True)})
    @action(detail=True, methods=["post"])
    def take(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Store what is settled on the heir's scorecard; 409 `nothing` when none is left."""
        found = self._found()
        mandate = self._mandate(found.heir)
        services.take_over(found=found, mandate=mandate, by=signed_in_user(request))
        return Response(
            [ProposedOut(line).data for line in found.storable], status=status.HTTP_201_CREATED
        )

    @extend_schema(request=DenominatorIn, responses={201: DenominatorOut})
    @action(detail=True, methods=["post"])
    def denominators(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """State a denominator of one of the predecessors."""
        heir = self.get_object()
        self._mandate(heir)
        given = DenominatorIn(data=request.data)
        given.is_valid(raise_exception=True)
        said = given.validated_data
        old = {step.old_id for step in all_origins([heir.pk])}
        commune = get_object_or_404(Commune, pk=said["commune_id"], pk__in=old)
        stated = services.Stated(commune, said["name"], said["value"], said["as_of"])
        (row,) = services.state_denominators(
            heir=heir, stated=[stated], source=said["source"], by=signed_in_user(request)
        )
        return Response(DenominatorOut(row).data, status=status.HTTP_201_CREATED)

    def _found(self) -> Inheritance:
        heir: Commune = self.get_object()
        steps = [step.on for step in all_origins([heir.pk]) if step.new_id == heir.pk]
        if not steps:
            raise Http404
        code = self.request.query_params.get("set")
        criteria_set = (
            get_object_or_404(CriteriaSet, code=code) if code else set_of_merger(max(steps))
        )
        if criteria_set is None:
            raise Http404
        return inheritance(heir, criteria_set)

    def _mandate(self, heir: Commune) -> Mandate:
        mandate = may_inherit(signed_in_user(self.request), heir)
        if mandate is None:
            raise PermissionDenied
        return mandate
