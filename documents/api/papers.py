"""Papers and their steps through the API: the same selectors, permissions, forms and services as the pages."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as Refusal
from django.db.models import QuerySet
from django.http import QueryDict
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from accounts.calendar import working_day
from accounts.http import signed_in_user
from documents.choices import PaperAct
from documents.forms.steps import FORMS, StartForm, TakeForm
from documents.models import OfficialDocument, PaperStep
from documents.permissions import letterheads_of, may_edit_paper, may_take
from documents.selectors.checks import findings_of
from documents.selectors.register import Filters, read_code, register
from documents.selectors.steps import BY_SLUG, MOVES, step_of, waiting_for
from documents.selectors.way import Way, way_of
from documents.services import steps
from documents.services.drafts import start_draft

FILTERS = {"text": "q", "kind": "loai", "agency": "co-quan", "year": "nam", "state": "trang-thai"}
CODE = OpenApiParameter("code", str, description="mã ở chân bản in, gõ thế nào cũng được")
ACTS = [(move.slug, move.label) for act, move in MOVES.items() if act != PaperAct.REPLACED]
TAKEN: dict[PaperAct, Callable[..., Any]] = {
    PaperAct.SENT_UP: steps.send_up,
    PaperAct.APPROVED: steps.approve,
    PaperAct.CHECKED: steps.confirm_form,
    PaperAct.RETURNED: steps.send_back,
    PaperAct.TAKEN_BACK: steps.take_back,
    PaperAct.SIGNED: steps.sign,
    PaperAct.NUMBERED: steps.give_number,
    PaperAct.ISSUED: steps.issue,
    PaperAct.RECALLED: steps.recall,
}


class PaperOut(serializers.ModelSerializer[OfficialDocument]):
    kind = serializers.CharField(help_text="QĐ, KH, BC, CV, …")
    state = serializers.CharField()
    issuer = serializers.CharField(source="issuer.slug", default="")
    symbol = serializers.CharField(help_text="số và ký hiệu như đã ban hành")

    class Meta:
        model = OfficialDocument
        fields = [
            *("id", "kind", "symbol", "number", "notation", "title", "state", "issuer"),
            *("issuer_text", "place", "day", "month", "year", "signer_prefix", "signer_post"),
            *("signer_second_post", "signer_name", "version", "code", "demo"),
        ]


class PaperStepOut(serializers.ModelSerializer[PaperStep]):
    act = serializers.CharField()
    state = serializers.CharField()
    by = serializers.CharField(source="by.username", default="")
    on_behalf_of = serializers.CharField(source="on_behalf_of.username", default="")
    findings = serializers.ListField(child=serializers.DictField())
    details = serializers.DictField()

    class Meta:
        model = PaperStep
        fields = [
            *("id", "act", "state", "version", "words", "findings", "details"),
            *("by", "on_behalf_of", "at"),
        ]


class NextStepOut(serializers.Serializer[Any]):
    act = serializers.CharField(source="slug", help_text="như `step` nhận")
    label = serializers.CharField()  # type: ignore[assignment]
    may = serializers.BooleanField(help_text="bạn làm được")
    holders = serializers.CharField(source="names", help_text="ai giữ bước này")


class PaperDetailOut(PaperOut):
    may_edit = serializers.SerializerMethodField()
    next_steps = serializers.SerializerMethodField()
    history = serializers.SerializerMethodField()

    class Meta(PaperOut.Meta):
        fields = [*PaperOut.Meta.fields, "may_edit", "next_steps", "history"]

    def get_may_edit(self, paper: OfficialDocument) -> bool:
        return may_edit_paper(self.context["user"], paper)

    @extend_schema_field(NextStepOut(many=True))
    def get_next_steps(self, paper: OfficialDocument) -> Any:
        way = self._way(paper)
        return NextStepOut(way.steps if way else [], many=True).data

    @extend_schema_field(PaperStepOut(many=True))
    def get_history(self, paper: OfficialDocument) -> Any:
        way = self._way(paper)
        return PaperStepOut(way.history if way else [], many=True).data

    def _way(self, paper: OfficialDocument) -> Way | None:
        if not hasattr(self, "_kept_way"):
            self._kept_way = way_of(paper, self.context["user"])
        return self._kept_way


class PaperIn(serializers.Serializer[Any]):
    kind = serializers.CharField(help_text="QĐ, KH, BC, CV, TTr, TB, HD, NQ")
    letterhead = serializers.IntegerField(help_text="chủ thể ban hành, xem /letterheads/")
    title = serializers.CharField(max_length=500)
    unit_name = serializers.CharField(max_length=60, required=False, allow_blank=True)


class TakeIn(serializers.Serializer[Any]):
    act = serializers.ChoiceField(choices=ACTS)
    seen = serializers.IntegerField(required=False, help_text="`version` đã xem")
    words = serializers.CharField(
        required=False, allow_blank=True, help_text="ý kiến; lý do khi trả lại, thu hồi"
    )
    own_block = serializers.BooleanField(required=False, help_text="ký với tư cách của bạn")
    number = serializers.CharField(required=False)
    notation = serializers.CharField(required=False)
    day = serializers.DateField(required=False, help_text="ngày văn bản")
    sure = serializers.BooleanField(
        required=False, help_text="số đúng dù trùng hoặc bỏ trống số trước"
    )


class PaperViewSet(ReadOnlyModelViewSet[OfficialDocument]):
    """The register, drafts of one's own agency, and the way of each paper. Words: /paper-drafts/."""

    serializer_class = PaperOut
    queryset = OfficialDocument.objects.none()

    def get_queryset(self) -> QuerySet[OfficialDocument]:
        user = signed_in_user(self.request)
        if self.action != "list":
            rows = OfficialDocument.objects.visible_to(user)
            return rows.select_related("issuer", "by", "letterhead__agency")
        asked, given = self.request.query_params, QueryDict(mutable=True)
        for name, field in FILTERS.items():
            given[field] = asked.get(name, "")
        found = register(user, Filters.read(given))
        if "code" not in asked:
            return found
        code = read_code(asked["code"])
        return found.filter(code=code) if code else found.none()

    @extend_schema(parameters=[*(OpenApiParameter(name, str) for name in FILTERS), CODE])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(responses=PaperDetailOut)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        return self._detail(self.get_object())

    @extend_schema(request=PaperIn, responses={201: PaperDetailOut})
    def create(self, request: Request) -> Response:
        """Begin a draft; its head, notation and signer come from the letterhead."""
        user = signed_in_user(request)
        letterheads = letterheads_of(user, working_day())
        if not letterheads:
            raise PermissionDenied("Bạn chưa có quyền soạn văn bản nhân danh cơ quan nào.")
        form = StartForm(request.data, letterheads=letterheads)
        _refuse(form)
        return self._detail(start_draft(by=user, **form.cleaned_data), status=201)

    @extend_schema(responses=PaperOut(many=True))
    @action(detail=False)
    def waiting(self, request: Request) -> Response:
        """Drafts of one's own, and papers whose next step is one's own."""
        rows = waiting_for(signed_in_user(request)).defer("body")
        page = self.paginate_queryset(rows)
        data = PaperOut(rows if page is None else page, many=True).data
        return Response(data) if page is None else self.get_paginated_response(data)

    @extend_schema(request=TakeIn, responses=PaperDetailOut)
    @action(detail=True, methods=["post"])
    def step(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Take a step. 409 with code `state`, `stale`, `block`, `file`, `double` or `gap`."""
        paper, user = self.get_object(), signed_in_user(request)
        said = TakeIn(data=request.data)
        said.is_valid(raise_exception=True)
        act = BY_SLUG[said.validated_data["act"]]
        _refuse_others(user, paper, act)
        form = FORMS.get(act, TakeForm)(request.data, paper=paper)
        _refuse(form)
        given = form.said() if hasattr(form, "said") else form.cleaned_data
        if act == PaperAct.CHECKED:
            given = given | {"findings": [one.to_json() for one in findings_of(paper)]}
        TAKEN[act](paper=paper, by=user, **given)
        return self._detail(self.get_object())

    @extend_schema(request=None, responses={201: PaperDetailOut})
    @action(detail=True, methods=["post"])
    def replace(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Begin a draft that takes this paper's place once it is issued. 409 with code `state`."""
        paper, user = self.get_object(), signed_in_user(request)
        _refuse_others(user, paper, PaperAct.REPLACED)
        return self._detail(steps.replace_with(paper=paper, by=user), status=201)

    def _detail(self, paper: OfficialDocument, status: int = 200) -> Response:
        context = {"user": signed_in_user(self.request)}
        return Response(PaperDetailOut(paper, context=context).data, status=status)


def _refuse_others(user: Any, paper: OfficialDocument, act: PaperAct) -> None:
    """A step that the paper's state no longer allows is the service's to refuse."""
    move = MOVES[act]
    if paper.letterhead is None:
        raise Refusal("Văn bản chỉ vào sổ, không có bước nào.", code="state")
    if move.step is None and paper.state not in move.states:
        if not paper.is_on_its_way:
            raise PermissionDenied("Văn bản không còn ở bước trả lại được.")
        return
    if not may_take(user, paper, step_of(paper, act)):
        raise PermissionDenied("Bước này là việc của người khác: xem `next_steps`.")


def _refuse(form: Any) -> None:
    if not form.is_valid():
        raise serializers.ValidationError(form.errors)
