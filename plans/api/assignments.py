"""Assignments through the API: the same selectors, permissions, forms and services as the pages."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.mixins import CreateModelMixin, RetrieveModelMixin
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from accounts.calendar import read_day, working_day
from accounts.http import signed_in_user
from accounts.models import User
from criteria.choices import Duty
from criteria.models import SponsorAssignment
from documents.services import store_file
from plans.choices import DraftKind
from plans.forms.assignments import SCOPES, AssignmentForm, EndForm, ListForm
from plans.imports import assignments as imports
from plans.models import PlanDraft
from plans.models.assigning import AssignmentList
from plans.permissions import keeps_all
from plans.selectors.assignment_changes import Changes, changes
from plans.selectors.assignments import assignments
from plans.services import drafts
from plans.services.assignment_drafts import store_list
from plans.services.assignments import assign, end_assignment

NOT_THE_OFFICE = "Chỉ cán bộ, lãnh đạo Văn phòng Điều phối nhập và sửa phân công."
DAY = OpenApiParameter("day", str, description="ngày, YYYY-MM-DD; trống: ngày làm việc")


class AssignmentOut(serializers.ModelSerializer[SponsorAssignment]):
    agency = serializers.CharField(source="agency.slug")
    commune = serializers.CharField(source="commune.code")
    duty = serializers.CharField(help_text="sponsor, in_charge; trống: chưa rõ")
    paper = serializers.CharField(source="paper.short")

    class Meta:
        model = SponsorAssignment
        fields = [
            *("id", "agency", "commune", "duty", "paper", "starts", "ends", "carried_on", "note"),
        ]


class AssignmentIn(serializers.Serializer[Any]):
    agency = serializers.CharField(help_text="khóa cơ quan")
    commune = serializers.CharField(help_text="mã xã")
    duty = serializers.ChoiceField(choices=Duty.choices, required=False, allow_blank=True)
    paper = serializers.CharField(help_text="số, ký hiệu văn bản đã vào sổ")
    starts = serializers.DateField()
    ends = serializers.DateField(required=False, allow_null=True)
    note = serializers.CharField(required=False, allow_blank=True, max_length=500)


class AssignmentEndIn(serializers.Serializer[Any]):
    ends = serializers.DateField(help_text="ngày cuối")
    reason = serializers.CharField(max_length=300)


class AssignmentViewSet(ReadOnlyModelViewSet[SponsorAssignment]):
    """Who stands behind which commune on a day; the office puts one and ends one."""

    serializer_class = AssignmentOut
    queryset = SponsorAssignment.objects.none()

    def get_queryset(self) -> QuerySet[SponsorAssignment]:
        if self.action != "list":
            found: QuerySet[SponsorAssignment] = SponsorAssignment.objects.visible_to(
                self.request.user
            ).select_related("agency", "commune", "paper")
            return found
        asked = self.request.query_params
        return assignments(
            signed_in_user(self.request),
            _day(asked.get("day", "")),
            agency=asked.get("agency", "")[:100],
            commune=asked.get("commune", "")[:100],
            duty=asked.get("duty", ""),
        )

    @extend_schema(
        parameters=[
            DAY,
            OpenApiParameter("agency", str, description="tên cơ quan"),
            OpenApiParameter("commune", str, description="tên xã"),
            OpenApiParameter("duty", str, description="sponsor, in_charge, chua-ro"),
        ]
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(request=AssignmentIn, responses={201: AssignmentOut})
    def create(self, request: Request) -> Response:
        """409 with code `span`, `gone` or `overlap`."""
        user = _office(request)
        form = AssignmentForm(request.data, user=user)
        _refuse(form)
        return Response(AssignmentOut(assign(by=user, **form.cleaned_data)).data, status=201)

    @extend_schema(request=AssignmentEndIn, responses=AssignmentOut)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """409 with code `ended` or `span`."""
        row, user = self.get_object(), _office(request)
        form = EndForm(request.data)
        _refuse(form)
        found = end_assignment(assignment=row, by=user, **form.cleaned_data)
        return Response(AssignmentOut(found).data)


class ChangeOut(serializers.Serializer[Any]):
    kind = serializers.CharField(help_text="added, removed, duty, kept")
    agency = serializers.CharField(source="agency.slug")
    commune = serializers.CharField(source="commune.code")
    before = serializers.CharField()
    after = serializers.CharField()


class QuestionOut(serializers.Serializer[Any]):
    question = serializers.CharField(help_text="khóa của câu trả lời trong `answers`")
    kind = serializers.CharField()
    text = serializers.CharField()
    at = serializers.CharField()
    choices = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))


class AssignmentDraftOut(serializers.ModelSerializer[PlanDraft]):
    """What was understood, what is still asked, and the difference to what is in force."""

    kind = serializers.CharField()
    state = serializers.CharField()
    layout = serializers.SerializerMethodField()
    problems = serializers.SerializerMethodField()
    questions = serializers.SerializerMethodField()
    open_marks = serializers.SerializerMethodField()
    digest = serializers.SerializerMethodField(help_text="gửi lại khi ghi: khác biệt đã xem")
    changes = serializers.SerializerMethodField()
    alone = serializers.SerializerMethodField(help_text="mã xã chưa có đơn vị sau khi ghi")

    class Meta:
        model = PlanDraft
        fields = [
            *("id", "kind", "state", "version", "message", "layout", "problems", "questions"),
            *("open_marks", "digest", "changes", "alone"),
        ]

    def get_layout(self, draft: PlanDraft) -> str:
        return _plan(draft).layout

    def get_problems(self, draft: PlanDraft) -> list[str]:
        return _plan(draft).problems

    @extend_schema_field(QuestionOut(many=True))
    def get_questions(self, draft: PlanDraft) -> Any:
        return QuestionOut(_plan(draft).open_questions, many=True).data

    def get_open_marks(self, draft: PlanDraft) -> list[str]:
        return [one.text for one in _plan(draft).open_marks]

    def get_digest(self, draft: PlanDraft) -> str:
        return self._changes(draft).digest

    @extend_schema_field(ChangeOut(many=True))
    def get_changes(self, draft: PlanDraft) -> Any:
        return ChangeOut(self._changes(draft).rows, many=True).data

    def get_alone(self, draft: PlanDraft) -> list[str]:
        return [one.code for one in self._changes(draft).alone]

    def _changes(self, draft: PlanDraft) -> Changes:
        """Asked of the database once for a draft."""
        kept: dict[int, Changes] = self.context.setdefault("changes", {})
        if draft.pk not in kept:
            options = draft.options
            ends = options.get("ends")
            kept[draft.pk] = changes(
                _plan(draft).pairs,
                dt.date.fromisoformat(options["starts"]),
                ends=dt.date.fromisoformat(ends) if ends else None,
                scope=options["scope"],
            )
        return kept[draft.pk]


class AssignmentDraftIn(serializers.Serializer[Any]):
    """A decision (by its symbol; with day and title where the register has it not) and its list."""

    symbol = serializers.CharField(max_length=60)
    dated = serializers.DateField(required=False)
    title = serializers.CharField(required=False, max_length=500)
    issuer = serializers.CharField(required=False)
    starts = serializers.DateField(required=False)
    ends = serializers.DateField(required=False, allow_null=True)
    scope = serializers.ChoiceField(choices=SCOPES, default="whole")
    text = serializers.CharField(required=False, allow_blank=True)
    file = serializers.FileField(required=False)


class AssignmentAnswersIn(serializers.Serializer[Any]):
    answers = serializers.DictField(child=serializers.CharField(), required=False)
    marks = serializers.DictField(child=serializers.CharField(), required=False)
    sheet = serializers.CharField(required=False)
    version = serializers.IntegerField(required=False)


class StoreListIn(serializers.Serializer[Any]):
    version = serializers.IntegerField(required=False)
    digest = serializers.CharField(required=False)


class AssignmentDraftViewSet(CreateModelMixin, RetrieveModelMixin, GenericViewSet[PlanDraft]):
    """The list of a decision: sent, looked at, answered, put in force in one act."""

    serializer_class = AssignmentDraftOut
    queryset = PlanDraft.objects.none()
    parser_classes = [JSONParser, MultiPartParser]

    def get_queryset(self) -> QuerySet[PlanDraft]:
        user = _office(self.request)
        rows: QuerySet[PlanDraft] = PlanDraft.objects.visible_to(user)
        return rows.filter(kind=DraftKind.ASSIGNMENTS)

    @extend_schema(request=AssignmentDraftIn, responses={201: AssignmentDraftOut})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        user = _office(request)
        given_data = {name: request.data[name] for name in request.data if name != "file"}
        form = ListForm({"scope": "whole"} | given_data, request.FILES, user=user)
        _refuse(form)
        given = form.cleaned_data
        file = store_file(given["file"], by=user) if given["file"] else None
        draft = imports.start(
            by=user, options=form.options(), file=file, text="" if file else given["text"]
        )
        return Response(self.get_serializer(draft).data, status=201)

    @extend_schema(request=AssignmentAnswersIn, responses=AssignmentDraftOut)
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Whom a text means, what a mark means. 409 with code `stale` or `ended`."""
        draft = self.get_object()
        said = AssignmentAnswersIn(data=request.data)
        said.is_valid(raise_exception=True)
        given = dict(said.validated_data)
        imports.choose(draft, given, seen=given.pop("version", None))
        return Response(self.get_serializer(draft).data)

    @extend_schema(request=StoreListIn, responses=AssignmentDraftOut)
    @action(detail=True, methods=["post"])
    def store(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """409 with code `asked`, `changed`, `later`, `stale`, `ended`, `gone` or `nothing`."""
        draft, user = self.get_object(), _office(request)
        said = StoreListIn(data=request.data)
        said.is_valid(raise_exception=True)
        given = said.validated_data
        store_list(
            draft, by=user, version=given.get("version"), digest=given.get("digest") or None
        )
        return Response(self.get_serializer(draft).data)

    @extend_schema(request=None, responses=AssignmentDraftOut)
    @action(detail=True, methods=["post"])
    def discard(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        draft = self.get_object()
        drafts.discard(draft, _office(request))
        draft.refresh_from_db()
        return Response(self.get_serializer(draft).data)


def _plan(draft: PlanDraft) -> AssignmentList:
    return AssignmentList.from_json(draft.plan)


def _office(request: Request) -> User:
    user = signed_in_user(request)
    if not keeps_all(user):
        raise PermissionDenied(NOT_THE_OFFICE)
    return user


def _refuse(form: Any) -> None:
    """What a form refuses is answered 400, field by field."""
    if not form.is_valid():
        raise serializers.ValidationError(form.errors)


def _day(text: str) -> dt.date:
    if not text:
        return working_day()
    try:
        return read_day(text)
    except ValueError as wrong:
        raise ValidationError(str(wrong), code="day") from wrong
