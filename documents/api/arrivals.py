"""Incoming registers and papers of others through the API; the same forms and services as the pages."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from accounts.http import signed_in_user
from communes.models import Agency
from documents.choices import PaperKind, RelationKind
from documents.forms.registering import RELATIONS, ArrivalForm, ArrivedForm, RegisterForm
from documents.models import Arrival, Delivery, OfficialDocument
from documents.permissions import may_correct_registered, may_register_paper
from documents.selectors.arrivals import ArrivalFilters, arrivals_of, not_entered, offices_of
from documents.services.arrivals import change_arrival, enter_arrival, refuse_entered
from documents.services.papers import add_arrival
from documents.services.registering import correct_registered, register_told

OWN = OpenApiParameter("agency", str, description="khóa cơ quan của bạn; mặc định cơ quan chính")


class ArrivalOut(serializers.ModelSerializer[Arrival]):
    agency = serializers.CharField(source="agency.slug")
    symbol = serializers.CharField(source="paper.symbol")
    title = serializers.CharField(source="paper.title")

    class Meta:
        model = Arrival
        fields = [
            *("id", "paper", "symbol", "title", "agency", "number", "arrived_on"),
            *("forwarded_to", "file_number", "note"),
        ]


class ArrivalChangeIn(serializers.Serializer[Any]):
    number = serializers.CharField(max_length=11, required=False, allow_blank=True)
    arrived_on = serializers.DateField(required=False, allow_null=True)
    forwarded_to = serializers.CharField(max_length=300, required=False, allow_blank=True)
    file_number = serializers.CharField(max_length=50, required=False, allow_blank=True)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True)


class ArrivalIn(ArrivalChangeIn):
    paper = serializers.IntegerField()
    agency = serializers.CharField(
        required=False, help_text="khóa cơ quan của bạn; mặc định cơ quan chính"
    )


class PaperDeliveryOut(serializers.ModelSerializer[Delivery]):
    agency = serializers.CharField(source="agency.slug")
    symbol = serializers.CharField(source="paper.symbol")
    title = serializers.CharField(source="paper.title")
    opened_by = serializers.CharField(source="opened_by.username", default="")

    class Meta:
        model = Delivery
        fields = ["id", "paper", "symbol", "title", "agency", "sent_at", "opened_at", "opened_by"]


def _office(request: Request, slug: str = "") -> Agency | None:
    """One of the reader's own offices, the first unless said; None for who serves nowhere."""
    offices = offices_of(signed_in_user(request))
    if slug and slug not in {one.slug for one in offices}:
        raise PermissionDenied("Sổ đến này của cơ quan khác.")
    return next((one for one in offices if one.slug == slug or not slug), None)


class ArrivalViewSet(ReadOnlyModelViewSet[Arrival]):
    """The incoming register of one's own office, newest first."""

    serializer_class = ArrivalOut
    queryset = Arrival.objects.none()

    def get_queryset(self) -> QuerySet[Arrival]:
        if self.action != "list":
            offices = offices_of(signed_in_user(self.request))
            return Arrival.objects.filter(agency__in=offices).select_related("paper", "agency")
        asked = self.request.query_params
        office = _office(self.request, asked.get("agency", ""))
        filters = ArrivalFilters(text=asked.get("q", ""), year=_year(asked.get("year", "")))
        return arrivals_of(office, filters) if office else Arrival.objects.none()

    @extend_schema(
        parameters=[OWN, OpenApiParameter("year", int), OpenApiParameter("q", str)],
        responses=ArrivalOut(many=True),
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(request=ArrivalIn, responses={201: ArrivalOut})
    def create(self, request: Request) -> Response:
        """Without number and day: today and the next number. 409 with code `entered`, `taken`, `on_its_way`."""
        user = signed_in_user(request)
        said = ArrivalIn(data=request.data)
        said.is_valid(raise_exception=True)
        given = dict(said.validated_data)
        paper = get_object_or_404(OfficialDocument.objects.visible_to(user), pk=given.pop("paper"))
        office = _office(self.request, given.pop("agency", ""))
        if office is None:
            raise PermissionDenied("Chỉ người có vai trò ở một cơ quan ghi được sổ đến.")
        if not given.get("number") and not given.get("arrived_on"):
            written = {name: given[name] for name in given if name not in {"number", "arrived_on"}}
            row = enter_arrival(paper=paper, agency=office, by=user, **written)
        else:
            refuse_entered(paper, office)
            row = add_arrival(paper=paper, agency=office, by=user, **given)
        return Response(ArrivalOut(row).data, status=201)

    @extend_schema(request=ArrivalChangeIn, responses=ArrivalOut)
    def partial_update(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """409 with code `taken`."""
        row = self.get_object()
        said = ArrivalChangeIn(data=request.data)
        said.is_valid(raise_exception=True)
        before = {name: getattr(row, name) for name in ArrivalForm.base_fields}
        user = signed_in_user(request)
        changed = change_arrival(arrival=row, by=user, **(before | said.validated_data))
        return Response(ArrivalOut(changed).data)


class DeliveryViewSet(ListModelMixin, GenericViewSet[Delivery]):
    """What was sent to one's own office here and is not in its register yet."""

    serializer_class = PaperDeliveryOut
    queryset = Delivery.objects.none()

    def get_queryset(self) -> QuerySet[Delivery]:
        office = _office(self.request, self.request.query_params.get("agency", ""))
        if office is None:
            return Delivery.objects.none()
        return not_entered(office).select_related("paper", "agency", "opened_by")

    @extend_schema(parameters=[OWN])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)


class PaperRelationIn(serializers.Serializer[Any]):
    kind = serializers.CharField(help_text=", ".join(RelationKind.values))
    paper = serializers.CharField(help_text="số, ký hiệu, thêm năm nếu trùng: 645/QĐ-UBND 2024")


class RegisteredPaperOut(serializers.ModelSerializer[OfficialDocument]):
    kind = serializers.CharField()
    state = serializers.CharField()
    issuer = serializers.CharField(source="issuer.slug", default="")
    date = serializers.CharField(source="date_words")

    class Meta:
        model = OfficialDocument
        fields = [
            *("id", "kind", "number", "notation", "date", "title", "issuer", "issuer_text"),
            *("state", "version"),
        ]


class RegisteredPaperChangeIn(serializers.Serializer[Any]):
    kind = serializers.CharField(help_text=", ".join(PaperKind.values))
    number = serializers.CharField(max_length=11, required=False, allow_blank=True)
    notation = serializers.CharField(max_length=30, required=False, allow_blank=True)
    date = serializers.CharField(
        max_length=20, required=False, allow_blank=True, help_text="27/3/2024, 11/2020, 2020"
    )
    title = serializers.CharField(max_length=500)
    issuer = serializers.CharField(
        max_length=200, required=False, allow_blank=True, help_text="khóa, tên, hoặc như in"
    )
    place = serializers.CharField(max_length=100, required=False, allow_blank=True)
    effective_on = serializers.DateField(required=False, allow_null=True)
    signer_prefix = serializers.CharField(max_length=200, required=False, allow_blank=True)
    signer_post = serializers.CharField(max_length=200, required=False, allow_blank=True)
    signer_name = serializers.CharField(max_length=100, required=False, allow_blank=True)
    bases = serializers.ListField(child=serializers.CharField(max_length=500), required=False)
    recipients = serializers.ListField(child=serializers.CharField(max_length=300), required=False)
    relations = PaperRelationIn(many=True, required=False, help_text=f"nhiều nhất {RELATIONS}")
    note = serializers.CharField(max_length=1000, required=False, allow_blank=True)
    source = serializers.CharField(  # type: ignore[assignment]
        max_length=300, required=False, allow_blank=True
    )
    seen = serializers.IntegerField(required=False, help_text="`version` đã xem, khi sửa")


class RegisteredPaperIn(RegisteredPaperChangeIn):
    arrival = ArrivalChangeIn(required=False, help_text="dòng sổ đến của cơ quan bạn")


class RegisteredPaperViewSet(GenericViewSet[OfficialDocument]):
    """Papers of others put on the register, and mended by who wrote them down."""

    serializer_class = RegisteredPaperOut
    queryset = OfficialDocument.objects.none()

    def get_queryset(self) -> QuerySet[OfficialDocument]:
        seen = OfficialDocument.objects.visible_to(signed_in_user(self.request))
        return seen.select_related("issuer")

    @extend_schema(request=RegisteredPaperIn, responses={201: RegisteredPaperOut})
    def create(self, request: Request) -> Response:
        """409 with code `twin`, `date` or `taken`."""
        user = signed_in_user(request)
        said = RegisteredPaperIn(data=request.data)
        said.is_valid(raise_exception=True)
        told = _form(said.validated_data, user).told()
        arrival = said.validated_data.get("arrival")
        if arrival is not None:
            office = _office(self.request)
            arrived = ArrivedForm(
                {**_plain(arrival), "agency": office.slug if office else ""},
                offices=[office] if office else [],
            )
            if not arrived.is_valid():
                raise _wrong(arrived)
            arrival = arrived.arrival()
        if arrival is None and not may_register_paper(user, told.issuer):
            raise PermissionDenied("Văn bản của cơ quan khác: hãy gửi kèm `arrival`.")
        paper = register_told(told=told, by=user, arrival=arrival)
        return Response(RegisteredPaperOut(paper).data, status=201)

    @extend_schema(request=RegisteredPaperChangeIn, responses=RegisteredPaperOut)
    def update(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """The whole anew. 409 with code `stale`, `state`, `twin` or `date`."""
        paper, user = self.get_object(), signed_in_user(request)
        if not may_correct_registered(user, paper):
            raise PermissionDenied("Chỉ người đã vào sổ văn bản này và VPĐP sửa được.")
        said = RegisteredPaperChangeIn(data=request.data)
        said.is_valid(raise_exception=True)
        told = _form(said.validated_data, user).told()
        seen = said.validated_data.get("seen", 0)
        changed = correct_registered(paper=paper, told=told, seen=seen, by=user)
        return Response(RegisteredPaperOut(changed).data)


def _form(given: dict[str, Any], user: Any) -> RegisterForm:
    """The page's own form, filled from what the API was sent."""
    lines = {name: "\n".join(given.get(name, ())) for name in ("bases", "recipients")}
    relations: dict[str, str] = {}
    for place, one in enumerate(given.get("relations", ())[:RELATIONS], start=1):
        relations |= {f"relation_{place}": one["kind"], f"other_{place}": one["paper"]}
    form = RegisterForm(_plain(given) | lines | relations, user=user)
    if not form.is_valid():
        raise _wrong(form)
    return form


def _wrong(form: ArrivalForm | RegisterForm) -> serializers.ValidationError:
    return serializers.ValidationError(
        {name: [str(one) for one in errors] for name, errors in form.errors.items()}
    )


def _plain(given: dict[str, Any]) -> dict[str, Any]:
    """Days as a form reads them."""
    return {
        name: f"{value:%d/%m/%Y}" if hasattr(value, "strftime") else value
        for name, value in given.items()
    }


def _year(text: str) -> str:
    return text if text.isdecimal() else ""
