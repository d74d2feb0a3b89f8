"""Programmes that were read and wait, and groups of agencies, through the API."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.calendar import working_day
from accounts.http import signed_in_user
from accounts.models import User
from communes.models import Agency
from documents.models import OfficialDocument
from plans.api.programmes import keeper
from plans.choices import DueKind, GroupRule
from plans.imports.programme_table import read_text
from plans.models import AgencyGroup, PlanDraft
from plans.models.programming import WIDTH
from plans.selectors.agency_groups import GroupLine, group_lines
from plans.selectors.parties import Piece
from plans.selectors.programme_drafts import (
    ProgrammePreview,
    RowLine,
    preview,
    programme_drafts,
)
from plans.services import drafts
from plans.services import programme_drafts as services
from plans.services.groups import add_group, add_member, change_group


class PieceOut(serializers.Serializer[Piece]):
    text = serializers.CharField()
    key = serializers.CharField(help_text="khóa để trả lời")
    answer = serializers.CharField(help_text="agency:…, group:…, words; trống: chưa rõ")
    choices = serializers.SerializerMethodField(help_text="có thể là")

    def get_choices(self, piece: Piece) -> list[str]:
        return [f"agency:{one.slug}" for one in piece.choices]


class RowOut(serializers.Serializer[RowLine]):
    row = serializers.IntegerField(source="place")
    kind = serializers.CharField(source="row.kind", help_text="group, task, out")
    code = serializers.CharField()
    cells = serializers.ListField(source="row.cells", child=serializers.CharField())
    due_kind = serializers.CharField(source="due.kind", default="")
    due_on = serializers.DateField(source="due.on", allow_null=True, default=None)
    due_problem = serializers.CharField()
    leads = PieceOut(many=True)
    coordinators = PieceOut(many=True)
    marks = serializers.ListField(source="row.marks", child=serializers.CharField())
    doubts = serializers.ListField(child=serializers.CharField())
    unfinished = serializers.BooleanField(source="row.unfinished")


class ProgrammeDraftOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="draft.pk")
    version = serializers.IntegerField(source="draft.version")
    state = serializers.CharField(source="draft.state")
    message = serializers.CharField(source="draft.message")
    notes = serializers.ListField(source="shown.table.notes", child=serializers.CharField())
    open_rows = serializers.IntegerField(help_text="số dòng còn chỗ chưa rõ")
    rows = RowOut(source="shown.lines", many=True)


class ProgrammeDraftIn(serializers.Serializer[Any]):
    year = serializers.IntegerField(min_value=2009, max_value=2100)
    text = serializers.CharField(help_text="bảng dán: ô cách nhau bằng Tab", trim_whitespace=False)
    title = serializers.CharField(required=False, allow_blank=True, max_length=300)
    paper = serializers.IntegerField(required=False, allow_null=True)


class DraftHeadIn(serializers.Serializer[Any]):
    year = serializers.IntegerField(min_value=2009, max_value=2100)
    title = serializers.CharField(max_length=300)
    paper = serializers.IntegerField(help_text="khóa của quyết định đã vào sổ")
    version = serializers.IntegerField(required=False)


class MendIn(serializers.Serializer[Any]):
    act = serializers.ChoiceField(choices=sorted([*services.MENDS, "undo"]))
    row = serializers.IntegerField(required=False, min_value=0)
    column = serializers.IntegerField(required=False, help_text="cho left, right: từ 0 đến 6")
    cells = serializers.ListField(
        child=serializers.CharField(allow_blank=True),
        required=False,
        min_length=WIDTH,
        max_length=WIDTH,
        help_text="cho edit: đủ bảy ô",
    )
    due_kind = serializers.ChoiceField(required=False, allow_blank=True, choices=DueKind.choices)
    due_on = serializers.DateField(required=False, allow_null=True)
    version = serializers.IntegerField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["act"] == "edit" and "cells" not in attrs:
            raise serializers.ValidationError({"cells": "Sửa dòng thì gửi đủ bảy ô."})
        return attrs


class ProgrammeAnswersIn(serializers.Serializer[Any]):
    answers = serializers.DictField(child=serializers.CharField(allow_blank=True))
    version = serializers.IntegerField(required=False)


class ProgrammeDraftViewSet(GenericViewSet[PlanDraft]):
    """A pasted table: read, mended, stored once; only for those who keep programmes."""

    queryset = PlanDraft.objects.none()

    def get_queryset(self) -> QuerySet[PlanDraft]:
        return programme_drafts(signed_in_user(self.request))

    @extend_schema(responses=ProgrammeDraftOut)
    def retrieve(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        keeper(request)
        return Response(_told(self.get_object()))

    @extend_schema(request=ProgrammeDraftIn, responses={201: ProgrammeDraftOut})
    def create(self, request: Request) -> Response:
        """409 with code `nothing`: no task was found in the table."""
        user = keeper(request)
        said = ProgrammeDraftIn(data=request.data)
        said.is_valid(raise_exception=True)
        given = dict(said.validated_data)
        table = read_text(given["text"], given["year"])
        draft = services.open_programme(
            by=user,
            table=table,
            text=given["text"],
            paper=_paper(user, given.get("paper")),
            year=given["year"],
            title=given.get("title", ""),
        )
        return Response(_told(draft), status=201)

    @extend_schema(request=DraftHeadIn, responses=ProgrammeDraftOut)
    @action(detail=True, methods=["post"])
    def head(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """409 with code `ended` or `stale`."""
        user, draft, given = self._asked(request, DraftHeadIn)
        paper = _paper(user, given.pop("paper"))
        seen = given.pop("version", None)
        services.name_draft(draft, seen=seen, paper=paper, new_paper=None, **given)
        return Response(_told(draft))

    @extend_schema(request=MendIn, responses=ProgrammeDraftOut)
    @action(detail=True, methods=["post"])
    def mend(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """409 with code `row`, `nothing`, `ended` or `stale`."""
        _, draft, given = self._asked(request, MendIn)
        seen, act = given.pop("version", None), given.pop("act")
        place = given.pop("row", -1)
        if act == "undo":
            services.undo(draft, seen=seen)
        else:
            given["due_on"] = f"{given.get('due_on') or ''}"
            services.mend(draft, act, place, seen=seen, given=given)
        return Response(_told(draft))

    @extend_schema(request=ProgrammeAnswersIn, responses=ProgrammeDraftOut)
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Whom words mean; 409 with code `ended` or `stale`."""
        _, draft, given = self._asked(request, ProgrammeAnswersIn)
        services.answer(draft, given["answers"], seen=given.get("version"))
        return Response(_told(draft))

    @extend_schema(request=None, responses=ProgrammeDraftOut)
    @action(detail=True, methods=["post"])
    def store(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """409 with code `head`, `open`, `nothing`, `twin`, `ended` or `stale`."""
        user, draft = keeper(request), self.get_object()
        services.store(draft, user, seen=draft.version)
        draft.refresh_from_db()
        return Response(_told(draft))

    @extend_schema(request=None, responses=ProgrammeDraftOut)
    @action(detail=True, methods=["post"])
    def discard(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """409 with code `ended`."""
        user, draft = keeper(request), self.get_object()
        drafts.discard(draft, user)
        draft.refresh_from_db()
        return Response(_told(draft))

    def _asked(
        self, request: Request, kind: type[serializers.Serializer[Any]]
    ) -> tuple[User, PlanDraft, dict[str, Any]]:
        user, draft = keeper(request), self.get_object()
        said = kind(data=request.data)
        said.is_valid(raise_exception=True)
        return user, draft, dict(said.validated_data)


class AgencyGroupOut(serializers.Serializer[GroupLine]):
    id = serializers.IntegerField(source="group.pk")
    slug = serializers.SlugField(source="group.slug")
    name = serializers.CharField(source="group.name")
    rule = serializers.CharField(source="group.rule")
    other_names = serializers.ListField(source="group.other_names", child=serializers.CharField())
    note = serializers.CharField(source="group.note")
    members = serializers.SerializerMethodField(help_text="các đơn vị vào ngày hỏi")

    def get_members(self, line: GroupLine) -> list[str]:
        return [one.slug for one in line.members]


class AgencyGroupIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200)
    rule = serializers.ChoiceField(choices=GroupRule.choices)
    other_names = serializers.ListField(
        child=serializers.CharField(), required=False, default=list
    )
    note = serializers.CharField(required=False, allow_blank=True, max_length=300, default="")


class MemberIn(serializers.Serializer[Any]):
    agency = serializers.SlugField()
    starts = serializers.DateField()
    ends = serializers.DateField(required=False, allow_null=True)


class AgencyGroupViewSet(GenericViewSet[AgencyGroup]):
    """Groups in words and whom each means on a day."""

    queryset = AgencyGroup.objects.none()

    def get_queryset(self) -> QuerySet[AgencyGroup]:
        rows: QuerySet[AgencyGroup] = AgencyGroup.objects.visible_to(signed_in_user(self.request))
        return rows

    @extend_schema(
        responses=AgencyGroupOut(many=True),
        parameters=[OpenApiParameter("day", str, description="ngày, dạng 2024-06-18")],
    )
    def list(self, request: Request) -> Response:
        asked = serializers.DateField(required=False, allow_null=True)
        day = asked.run_validation(request.query_params.get("day") or None) or working_day()
        lines: Any = group_lines(signed_in_user(request), day)
        return Response(AgencyGroupOut(lines, many=True).data)

    @extend_schema(request=AgencyGroupIn, responses={201: AgencyGroupOut})
    def create(self, request: Request) -> Response:
        """409 with code `twin`."""
        user = keeper(request)
        said = AgencyGroupIn(data=request.data)
        said.is_valid(raise_exception=True)
        group = add_group(by=user, **_ruled(said.validated_data))
        return Response(_group(user, group), status=201)

    @extend_schema(request=AgencyGroupIn, responses=AgencyGroupOut)
    def update(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """409 with code `twin` or `members`."""
        user, group = keeper(request), self.get_object()
        said = AgencyGroupIn(data=request.data)
        said.is_valid(raise_exception=True)
        return Response(
            _group(user, change_group(group=group, by=user, **_ruled(said.validated_data)))
        )

    @extend_schema(request=MemberIn, responses={201: AgencyGroupOut})
    @action(detail=True, methods=["post"])
    def members(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """409 with code `rule`, `outside` or `overlap`."""
        user, group = keeper(request), self.get_object()
        said = MemberIn(data=request.data)
        said.is_valid(raise_exception=True)
        given = dict(said.validated_data)
        agencies = Agency.objects.visible_to(user).on(given["starts"])
        agency: Agency = get_object_or_404(agencies, slug=given.pop("agency"))
        add_member(group=group, agency=agency, by=user, **given)
        return Response(_group(user, group), status=201)


def _told(draft: PlanDraft) -> dict[str, Any]:
    shown: ProgrammePreview = preview(draft)
    told: Any = {"draft": draft, "shown": shown, "open_rows": len(shown.open_lines)}
    return dict(ProgrammeDraftOut(told).data)


def _paper(user: User, pk: int | None) -> OfficialDocument | None:
    papers = OfficialDocument.objects.visible_to(user).out()
    return get_object_or_404(papers, pk=pk) if pk else None


def _ruled(given: dict[str, Any]) -> dict[str, Any]:
    return given | {"rule": GroupRule(given["rule"])}


def _group(user: User, group: AgencyGroup) -> dict[str, Any]:
    lines = group_lines(user, working_day())
    found: Any = next(one for one in lines if one.group.pk == group.pk)
    return dict(AgencyGroupOut(found).data)
