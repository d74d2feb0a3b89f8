"""Urging through the API: the same selectors, permissions and services as the pages."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from accounts.calendar import working_day
from accounts.http import signed_in_user
from communes.models import Agency
from documents.models import OfficialDocument
from plans.choices import Audience, MailState, UrgeKind
from plans.models import Mail, MailLine, UrgingRule
from plans.permissions import keeps_all
from plans.selectors.issuers import urging_issuer
from plans.selectors.mails import last_mails, mails_shown_to
from plans.selectors.owed import Own, Work, work_on
from plans.services import urging
from plans.services.urging_letters import draft_letter

NO_LETTER = "Chỉ cán bộ Văn phòng Điều phối được soạn văn bản của Văn phòng soạn công văn đôn đốc."
NOT_THE_OFFICE = "Chỉ cán bộ, lãnh đạo Văn phòng Điều phối đổi quy tắc và gửi lại thư."


class OwnOut(serializers.Serializer[Own]):
    task = serializers.IntegerField(source="line.task.pk")
    code = serializers.CharField(source="line.task.code")
    content = serializers.CharField(source="line.task.content")
    due_on = serializers.DateField(source="line.due_on", allow_null=True)
    colour = serializers.CharField(help_text="late, behind, soon, open, done")
    days_late = serializers.IntegerField(
        source="lead.verdict.days_late", help_text="ngày làm việc"
    )
    days_left = serializers.IntegerField(
        source="lead.verdict.days_left", allow_null=True, help_text="ngày làm việc"
    )
    state = serializers.CharField(source="lead.state", allow_blank=True)


class UrgedWorkOut(serializers.Serializer[Work]):
    agency = serializers.CharField(source="agency.slug")
    late = OwnOut(many=True)
    behind = OwnOut(many=True)
    last_on = serializers.DateField(allow_null=True, help_text="tiến độ gần nhất")
    mailed_on = serializers.SerializerMethodField(help_text="thư gần nhất")

    def get_mailed_on(self, work: Work) -> str | None:
        day = self.context["last"].get(work.agency.pk)
        return f"{day}" if day else None


class BegunPaperOut(serializers.ModelSerializer[OfficialDocument]):
    """A draft that was begun: its key, and the code that finds it."""

    class Meta:
        model = OfficialDocument
        fields = ["id", "kind", "title", "state", "code"]
        extra_kwargs: ClassVar = {"state": {"read_only": True}, "kind": {"read_only": True}}


class UrgingViewSet(GenericViewSet[Mail]):
    """Agencies with something overdue or behind on the working day, the worst first."""

    queryset = Mail.objects.none()
    pagination_class = None
    lookup_field = "slug"
    lookup_value_regex = "[-a-z0-9]+"

    @extend_schema(responses=UrgedWorkOut(many=True))
    def list(self, request: Request) -> Response:  # noqa: ARG002
        day = working_day()
        works: Any = work_on(day).pressing
        last = last_mails((one.agency.pk for one in works), day)
        return Response(UrgedWorkOut(works, many=True, context={"last": last}).data)

    @extend_schema(request=None, responses={201: BegunPaperOut, 200: BegunPaperOut})
    @action(detail=True, methods=["post"])
    def letter(self, request: Request, slug: str) -> Response:
        """Drafts a letter to the agency about what it is late with; 200 where today's is there already.

        409 with code `nothing` where it is late with nothing.
        """
        day, user = working_day(), signed_in_user(request)
        agency = get_object_or_404(Agency.objects.visible_to(user).on(day), slug=slug)
        letterhead = urging_issuer(user, day) if keeps_all(user) else None
        if letterhead is None:
            raise PermissionDenied(NO_LETTER)
        draft, new = draft_letter(agency=agency, letterhead=letterhead, day=day, by=user)
        return Response(BegunPaperOut(draft).data, status=201 if new else 200)


class MailLineOut(serializers.ModelSerializer[MailLine]):
    agency = serializers.CharField(source="agency.slug", default="")

    class Meta:
        model = MailLine
        fields = ["kind", "task", "agency"]


class MailOut(serializers.ModelSerializer[Mail]):
    user = serializers.CharField(source="user.username")
    state = serializers.ChoiceField(choices=MailState.choices)
    lines = MailLineOut(many=True)

    class Meta:
        model = Mail
        fields = [
            *("id", "user", "day", "address", "subject", "body", "state", "sent_at"),
            *("attempts", "error", "lines"),
        ]


class MailViewSet(ReadOnlyModelViewSet[Mail]):
    """Mails on record: all of them for the office, one's own for others."""

    serializer_class = MailOut
    queryset = Mail.objects.none()

    def get_queryset(self) -> QuerySet[Mail]:
        rows = mails_shown_to(signed_in_user(self.request))
        return rows.prefetch_related("lines__agency")

    @extend_schema(request=None, responses=MailOut)
    @action(detail=True, methods=["post"])
    def again(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Send again what did not arrive. 409 with code `sent`, `waiting`, `sending` or `address`."""
        mail = self.get_object()
        user = signed_in_user(request)
        if not keeps_all(user):
            raise PermissionDenied(NOT_THE_OFFICE)
        return Response(MailOut(urging.send_again(mail=mail, by=user)).data)

    @extend_schema(request=None, responses=MailOut)
    @action(detail=True, methods=["post"])
    def arrived(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Note that a mail left hanging did arrive. 409 with code `sent`, `waiting` or `sending`."""
        mail = self.get_object()
        user = signed_in_user(request)
        if not keeps_all(user):
            raise PermissionDenied(NOT_THE_OFFICE)
        return Response(MailOut(urging.note_arrival(mail=mail, by=user)).data)


class UrgingRuleOut(serializers.ModelSerializer[UrgingRule]):
    class Meta:
        model = UrgingRule
        fields = ["id", "kind", "days", "audience", "active"]


class UrgingRuleIn(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=UrgeKind.choices)
    days = serializers.IntegerField(
        min_value=0, max_value=250, default=0, help_text="ngày làm việc"
    )
    audience = serializers.ChoiceField(choices=Audience.choices)


class UrgingSwitchIn(serializers.Serializer[Any]):
    active = serializers.BooleanField()


class RuleViewSet(ReadOnlyModelViewSet[UrgingRule]):
    """Who is written to about tasks, and when; the office adds, turns on and off."""

    serializer_class = UrgingRuleOut
    queryset = UrgingRule.objects.none()

    def get_queryset(self) -> QuerySet[UrgingRule]:
        rows: QuerySet[UrgingRule] = UrgingRule.objects.visible_to(self.request.user)
        return rows

    @extend_schema(request=UrgingRuleIn, responses={201: UrgingRuleOut})
    def create(self, request: Request) -> Response:
        """409 with code `days`, `audience` or `duplicate`."""
        user = signed_in_user(request)
        if not keeps_all(user):
            raise PermissionDenied(NOT_THE_OFFICE)
        said = UrgingRuleIn(data=request.data)
        said.is_valid(raise_exception=True)
        given = said.validated_data
        rule = urging.add_rule(
            kind=UrgeKind(given["kind"]),
            days=given["days"],
            audience=Audience(given["audience"]),
            by=user,
        )
        return Response(UrgingRuleOut(rule).data, status=201)

    @extend_schema(request=UrgingSwitchIn, responses=UrgingRuleOut)
    @action(detail=True, methods=["post"])
    def switch(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        rule, user = self.get_object(), signed_in_user(request)
        if not keeps_all(user):
            raise PermissionDenied(NOT_THE_OFFICE)
        said = UrgingSwitchIn(data=request.data)
        said.is_valid(raise_exception=True)
        active = said.validated_data["active"]
        return Response(UrgingRuleOut(urging.switch_rule(rule=rule, active=active, by=user)).data)
