"""What communes ask for, through the API."""

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from accounts.calendar import working_day
from accounts.http import signed_in_user
from communes.models import Commune
from criteria.models import Criterion, Indicator
from plans.choices import NeedState
from plans.models import Need
from plans.permissions import voice_for
from plans.selectors import needs as selectors
from plans.services import needs as services

NOT_YOUR_COMMUNE = "Chỉ xã, huyện của xã, đơn vị đỡ đầu, phụ trách xã và Văn phòng Điều phối ghi được nhu cầu của xã."


class NeedOut(serializers.ModelSerializer[Need]):
    commune = serializers.CharField(source="commune.code")
    state = serializers.ChoiceField(choices=NeedState.choices)
    support = serializers.PrimaryKeyRelatedField[Any](many=True, read_only=True)

    class Meta:
        model = Need
        fields = [
            *("id", "version", "commune", "criterion", "indicator", "content", "quantity"),
            *("unit", "money", "by_day", "state", "note", "support", "illustrative"),
        ]


def _amount() -> serializers.DecimalField:
    return serializers.DecimalField(
        max_digits=14, decimal_places=3, min_value=Decimal(0), allow_null=True, required=False
    )


class NeedIn(serializers.Serializer[Any]):
    commune = serializers.CharField(help_text="mã xã")
    criterion = serializers.IntegerField(required=False, allow_null=True)
    indicator = serializers.IntegerField(required=False, allow_null=True)
    content = serializers.CharField(max_length=500)
    quantity = _amount()
    unit = serializers.CharField(max_length=40, required=False, allow_blank=True)
    money = _amount()
    by_day = serializers.DateField(required=False, allow_null=True)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True)


class NeedEndIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True)
    version = serializers.IntegerField(required=False)


class NeedViewSet(ReadOnlyModelViewSet[Need]):
    """Needs of communes; the commune, its district, its sponsors and the office write them."""

    serializer_class = NeedOut
    queryset = Need.objects.none()

    def get_queryset(self) -> QuerySet[Need]:
        filters = selectors.NeedFilters.read(self.request.query_params)
        return selectors.needs(signed_in_user(self.request), filters)

    @extend_schema(
        parameters=[
            OpenApiParameter("xa", str, description="mã hoặc tên xã"),
            OpenApiParameter("huyen", str, description="mã huyện"),
            OpenApiParameter("tieu-chi", int, description="khóa tiêu chí"),
            OpenApiParameter("tinh-trang", str, enum=NeedState.values),
        ]
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(request=NeedIn, responses={201: NeedOut})
    def create(self, request: Request) -> Response:
        """409 with code `foreign`."""
        user = signed_in_user(request)
        shape = NeedIn(data=request.data)
        shape.is_valid(raise_exception=True)
        said = dict(shape.validated_data)
        communes = Commune.objects.visible_to(user).on(working_day())
        commune = get_object_or_404(communes, code=said.pop("commune"))
        agency = voice_for(user, commune)
        if agency is None:
            raise PermissionDenied(NOT_YOUR_COMMUNE)
        criterion, indicator = said.pop("criterion", None), said.pop("indicator", None)
        found = get_object_or_404(Indicator, pk=indicator) if indicator else None
        if found is not None and criterion is None:
            criterion = found.criterion_id
        given = services.NeedGiven(
            criterion=get_object_or_404(Criterion, pk=criterion) if criterion else None,
            indicator=found,
            **said,
        )
        need = services.add_need(commune=commune, given=given, agency=agency, by=user)
        return Response(NeedOut(need).data, status=201)

    @extend_schema(request=NeedEndIn, responses=NeedOut)
    @action(detail=True, methods=["post"])
    def meet(self, request: Request, pk: str) -> Response:
        """The commune has what it asked for. 409 with code `ended`, `stale`."""
        need, said = self._own(pk), self._said(request)
        seen, by = said.get("version"), signed_in_user(request)
        return Response(NeedOut(services.meet_need(need=need, seen=seen, by=by)).data)

    @extend_schema(request=NeedEndIn, responses=NeedOut)
    @action(detail=True, methods=["post"])
    def drop(self, request: Request, pk: str) -> Response:
        """No longer wanted, with a reason. 409 with code `reason`, `ended`, `stale`."""
        need, said = self._own(pk), self._said(request)
        seen, by = said.get("version"), signed_in_user(request)
        reason = said.get("reason", "")
        return Response(
            NeedOut(services.drop_need(need=need, reason=reason, seen=seen, by=by)).data
        )

    @extend_schema(request=NeedEndIn, responses=NeedOut)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        """Open again. 409 with code `open`, `stale`."""
        need, said = self._own(pk), self._said(request)
        seen, by = said.get("version"), signed_in_user(request)
        return Response(NeedOut(services.reopen_need(need=need, seen=seen, by=by)).data)

    def _own(self, pk: str) -> Need:
        user = signed_in_user(self.request)
        need: Need = get_object_or_404(selectors.need_rows(Need.objects.visible_to(user)), pk=pk)
        if voice_for(user, need.commune) is None:
            raise PermissionDenied(NOT_YOUR_COMMUNE)
        return need

    def _said(self, request: Request) -> dict[str, Any]:
        shape = NeedEndIn(data=request.data)
        shape.is_valid(raise_exception=True)
        return dict(shape.validated_data)
