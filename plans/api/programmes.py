"""Work programmes and their tasks as printed, through the API: the services of the pages."""

from typing import Any

from django.core.exceptions import ValidationError
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
from accounts.models import User
from documents.models import OfficialDocument
from plans.api.urging import BegunPaperOut
from plans.choices import DueKind
from plans.models import Task, TaskGroup, WorkProgramme
from plans.permissions import keeps_all
from plans.selectors.issuers import decision_issuer
from plans.selectors.parties import Parties, Piece
from plans.selectors.programmes import day_of, programmes, stored_answers
from plans.selectors.references import Cited, cited_in, papers_named
from plans.services.decisions import draft_decision
from plans.services.programme_copy import start_next
from plans.services.programmes import (
    Wording,
    add_programme,
    add_task,
    add_task_group,
    change_programme,
    change_task,
    remove_task,
)
from plans.words import read_due

NO_ISSUER = "Bạn chưa được soạn văn bản cho chủ thể ban hành chương trình này."
NOT_THE_OFFICE = "Chỉ chuyên viên và lãnh đạo Văn phòng Điều phối nhập, sửa chương trình công tác."
CELLS = ("number", "content", "leads_text", "coordinators_text", "expected_result", "note")


class ProgrammeOut(serializers.ModelSerializer[WorkProgramme]):
    paper = serializers.CharField(source="paper.symbol")
    follows = serializers.IntegerField(source="follows_id", allow_null=True)
    groups = serializers.IntegerField(source="group_count")
    tasks = serializers.IntegerField(source="task_count")

    class Meta:
        model = WorkProgramme
        fields = [
            *("id", "year", "title", "paper", "headings", "follows", "note", "version"),
            *("groups", "tasks", "illustrative"),
        ]


class ProgrammeIn(serializers.Serializer[Any]):
    year = serializers.IntegerField(min_value=2009, max_value=2100)
    title = serializers.CharField(max_length=300)
    paper = serializers.IntegerField(help_text="khóa của quyết định đã vào sổ")
    note = serializers.CharField(required=False, allow_blank=True, max_length=500)
    version = serializers.IntegerField(required=False, help_text="khi sửa: lần sửa đã xem")


class TaskGroupIn(serializers.Serializer[Any]):
    number = serializers.CharField(required=False, allow_blank=True, max_length=10)
    title = serializers.CharField(max_length=500)


class PartyOut(serializers.Serializer[Any]):
    part = serializers.CharField(help_text="lead, coordinate")
    text = serializers.CharField(help_text="như in")
    agency = serializers.SlugField(source="agency.slug", allow_null=True, default=None)
    group = serializers.SlugField(source="group.slug", allow_null=True, default=None)


class PrintedTaskOut(serializers.ModelSerializer[Task]):
    """A row as the decision prints it, and how its words are understood."""

    code = serializers.CharField()
    group = serializers.IntegerField(source="group_id")
    follows = serializers.IntegerField(source="follows_id", allow_null=True)
    parties = PartyOut(many=True)
    papers = serializers.SerializerMethodField(help_text="văn bản dẫn đã vào sổ")

    class Meta:
        model = Task
        fields = [
            *("id", "code", "group", *CELLS, "due_text", "due_kind", "due_on", "follows"),
            *("version", "parties", "papers", "illustrative"),
        ]

    def get_papers(self, task: Task) -> list[str]:
        return [one.paper.symbol for one in task.references.all() if one.paper]


class PrintedTaskIn(serializers.Serializer[Any]):
    """`answers`: by words as keys («so-bi-an»), whom they mean: agency:…, group:…, words."""

    number = serializers.CharField(required=False, allow_blank=True, max_length=10)
    content = serializers.CharField()
    leads_text = serializers.CharField(required=False, allow_blank=True)
    coordinators_text = serializers.CharField(required=False, allow_blank=True)
    due_text = serializers.CharField(required=False, allow_blank=True, max_length=200)
    due_kind = serializers.ChoiceField(
        required=False, allow_blank=True, choices=DueKind.choices, help_text="trống: theo chữ"
    )
    due_on = serializers.DateField(required=False, allow_null=True)
    expected_result = serializers.CharField(required=False, allow_blank=True)
    note = serializers.CharField(required=False, allow_blank=True)
    answers = serializers.DictField(child=serializers.CharField(), required=False)
    version = serializers.IntegerField(required=False, help_text="khi sửa: lần sửa đã xem")


class NewTaskIn(PrintedTaskIn):
    group = serializers.IntegerField(help_text="khóa của nhóm nhiệm vụ")


class DraftLinkOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    version = serializers.IntegerField()


class ProgrammeViewSet(ReadOnlyModelViewSet[WorkProgramme]):
    """Work programmes; the office enters and edits them."""

    serializer_class = ProgrammeOut
    queryset = WorkProgramme.objects.none()

    def get_queryset(self) -> QuerySet[WorkProgramme]:
        return programmes(signed_in_user(self.request))

    @extend_schema(request=ProgrammeIn, responses={201: ProgrammeOut})
    def create(self, request: Request) -> Response:
        """409 with code `twin`."""
        user = keeper(request)
        said = _programme(request, user)
        said.pop("version", None)
        row = add_programme(by=user, **said)
        return Response(self._shown(row.pk), status=201)

    @extend_schema(request=ProgrammeIn, responses=ProgrammeOut)
    def partial_update(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """409 with code `twin` or `stale`."""
        user, row = keeper(request), self.get_object()
        said = _programme(request, user, partial=True)
        change_programme(programme=row, seen=said.pop("version", None), by=user, **said)
        return Response(self._shown(row.pk))

    @extend_schema(responses=PrintedTaskOut(many=True))
    @action(detail=True)
    def tasks(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Every row in the decision's order."""
        rows = printed().filter(group__programme=self.get_object())
        return Response(PrintedTaskOut(rows, many=True).data)

    @extend_schema(request=TaskGroupIn, responses={201: TaskGroupIn})
    @action(detail=True, methods=["post"])
    def groups(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Adds a group; its key is the `id` of the answer."""
        user, row = keeper(request), self.get_object()
        said = TaskGroupIn(data=request.data)
        said.is_valid(raise_exception=True)
        group = add_task_group(programme=row, by=user, **said.validated_data)
        told = {"id": group.pk, "number": group.number, "title": group.title}
        return Response(told, status=201)

    @extend_schema(request=None, responses={201: DraftLinkOut})
    @action(detail=True, methods=["post"])
    def next(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """A draft of the year after; 409 with code `nothing` or `waiting`."""
        user, row = keeper(request), self.get_object()
        draft: Any = start_next(programme=row, by=user)
        return Response(DraftLinkOut(draft).data, status=201)

    @extend_schema(request=None, responses={201: BegunPaperOut, 200: BegunPaperOut})
    @action(detail=True, methods=["post"])
    def decision(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Drafts the decision that issues it; 200 where one waits already. 409 with code `nothing`."""
        user, row = keeper(request), self.get_object()
        letterhead = decision_issuer(user, row, working_day())
        if letterhead is None:
            raise PermissionDenied(NO_ISSUER)
        draft, new = draft_decision(programme=row, letterhead=letterhead, by=user)
        return Response(BegunPaperOut(draft).data, status=201 if new else 200)

    def _shown(self, pk: int) -> dict[str, Any]:
        return dict(ProgrammeOut(self.get_queryset().get(pk=pk)).data)


class PrintedTaskViewSet(GenericViewSet[Task]):
    """Rows of a programme as the office keeps them; what became of them: `tasks`."""

    queryset = Task.objects.none()

    def get_queryset(self) -> QuerySet[Task]:
        user = signed_in_user(self.request)
        return printed().filter(pk__in=Task.objects.visible_to(user).values("pk"))

    @extend_schema(responses=PrintedTaskOut)
    def retrieve(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        return Response(PrintedTaskOut(self.get_object()).data)

    @extend_schema(request=NewTaskIn, responses={201: PrintedTaskOut})
    def create(self, request: Request) -> Response:
        """409 with code `asked` (words that nobody knows: answer them) or `due`."""
        user = keeper(request)
        said = NewTaskIn(data=request.data)
        said.is_valid(raise_exception=True)
        given = dict(said.validated_data)
        groups = TaskGroup.objects.visible_to(user).select_related("programme__paper")
        group: TaskGroup = get_object_or_404(groups, pk=given.pop("group"))
        row = add_task(group=group, by=user, **_understood(group.programme, given, {}))
        return Response(PrintedTaskOut(printed().get(pk=row.pk)).data, status=201)

    @extend_schema(request=PrintedTaskIn, responses=PrintedTaskOut)
    def partial_update(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """409 with code `stale`, `asked` or `due`; what is not sent stays as it is."""
        user, row = keeper(request), self.get_object()
        said = PrintedTaskIn(data=request.data, partial=True)
        said.is_valid(raise_exception=True)
        given = dict(said.validated_data)
        seen = given.pop("version", None)
        now: dict[str, Any] = {name: getattr(row, name) for name in (*CELLS, "due_text")}
        if "due_text" not in given and "due_kind" not in given:
            now |= {"due_kind": row.due_kind, "due_on": row.due_on}
        told = _understood(row.group.programme, now | given, stored_answers(row))
        change_task(task=row, seen=seen, by=user, **told)
        return Response(PrintedTaskOut(printed().get(pk=row.pk)).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """409 with code `used`."""
        remove_task(task=self.get_object(), seen=None, by=keeper(request))
        return Response(status=204)


def keeper(request: Request) -> User:
    user = signed_in_user(request)
    if not keeps_all(user):
        raise PermissionDenied(NOT_THE_OFFICE)
    return user


def printed() -> QuerySet[Task]:
    rows: QuerySet[Task] = Task.objects.select_related("group__programme__paper").prefetch_related(
        "parties__agency", "parties__group", "references__paper"
    )
    return rows.order_by("group__order", "order")


def _programme(request: Request, user: User, *, partial: bool = False) -> dict[str, Any]:
    said = ProgrammeIn(data=request.data, partial=partial)
    said.is_valid(raise_exception=True)
    given = dict(said.validated_data)
    if "paper" in given:
        papers = OfficialDocument.objects.visible_to(user).out()
        given["paper"] = get_object_or_404(papers, pk=given["paper"])
    return given


def _understood(
    programme: WorkProgramme, given: dict[str, Any], answers: dict[str, str]
) -> dict[str, Any]:
    """The cells with whom and when they mean. Refusals: `asked`, `due`."""
    known = Parties(day_of(programme))
    answers = answers | given.get("answers", {})
    leads = known.read(given.get("leads_text", ""), answers)
    coordinators = known.read(given.get("coordinators_text", ""), answers)
    _refuse_asked([*leads, *coordinators])
    words = " ".join(given.get("due_text", "").split())
    kind, on = given.get("due_kind", ""), given.get("due_on")
    if not kind:
        try:
            due = read_due(words, programme.year)
        except ValueError as error:
            raise ValidationError({"due_text": str(error)}, code="due") from error
        kind, on = due.kind, due.on
    cells = {name: given.get(name, "") for name in CELLS}
    return {
        "wording": Wording(**cells, due_text=words, due_kind=kind, due_on=on),
        "leads": leads,
        "coordinators": coordinators,
        "references": _references(cells),
    }


def _refuse_asked(pieces: list[Piece]) -> None:
    asked = [f"«{one.text}» ({one.key})" for one in pieces if one.asked]
    if asked:
        raise ValidationError(
            f"Không rõ {', '.join(asked)} là ai: hãy trả lời trong answers.", code="asked"
        )


def _references(cells: dict[str, str]) -> list[Cited]:
    texts = [cells[name] for name in ("note", "expected_result", "content")]
    return cited_in(texts, papers_named(texts))
