"""Issuers through the API: their heads, who takes which step; the same forms and services as the pages."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from accounts.calendar import working_day
from accounts.http import signed_in_user
from documents.choices import PaperKind
from documents.forms.letterheads import RightForm, SymbolRuleForm
from documents.models import Letterhead, SymbolRule
from documents.permissions import may_draft, may_keep_letterhead
from documents.selectors.issuers import issuer_page, issuers
from documents.selectors.letterheads import notation_for
from documents.selectors.numbering import numbering
from documents.services.letterheads import drop_symbol_rule, give_right, set_symbol_rule

NOT_YOURS = "Chỉ đầu mối, thủ trưởng của cơ quan ghi quyền các bước và mẫu ký hiệu."


class LetterheadOut(serializers.ModelSerializer[Letterhead]):
    agency = serializers.CharField(source="agency.slug")

    class Meta:
        model = Letterhead
        fields = [
            *("id", "agency", "name", "is_post", "superior", "code", "place", "head_post"),
            *("collective", "archive", "own_series", "by_unit_head", "by_form_check"),
            *("starts", "ends", "version"),
        ]


class SymbolRuleOut(serializers.ModelSerializer[SymbolRule]):
    kind = serializers.CharField(help_text="QĐ, KH, BC, CV, …")

    class Meta:
        model = SymbolRule
        fields = ["id", "kind", "template", "series"]


class SymbolRuleIn(serializers.Serializer[Any]):
    kind = serializers.CharField(help_text="QĐ, KH, BC, CV, …; mẫu đã có của loại được thay")
    template = serializers.CharField(max_length=60, help_text="{kind}, {code}, {unit}")
    series = serializers.CharField(
        max_length=30, required=False, allow_blank=True, help_text="trống: dãy số chung"
    )


class StepHoldersOut(serializers.Serializer[Any]):
    step = serializers.CharField()
    holders = serializers.CharField(source="names", help_text="ai làm hôm nay")
    default = serializers.CharField(help_text="vai trò mặc định; trống khi cơ quan đã ghi quyền")


class LetterheadDetailOut(LetterheadOut):
    may_draft = serializers.SerializerMethodField()
    steps = serializers.SerializerMethodField()

    class Meta(LetterheadOut.Meta):
        fields = [*LetterheadOut.Meta.fields, "may_draft", "steps"]

    def get_may_draft(self, row: Letterhead) -> bool:
        return may_draft(self.context["user"], row)

    @extend_schema_field(StepHoldersOut(many=True))
    def get_steps(self, row: Letterhead) -> Any:
        return StepHoldersOut(issuer_page(row).steps, many=True).data


class NumberOut(serializers.Serializer[Any]):
    notation = serializers.CharField()
    last = serializers.IntegerField(help_text="số cuối đã biết của năm; 0 là chưa có")
    gaps = serializers.ListField(child=serializers.IntegerField())
    proposed = serializers.CharField(allow_blank=True)


class RightIn(serializers.Serializer[Any]):
    step = serializers.CharField(help_text="draft, approve, check, sign, number, issue")
    username = serializers.CharField(required=False, allow_blank=True)
    role = serializers.CharField(required=False, allow_blank=True)
    authority = serializers.CharField(required=False, allow_blank=True, help_text="KT., TUQ., …")
    post = serializers.CharField(required=False, allow_blank=True)
    second_post = serializers.CharField(required=False, allow_blank=True)
    basis = serializers.CharField(required=False, allow_blank=True)
    starts = serializers.DateField()
    ends = serializers.DateField(required=False)


RULE = OpenApiParameter("rule", int, OpenApiParameter.PATH)


class LetterheadViewSet(ReadOnlyModelViewSet[Letterhead]):
    """In whose name papers are written, own ones first."""

    serializer_class = LetterheadOut
    queryset = Letterhead.objects.none()

    def get_queryset(self) -> QuerySet[Letterhead]:
        return issuers(signed_in_user(self.request), self.request.query_params.get("text", ""))

    @extend_schema(parameters=[OpenApiParameter("text", str, description="tên cơ quan")])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(responses=LetterheadDetailOut)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        return self._detail(self.get_object())

    @extend_schema(
        parameters=[
            OpenApiParameter("kind", str, required=True),
            OpenApiParameter("year", int),
            OpenApiParameter("unit", str),
        ],
        responses=NumberOut,
    )
    @action(detail=True)
    def next_number(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """The notation of a kind, and how far its row of numbers is."""
        row, asked = self.get_object(), request.query_params
        kind, year = asked.get("kind", ""), asked.get("year", str(working_day().year))
        if kind not in PaperKind.values or not year.isdecimal():
            raise serializers.ValidationError({"kind": ["Loại hoặc năm không có."]})
        row_of = numbering(row, kind, int(year))
        told = {
            "notation": notation_for(row, kind, asked.get("unit", "")),
            "last": row_of.last,
            "gaps": list(row_of.gaps),
            "proposed": row_of.proposed,
        }
        return Response(told)

    @extend_schema(request=RightIn, responses={201: LetterheadDetailOut})
    @action(detail=True, methods=["post"])
    def rights(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Say who takes a step. 409 with code `who` or `twin`."""
        row = self._kept()
        form = RightForm(request.data, agency=row.agency)
        _refuse(form)
        give_right(letterhead=row, by=signed_in_user(request), **form.said())
        return self._detail(self.get_object(), status=201)

    @extend_schema(responses=SymbolRuleOut(many=True), filters=False)
    @action(detail=True, url_path="symbol-rules", pagination_class=None)
    def symbol_rules(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """What its kinds are called; a kind without a rule goes by NĐ 30/2020."""
        rows = self.get_object().symbol_rules.all()
        return Response(SymbolRuleOut(rows, many=True).data)

    @extend_schema(request=SymbolRuleIn, responses={201: SymbolRuleOut})
    @symbol_rules.mapping.post
    def set_symbol_rule(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """The rule of a kind, in place of the one before. 409 with code `template`."""
        row = self._kept()
        form = SymbolRuleForm(request.data)
        _refuse(form)
        rule = set_symbol_rule(letterhead=row, by=signed_in_user(request), **form.cleaned_data)
        return Response(SymbolRuleOut(rule).data, status=201)

    @extend_schema(responses={204: None}, parameters=[RULE])
    @action(detail=True, methods=["delete"], url_path=r"symbol-rules/(?P<rule>\d{1,9})")
    def symbol_rule(self, request: Request, pk: str, rule: str) -> Response:  # noqa: ARG002
        """The kind goes by NĐ 30/2020 again."""
        found = get_object_or_404(self._kept().symbol_rules.select_related("letterhead"), pk=rule)
        drop_symbol_rule(rule=found, by=signed_in_user(request))
        return Response(status=204)

    def _kept(self) -> Letterhead:
        row = self.get_object()
        if not may_keep_letterhead(signed_in_user(self.request), row):
            raise PermissionDenied(NOT_YOURS)
        return row

    def _detail(self, row: Letterhead, status: int = 200) -> Response:
        context = {"user": signed_in_user(self.request)}
        return Response(LetterheadDetailOut(row, context=context).data, status=status)


def _refuse(form: Any) -> None:
    if not form.is_valid():
        raise serializers.ValidationError(form.errors)
