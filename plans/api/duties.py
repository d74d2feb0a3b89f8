"""Report duties, reports owed and proposals through the API."""

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
from communes.models import Agency
from documents.models import OfficialDocument
from documents.selectors import work_calendar
from plans.choices import Frequency, ProposalState
from plans.models import DutyItem, Proposal, ReportDuty
from plans.permissions import answers_proposal, keeps_duty, notes_report, passes_on
from plans.selectors.duties import (
    OWED,
    SENT,
    DutyFilters,
    Owing,
    duties_seen,
    duty_items,
    duty_lines,
    duty_words,
    items_seen,
)
from plans.selectors.proposals import ProposalFilters, proposals
from plans.services.duties import (
    DutyGiven,
    add_duty,
    ask_report,
    change_duty,
    drop_duty,
    send_report,
    unsend_report,
)
from plans.services.proposals import answer_proposal, pass_on

NOT_YOURS = (
    "Chỉ cán bộ, lãnh đạo của đơn vị báo cáo và Văn phòng Điều phối ghi chế độ báo cáo của đơn vị."
)
NOT_NOTED = "Chỉ đơn vị báo cáo, nơi nhận và Văn phòng Điều phối ghi được báo cáo này."
ANSWERS = [(one.value, one.label) for one in ProposalState if one != ProposalState.OPEN]


class ReportDutyOut(serializers.ModelSerializer[ReportDuty]):
    agency = serializers.CharField(source="agency.slug", default="")
    addressee = serializers.CharField(source="addressee.slug", default="")
    frequency = serializers.ChoiceField(choices=Frequency.choices)
    when = serializers.SerializerMethodField()

    class Meta:
        model = ReportDuty
        fields = [
            *("id", "version", "what", "agency", "who", "addressee", "whom", "frequency", "day"),
            *("months", "weekday", "when", "paper", "starts", "ends", "remind_days", "note"),
            "illustrative",
        ]

    def get_when(self, row: ReportDuty) -> str:
        return duty_words(row)


class ReportDutyIn(serializers.Serializer[Any]):
    """A PUT says it whole; `version` is asked when a duty is changed."""

    what = serializers.CharField(max_length=300)
    agency = serializers.CharField(required=False, allow_blank=True, help_text="khóa cơ quan")
    who = serializers.CharField(max_length=200, required=False, allow_blank=True)
    addressee = serializers.CharField(required=False, allow_blank=True, help_text="khóa cơ quan")
    whom = serializers.CharField(max_length=200, required=False, allow_blank=True)
    frequency = serializers.ChoiceField(choices=Frequency.choices)
    day = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=31)
    months = serializers.CharField(max_length=40, required=False, allow_blank=True)
    weekday = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=7)
    paper = serializers.IntegerField(required=False, allow_null=True, help_text="khóa văn bản")
    starts = serializers.DateField()
    ends = serializers.DateField(required=False, allow_null=True)
    remind_days = serializers.IntegerField(required=False, min_value=0, max_value=60)
    note = serializers.CharField(max_length=300, required=False, allow_blank=True)
    version = serializers.IntegerField(required=False)


class AskIn(serializers.Serializer[Any]):
    due_on = serializers.DateField()
    note = serializers.CharField(max_length=300)


class SendIn(serializers.Serializer[Any]):
    done_on = serializers.DateField(required=False, allow_null=True)
    paper = serializers.IntegerField(required=False, allow_null=True, help_text="khóa văn bản")
    note = serializers.CharField(max_length=300, required=False, allow_blank=True)


class OwedReportOut(serializers.Serializer[Any]):
    """`until`: the last day in time; `days`: working days late, or left."""

    id = serializers.IntegerField(source="item.pk")
    duty = serializers.IntegerField(source="duty.pk")
    what = serializers.CharField(source="duty.what")
    period = serializers.CharField(source="item.period")
    agency = serializers.CharField(source="duty.agency.slug", default="")
    addressee = serializers.CharField(source="duty.addressee.slug", default="")
    due_on = serializers.DateField(source="item.due_on")
    until = serializers.DateField()
    owing = serializers.ChoiceField(choices=[(one.value, one.value) for one in Owing])
    days = serializers.IntegerField()
    done_on = serializers.DateField(source="item.done_on", allow_null=True)
    paper = serializers.IntegerField(source="item.paper_id", allow_null=True)
    note = serializers.CharField(source="item.note")


class ReportDutyViewSet(ReadOnlyModelViewSet[ReportDuty]):
    """Who owes whom which report; each keeps its own, the office everybody's."""

    serializer_class = ReportDutyOut
    queryset = ReportDuty.objects.none()

    def get_queryset(self) -> QuerySet[ReportDuty]:
        return duties_seen(signed_in_user(self.request))

    @extend_schema(request=ReportDutyIn, responses={201: ReportDutyOut})
    def create(self, request: Request) -> Response:
        """409 with code `whose`, `itself`, `weekday`, `day`, `months` or `locked`."""
        given, user = self._given(request)
        row = ReportDuty(agency=given.agency, addressee=given.addressee, paper=given.paper)
        _refuse(keeps_duty(user, row), NOT_YOURS)
        return Response(ReportDutyOut(add_duty(given=given, by=user)).data, status=201)

    @extend_schema(request=ReportDutyIn, responses=ReportDutyOut)
    def update(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """409 as for a new one, and `stale`."""
        row: ReportDuty = self.get_object()
        _refuse(keeps_duty(signed_in_user(request), row), NOT_YOURS)
        given, user = self._given(request, row)
        fresh = ReportDuty(agency=given.agency, addressee=given.addressee, paper=given.paper)
        _refuse(keeps_duty(user, fresh), NOT_YOURS)
        seen = request.data.get("version")
        changed = change_duty(
            duty=row, given=given, seen=int(seen) if seen is not None else None, by=user
        )
        return Response(ReportDutyOut(changed).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """409 with code `used` or `locked`."""
        row: ReportDuty = self.get_object()
        user = signed_in_user(request)
        _refuse(keeps_duty(user, row), NOT_YOURS)
        drop_duty(duty=row, by=user)
        return Response(status=204)

    @extend_schema(request=AskIn, responses={201: OwedReportOut})
    @action(detail=True, methods=["post"])
    def ask(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Ask for a report by a day. 409 with code `past`, `ended`, `draft` or `twin`."""
        row, user = self.get_object(), signed_in_user(request)
        _refuse(notes_report(user, row), NOT_NOTED)
        item = ask_report(duty=row, by=user, **_said(AskIn, request))
        return Response(_item(item), status=201)

    def _given(self, request: Request, row: ReportDuty | None = None) -> tuple[DutyGiven, Any]:
        user = signed_in_user(request)
        said = _said(ReportDutyIn, request)
        said.pop("version", None)
        pk = said.pop("paper", row.paper_id if row else None)
        seen = OfficialDocument.objects.visible_to(user)
        agencies = Agency.objects.visible_to(user).on(working_day())
        for name in ("agency", "addressee"):
            slug = said.get(name)
            said[name] = get_object_or_404(agencies, slug=slug) if slug else None
        paper = get_object_or_404(seen, pk=pk) if pk else None
        return DutyGiven(paper=paper, **said), user


class OwedReportViewSet(ReadOnlyModelViewSet[DutyItem]):
    """Reports owed by a day; said to be sent by who owes them or whom they go to."""

    serializer_class = OwedReportOut
    queryset = DutyItem.objects.none()

    def get_queryset(self) -> QuerySet[DutyItem]:
        user = signed_in_user(self.request)
        if self.action != "list":
            return items_seen(user)
        filters = DutyFilters.read(self.request.query_params)
        return duty_items(user, filters, working_day(), work_calendar())

    @extend_schema(
        parameters=[
            OpenApiParameter("tinh-trang", str, enum=[OWED, SENT, "late"]),
            OpenApiParameter("don-vi", str, description="khóa hoặc tên đơn vị báo cáo"),
            OpenApiParameter("noi-nhan", str, description="khóa hoặc tên nơi nhận"),
            OpenApiParameter("nam", int),
        ],
        responses=OwedReportOut(many=True),
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        rows = self.paginate_queryset(self.get_queryset()) or []
        data = OwedReportOut(duty_lines(rows, working_day(), work_calendar()), many=True).data
        return self.get_paginated_response(data)

    @extend_schema(responses=OwedReportOut)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        return Response(_item(self.get_object()))

    @extend_schema(request=SendIn, responses=OwedReportOut)
    @action(detail=True, methods=["post"])
    def send(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """409 with code `sent`, `future` or `draft`."""
        item, user = self.get_object(), signed_in_user(request)
        _refuse(notes_report(user, item.duty), NOT_NOTED)
        said = _said(SendIn, request)
        key = said.pop("paper", None)
        seen = OfficialDocument.objects.visible_to(user)
        paper = get_object_or_404(seen, pk=key) if key else None
        return Response(_item(send_report(item=item, paper=paper, by=user, **said)))

    @extend_schema(request=None, responses=OwedReportOut)
    @action(detail=True, methods=["post"])
    def unsend(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """It was said by mistake. 409 with code `owed`."""
        item, user = self.get_object(), signed_in_user(request)
        _refuse(notes_report(user, item.duty), NOT_NOTED)
        return Response(_item(unsend_report(item=item, by=user)))


class ProposalOut(serializers.ModelSerializer[Proposal]):
    agency = serializers.CharField(source="agency.slug", default="")
    addressee = serializers.CharField(source="addressee.slug", default="")
    commune = serializers.CharField(source="commune.code", default=None, allow_null=True)
    state = serializers.ChoiceField(choices=ProposalState.choices)

    class Meta:
        model = Proposal
        fields = [
            *("id", "version", "text", "agency", "addressee", "addressee_text", "commune"),
            *("criterion", "indicator", "paper", "order", "state", "answer", "answered_on"),
            "illustrative",
        ]


class ProposalAnswerIn(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=ANSWERS)
    answer = serializers.CharField(max_length=1000)
    version = serializers.IntegerField(required=False)


class PassOnIn(serializers.Serializer[Any]):
    to = serializers.CharField(help_text="khóa cơ quan")
    version = serializers.IntegerField(required=False)


class ProposalViewSet(ReadOnlyModelViewSet[Proposal]):
    """Proposals of plans that are out; answered by whom they are addressed to."""

    serializer_class = ProposalOut
    queryset = Proposal.objects.none()

    def get_queryset(self) -> QuerySet[Proposal]:
        asked = self.request.query_params if self.action == "list" else {}
        return proposals(signed_in_user(self.request), ProposalFilters.read(asked))

    @extend_schema(
        parameters=[
            OpenApiParameter("tinh-trang", str, enum=list(ProposalState.values)),
            OpenApiParameter("gui-den", str, description="khóa hoặc tên cơ quan"),
            OpenApiParameter("don-vi", str, description="khóa hoặc tên bên kiến nghị"),
            OpenApiParameter("xa", str, description="mã hoặc tên xã"),
        ]
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(request=ProposalAnswerIn, responses=ProposalOut)
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """409 with code `stale`."""
        row, user = self.get_object(), signed_in_user(request)
        _refuse(
            answers_proposal(user, row),
            "Chỉ cán bộ, lãnh đạo của cơ quan được kiến nghị trả lời.",
        )
        said = _said(ProposalAnswerIn, request)
        seen = said.pop("version", None)
        changed = answer_proposal(proposal=row, seen=seen, by=user, **said)
        return Response(ProposalOut(changed).data)

    @extend_schema(request=PassOnIn, responses=ProposalOut)
    @action(detail=True, methods=["post"], url_path="pass-on")
    def pass_on(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """409 with code `answered`, `itself`, `same` or `stale`."""
        row, user = self.get_object(), signed_in_user(request)
        _refuse(
            passes_on(user, row),
            "Chỉ cơ quan được kiến nghị và Văn phòng Điều phối chuyển kiến nghị đi.",
        )
        said = _said(PassOnIn, request)
        agencies = Agency.objects.visible_to(user).on(working_day())
        to = get_object_or_404(agencies, slug=said["to"])
        changed = pass_on(proposal=row, to=to, seen=said.get("version"), by=user)
        return Response(ProposalOut(changed).data)


def _item(item: DutyItem) -> Any:
    (line,) = duty_lines([item], working_day(), work_calendar())
    return OwedReportOut(line).data


def _said(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    said = shape(data=request.data)
    said.is_valid(raise_exception=True)
    return dict(said.validated_data)


def _refuse(may: bool, words: str) -> None:  # noqa: FBT001 -- the answer of a permission
    if not may:
        raise PermissionDenied(words)
