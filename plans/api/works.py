"""Works, capital and debts through the API: the same selectors, permissions and services as the pages."""

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from accounts.calendar import working_day
from accounts.http import signed_in_user
from communes.models import Commune, Held
from criteria.models import Indicator
from plans.choices import MoneySource, WorkKind
from plans.models import Capital, Debt, Work
from plans.permissions import keeper_of
from plans.selectors import works as selectors
from plans.selectors.work_sums import SumLine, sums
from plans.services import works as services

NOT_YOURS = (
    "Chỉ UBND xã, UBND huyện của xã và Văn phòng Điều phối nhập công trình, vốn, nợ của xã này."
)
FILTERS = [
    OpenApiParameter("xa", str, description="tên xã"),
    OpenApiParameter("huyen", str, description="mã huyện"),
]
MONEY_FILTERS = [
    *FILTERS,
    OpenApiParameter("nam", int, description="năm vốn"),
    OpenApiParameter("nguon", str, enum=MoneySource.values),
]


def _amount(**given: Any) -> serializers.DecimalField:
    given = {"allow_null": True, "required": False} | given
    return serializers.DecimalField(
        max_digits=14, decimal_places=3, min_value=Decimal(0), help_text="triệu đồng", **given
    )


class WorkOut(serializers.ModelSerializer[Work]):
    commune = serializers.CharField(source="commune.code")
    kind = serializers.ChoiceField(choices=WorkKind.choices)

    class Meta:
        model = Work
        fields = [
            *("id", "version", "commune", "name", "kind", "indicator", "investment", "quantity"),
            *("unit", "started_on", "finished_on", "note", "illustrative"),
        ]


class WorkIn(serializers.Serializer[Any]):
    commune = serializers.CharField(help_text="mã xã")
    name = serializers.CharField(max_length=300)
    kind = serializers.ChoiceField(choices=WorkKind.choices)
    indicator = serializers.IntegerField(required=False, allow_null=True)
    investment = _amount()
    quantity = serializers.DecimalField(
        max_digits=14, decimal_places=3, min_value=Decimal(0), allow_null=True, required=False
    )
    unit = serializers.CharField(max_length=40, required=False, allow_blank=True)
    started_on = serializers.DateField(required=False, allow_null=True)
    finished_on = serializers.DateField(required=False, allow_null=True)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True)


class WorkChangeIn(WorkIn):
    """Only what is given changes; the commune stays."""

    commune = None  # type: ignore[assignment]
    name = serializers.CharField(max_length=300, required=False)
    kind = serializers.ChoiceField(choices=WorkKind.choices, required=False)
    version = serializers.IntegerField(help_text="lần sửa đã xem")


class CapitalOut(serializers.ModelSerializer[Capital]):
    commune = serializers.CharField(source="commune.code")
    source = serializers.ChoiceField(choices=MoneySource.choices)  # type: ignore[assignment]

    class Meta:
        model = Capital
        fields = [
            *("id", "version", "commune", "work", "year", "source", "as_of", "allocated"),
            *("disbursed", "illustrative"),
        ]


class CapitalIn(serializers.Serializer[Any]):
    commune = serializers.CharField(help_text="mã xã")
    work = serializers.IntegerField(
        required=False, allow_null=True, help_text="trống: vốn chung của xã"
    )
    year = serializers.IntegerField(min_value=2009, max_value=2100)
    source = serializers.ChoiceField(choices=MoneySource.choices)  # type: ignore[assignment]
    as_of = serializers.DateField()
    allocated = _amount()
    disbursed = _amount()


class DebtOut(serializers.ModelSerializer[Debt]):
    commune = serializers.CharField(source="commune.code")

    class Meta:
        model = Debt
        fields = ["id", "version", "commune", "as_of", "amount", "note", "illustrative"]


class DebtIn(serializers.Serializer[Any]):
    commune = serializers.CharField(help_text="mã xã")
    as_of = serializers.DateField()
    amount = _amount(required=True, allow_null=False)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True)


class SumLineOut(serializers.Serializer[SumLine]):
    label = serializers.CharField()  # type: ignore[assignment]
    commune = serializers.CharField(source="commune.code", default="")
    allocated = _amount(source="amounts.allocated")
    disbursed = _amount(source="amounts.disbursed")
    loose = serializers.DecimalField(
        max_digits=14, decimal_places=3, allow_null=True, help_text="không tách theo công trình"
    )
    exceeds = serializers.BooleanField(help_text="cộng các công trình lớn hơn số chung")
    works = serializers.IntegerField()


class CapitalSumsOut(serializers.Serializer[Any]):
    total = SumLineOut()
    by_source = SumLineOut(many=True)
    by_commune = SumLineOut(many=True)
    by_kind = SumLineOut(many=True)


class WorkViewSet(ReadOnlyModelViewSet[Work]):
    """Works of communes; the commune, its district and the office write them."""

    serializer_class = WorkOut
    queryset = Work.objects.none()

    def get_queryset(self) -> QuerySet[Work]:
        filters = selectors.MoneyFilters.read(self.request.query_params)
        return selectors.works(signed_in_user(self.request), filters)

    @extend_schema(
        parameters=[*FILTERS, OpenApiParameter("loai", str, enum=WorkKind.values)],
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(request=WorkIn, responses={201: WorkOut})
    def create(self, request: Request) -> Response:
        """409 with code `twin`, `span`, `negative`."""
        said = _said(WorkIn, request)
        commune, held = _place(request, said.pop("commune"))
        row = services.add_work(
            commune=commune,
            by=signed_in_user(request),
            on_behalf_of=held.lent_by,
            **_with_indicator(said),
        )
        return Response(WorkOut(row).data, status=201)

    @extend_schema(request=WorkChangeIn, responses=WorkOut)
    def partial_update(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """409 with code `stale`, `twin`, `span`, `negative`."""
        work = self.get_object()
        _held(request, work.commune)
        said = _said(WorkChangeIn, request)
        seen = said.pop("version")
        row = services.change_work(
            work=work, seen=seen, by=signed_in_user(request), **_with_indicator(said)
        )
        return Response(WorkOut(row).data)


class CapitalViewSet(ReadOnlyModelViewSet[Capital]):
    """What was last reported for each commune, work, year and source; sums under `sums/`."""

    serializer_class = CapitalOut
    queryset = Capital.objects.none()

    def get_queryset(self) -> QuerySet[Capital]:
        filters = selectors.MoneyFilters.read(self.request.query_params)
        return selectors.capital(signed_in_user(self.request), working_day(), filters)

    @extend_schema(parameters=MONEY_FILTERS)
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(request=CapitalIn, responses={201: CapitalOut})
    def create(self, request: Request) -> Response:
        """409 with code `twin`, `nothing`, `negative`, `future`, `work`."""
        said = _said(CapitalIn, request)
        commune, held = _place(request, said.pop("commune"))
        user, key = signed_in_user(request), said.pop("work", None)
        works = Work.objects.visible_to(user)
        row = services.add_capital(
            commune=commune,
            work=get_object_or_404(works, pk=key) if key else None,
            by=user,
            on_behalf_of=held.lent_by,
            **said,
        )
        return Response(CapitalOut(row).data, status=201)


class CapitalSumsViewSet(GenericViewSet[Capital]):
    """Capital by source, commune and kind of work."""

    queryset = Capital.objects.none()
    pagination_class = None
    filter_backends = ()

    @extend_schema(responses=CapitalSumsOut, parameters=MONEY_FILTERS)
    def list(self, request: Request) -> Response:
        filters = selectors.MoneyFilters.read(request.query_params)
        found: Any = sums(signed_in_user(request), working_day(), filters)
        return Response(CapitalSumsOut(found).data)


class DebtViewSet(ReadOnlyModelViewSet[Debt]):
    """The last outstanding construction debt of each commune."""

    serializer_class = DebtOut
    queryset = Debt.objects.none()

    def get_queryset(self) -> QuerySet[Debt]:
        filters = selectors.MoneyFilters.read(self.request.query_params)
        return selectors.debts(signed_in_user(self.request), working_day(), filters)

    @extend_schema(parameters=FILTERS)
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(request=DebtIn, responses={201: DebtOut})
    def create(self, request: Request) -> Response:
        """409 with code `twin`, `negative`, `future`."""
        said = _said(DebtIn, request)
        commune, held = _place(request, said.pop("commune"))
        row = services.add_debt(
            commune=commune, by=signed_in_user(request), on_behalf_of=held.lent_by, **said
        )
        return Response(DebtOut(row).data, status=201)


def _said(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    given = shape(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


def _place(request: Request, code: str) -> tuple[Commune, Held]:
    communes = Commune.objects.visible_to(signed_in_user(request)).on(working_day())
    commune = get_object_or_404(communes, code=code)
    return commune, _held(request, commune)


def _held(request: Request, commune: Commune) -> Held:
    held = keeper_of(signed_in_user(request), commune=commune)
    if held is None:
        raise PermissionDenied(NOT_YOURS)
    return held


def _with_indicator(said: dict[str, Any]) -> dict[str, Any]:
    key = said.pop("indicator", None)
    return said | ({"indicator": get_object_or_404(Indicator, pk=key)} if key else {})
