"""What sponsors did for communes, and the people who look after them, through the API."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.calendar import working_day
from accounts.http import signed_in_user
from communes.models import Agency, Commune
from plans.choices import ContactKind
from plans.models import Contact
from plans.permissions import may_keep
from plans.selectors.contacts import ContactLine, contact_lines, office_lists
from plans.selectors.promises import Outcome
from plans.selectors.sponsors import agency_of, sponsor_page
from plans.services.contacts import ContactGiven, add_contact, change_contact

NOT_YOURS = (
    "Chỉ cán bộ, lãnh đạo của đơn vị và Văn phòng Điều phối ghi tổ công tác, đầu mối của đơn vị."
)


class ThenOut(serializers.Serializer[Any]):
    """What was known when the commune was taken on; `told` later than `asked`: the first judgement."""

    asked = serializers.DateField()
    told = serializers.DateField(allow_null=True)
    criteria_set = serializers.CharField(source="criteria_set.code", default=None, allow_null=True)
    met = serializers.IntegerField()
    unmet = serializers.SerializerMethodField()
    unknown = serializers.IntegerField()

    def get_unmet(self, then: Any) -> list[int]:
        return [one.number for one in then.unmet]


class NowOut(serializers.Serializer[Any]):
    met = serializers.IntegerField()
    assessed = serializers.IntegerField()
    total = serializers.IntegerField()
    unmet = serializers.SerializerMethodField()

    def get_unmet(self, now: Any) -> list[int]:
        return [one.number for one in now.unmet]


class TurnOut(serializers.Serializer[Any]):
    criterion = serializers.IntegerField(source="criterion.number")
    before = serializers.CharField()
    now = serializers.CharField()
    why = serializers.CharField()


class GivenOut(serializers.Serializer[Any]):
    """Help of the agency since it took the commune on; `money` in triệu đồng, null: nobody said."""

    times = serializers.SerializerMethodField()
    planned = serializers.SerializerMethodField()
    late = serializers.IntegerField()
    money = serializers.DecimalField(max_digits=17, decimal_places=3, allow_null=True)
    last_on = serializers.DateField(allow_null=True)
    days_since = serializers.IntegerField(allow_null=True)
    illustrative = serializers.BooleanField()

    def get_times(self, given: Any) -> int:
        return len(given.done)

    def get_planned(self, given: Any) -> int:
        return len(given.planned)


class PromiseOut(serializers.Serializer[Any]):
    """Three dates, never one: the year promised, the year of the standard, the day of the decision."""

    text = serializers.CharField(source="target.text")
    year = serializers.IntegerField(source="target.year", allow_null=True)
    paper = serializers.CharField(source="target.paper.short")
    outcome = serializers.ChoiceField(choices=[one.value for one in Outcome])
    standard_year = serializers.IntegerField(
        source="recognition.year", default=None, allow_null=True
    )
    decided_on = serializers.DateField(
        source="recognition.decided_on", default=None, allow_null=True
    )
    met = serializers.IntegerField(allow_null=True)


class SponsorLineOut(serializers.Serializer[Any]):
    commune = serializers.CharField(source="commune.code")
    name = serializers.CharField(source="commune.name")
    duty = serializers.CharField(source="tenure.now.duty")
    since = serializers.DateField(source="tenure.since")
    then = ThenOut()
    now = NowOut(allow_null=True)
    gained = TurnOut(many=True)
    lost = TurnOut(many=True)
    given = GivenOut()
    reviewed_on = serializers.DateField(allow_null=True)
    promises = PromiseOut(many=True)


class OfficePartOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    leads = serializers.BooleanField()
    part = serializers.CharField()
    paper = serializers.CharField(source="paper.short", default="")


class SponsorOut(serializers.Serializer[Any]):
    agency = serializers.CharField(source="page.agency.slug")
    name = serializers.CharField(source="page.agency.name")
    communes = SponsorLineOut(source="page.lines", many=True)
    offices = OfficePartOut(source="lists.offices", many=True)


class SponsorViewSet(GenericViewSet[Agency]):
    """An agency and the communes it stands behind on the working day."""

    queryset = Agency.objects.none()
    lookup_field = "slug"

    @extend_schema(responses=SponsorOut)
    def retrieve(self, request: Request, slug: str) -> Response:
        user, day = signed_in_user(request), working_day()
        agency = _agency_or_404(request, slug)
        page = sponsor_page(user, agency, day)
        lists = office_lists(user, agency, day)
        return Response(SponsorOut({"page": page, "lists": lists}).data)


class ContactOut(serializers.Serializer[ContactLine]):
    """Telephone and e-mail are blank to whom they do not concern (`hidden`)."""

    id = serializers.IntegerField(source="contact.pk")
    version = serializers.IntegerField(source="contact.version")
    agency = serializers.CharField(source="contact.agency.slug")
    commune = serializers.CharField(source="contact.commune.code", default=None, allow_null=True)
    kind = serializers.ChoiceField(source="contact.kind", choices=ContactKind.choices)
    name = serializers.CharField(source="contact.name")
    post = serializers.CharField(source="contact.post")
    unit_name = serializers.CharField(source="contact.unit_name")
    phone = serializers.CharField()
    email = serializers.CharField()
    hidden = serializers.BooleanField()
    starts = serializers.DateField(source="contact.starts")
    ends = serializers.DateField(source="contact.ends", allow_null=True)
    illustrative = serializers.BooleanField(source="contact.illustrative")


class ContactIn(serializers.Serializer[Any]):
    agency = serializers.CharField(help_text="khóa cơ quan")
    commune = serializers.CharField(
        required=False, allow_null=True, help_text="mã xã; trống: mọi xã"
    )
    kind = serializers.ChoiceField(choices=ContactKind.choices)
    name = serializers.CharField(max_length=100)
    post = serializers.CharField(max_length=150, required=False, allow_blank=True)
    unit_name = serializers.CharField(max_length=200, required=False, allow_blank=True)
    phone = serializers.CharField(max_length=30, required=False, allow_blank=True)
    email = serializers.EmailField(required=False, allow_blank=True)
    starts = serializers.DateField()
    ends = serializers.DateField(required=False, allow_null=True)


class ContactChangeIn(ContactIn):
    agency = None  # type: ignore[assignment]
    version = serializers.IntegerField(required=False)


class ContactViewSet(GenericViewSet[Contact]):
    """Who looks after communes; an agency keeps its own people, the office everybody's."""

    queryset = Contact.objects.none()

    def get_queryset(self) -> QuerySet[Contact]:
        rows: QuerySet[Contact] = Contact.objects.visible_to(self.request.user)
        return rows.select_related("agency", "commune")

    @extend_schema(
        responses=ContactOut(many=True),
        parameters=[
            OpenApiParameter("agency", str, required=True, description="khóa cơ quan"),
        ],
    )
    def list(self, request: Request) -> Response:
        """Those of an agency on the working day."""
        day = working_day()
        agency = _agency_or_404(request, request.query_params.get("agency", ""))
        rows = Contact.objects.on(day).filter(agency__slug=agency.slug)
        found: Any = contact_lines(signed_in_user(request), rows, day)
        return Response(ContactOut(found, many=True).data)

    @extend_schema(request=ContactIn, responses={201: ContactOut})
    def create(self, request: Request) -> Response:
        """409 with code `span`, `unbacked`."""
        shape = ContactIn(data=request.data)
        shape.is_valid(raise_exception=True)
        said = dict(shape.validated_data)
        agency = _agency_or_404(request, said.pop("agency"))
        _refuse_others(request, agency)
        user = signed_in_user(request)
        row = add_contact(agency=agency, given=_given(request, said), by=user)
        return Response(self._said(request, row), status=201)

    @extend_schema(request=ContactChangeIn, responses=ContactOut)
    def update(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """409 with code `span`, `unbacked`, `stale`."""
        contact: Contact = self.get_object()
        _refuse_others(request, contact.agency)
        shape = ContactChangeIn(data=request.data)
        shape.is_valid(raise_exception=True)
        said = dict(shape.validated_data)
        seen, by = said.pop("version", None), signed_in_user(request)
        row = change_contact(contact=contact, given=_given(request, said), seen=seen, by=by)
        return Response(self._said(request, row))

    def _said(self, request: Request, row: Contact) -> Any:
        rows = Contact.objects.filter(pk=row.pk)
        (line,) = contact_lines(signed_in_user(request), rows, working_day())
        return ContactOut(line).data


def _given(request: Request, said: dict[str, Any]) -> ContactGiven:
    code = said.pop("commune", None)
    communes = Commune.objects.visible_to(signed_in_user(request)).on(working_day())
    commune = get_object_or_404(communes, code=code) if code else None
    return ContactGiven(**said | {"kind": ContactKind(said["kind"]), "commune": commune})


def _agency_or_404(request: Request, slug: str) -> Agency:
    found = agency_of(signed_in_user(request), slug, working_day())
    if found is None:
        raise Http404
    return found


def _refuse_others(request: Request, agency: Agency) -> None:
    if not may_keep(signed_in_user(request), agency):
        raise PermissionDenied(NOT_YOURS)
