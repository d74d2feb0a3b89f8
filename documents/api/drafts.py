"""The words of a draft through the API: read, saved, compared, fed; the same services as the editor's page."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.exceptions import ValidationError as BadRequest
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.calendar import working_day
from accounts.http import signed_in_user
from documents.blocks import from_json, to_json
from documents.blocks.differing import Difference
from documents.blocks.merging import clashes
from documents.choices import ON_ITS_WAY
from documents.models import OfficialDocument, PaperVersion
from documents.permissions import may_edit_paper
from documents.selectors.content import content_of
from documents.selectors.versions import compared
from documents.services.editing import refuse_foreign, save_edited
from documents.services.sources import fed, fed_anew, sources_for

NOT_IN_HAND = "Văn bản đang do người khác giữ, hoặc không còn là dự thảo."


class PaperDraftOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    version = serializers.IntegerField()
    state = serializers.CharField()
    editable = serializers.SerializerMethodField(help_text="bạn sửa được")
    content = serializers.SerializerMethodField(help_text="như `PUT` nhận")

    def get_editable(self, paper: OfficialDocument) -> bool:
        return may_edit_paper(self.context["user"], paper)

    def get_content(self, paper: OfficialDocument) -> dict[str, Any]:
        return content_of(paper)


class PaperDraftIn(serializers.Serializer[Any]):
    seen = serializers.IntegerField(help_text="`version` đã xem")
    content = serializers.DictField(help_text="phần bỏ ra thì giữ như cũ")


class PaperVersionOut(serializers.ModelSerializer[PaperVersion]):
    by = serializers.CharField(source="by.username", default="")

    class Meta:
        model = PaperVersion
        fields = ["number", "by", "recorded_at"]


class PaperWordsOut(serializers.Serializer[Any]):
    text = serializers.CharField()
    change = serializers.CharField(help_text="added, removed hoặc trống")


class PaperDifferenceOut(serializers.Serializer[Any]):
    part = serializers.CharField()
    change = serializers.CharField(help_text="added, removed hoặc changed")
    words = PaperWordsOut(many=True)


class PaperOfferOut(serializers.Serializer[Any]):
    key = serializers.CharField(help_text="nguồn")
    words = serializers.CharField()
    arguments = serializers.DictField(child=serializers.CharField())


class PaperFeedIn(serializers.Serializer[Any]):
    seen = serializers.IntegerField(help_text="`version` đã xem")
    key = serializers.CharField(required=False, help_text="trống: lấy lại mọi khối từ số liệu")
    arguments = serializers.DictField(child=serializers.CharField(), required=False)
    place = serializers.IntegerField(
        required=False, min_value=0, help_text="số khối đứng trước; trống là cuối nội dung"
    )


class DraftViewSet(GenericViewSet[OfficialDocument]):
    """Papers on their way, as their people write them."""

    queryset = OfficialDocument.objects.none()
    serializer_class = PaperDraftOut
    pagination_class = None

    def get_queryset(self) -> QuerySet[OfficialDocument]:
        rows = OfficialDocument.objects.visible_to(signed_in_user(self.request))
        return rows.filter(state__in=ON_ITS_WAY).select_related("letterhead", "issuer")

    @extend_schema(responses=PaperDraftOut)
    def retrieve(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        return self._out(self.get_object())

    @extend_schema(request=PaperDraftIn, responses=PaperDraftOut)
    def update(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Save. Changes of others to different blocks are joined.

        409 with code `clash` (and both versions of each place), `locked`, `stale`, `made` or `table`.
        """
        paper = self._in_hand()
        said = PaperDraftIn(data=request.data)
        said.is_valid(raise_exception=True)
        content = content_of(paper) | said.validated_data["content"]
        body = content["body"]
        if not isinstance(body, list):
            raise BadRequest({"body": ["Nội dung là một danh sách khối."]})
        refuse_foreign(paper, body)
        return self._saved(paper, content, said.validated_data["seen"])

    @extend_schema(responses=PaperVersionOut(many=True))
    @action(detail=True)
    def versions(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        rows = self.get_object().versions.select_related("by").defer("content")
        return Response(PaperVersionOut(rows, many=True).data)

    @extend_schema(
        parameters=[OpenApiParameter("older", int, required=True), OpenApiParameter("newer", int)],
        responses=PaperDifferenceOut(many=True),
    )
    @action(detail=True)
    def differences(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """What differs between two versions, word by word; without `newer`, to the present one."""
        paper, asked = self.get_object(), request.query_params
        older = _version(paper, asked.get("older", ""))
        newer = _version(paper, asked.get("newer", str(paper.version)))
        parts, text = compared(older.content, newer.content, signed_in_user(request))
        told = [_told(part.name, one) for part in parts for one in part.lines if one.change]
        told += [_told("Nội dung", one) for one in text if one.change]
        return Response(told)

    @extend_schema(responses=PaperOfferOut(many=True))
    @action(detail=True)
    def sources(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """What data can be put on this paper."""
        found = sources_for(self.get_object(), signed_in_user(request))
        told = [
            {
                "key": one.key,
                "words": f"{one.source.label}: {offer.label}",
                "arguments": offer.arguments,
            }
            for one in found
            for offer in one.offers
        ]
        return Response(told)

    @extend_schema(request=PaperFeedIn, responses=PaperDraftOut)
    @action(detail=True, methods=["post"])
    def feed(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Put in blocks from data, or ask for all of them anew. 409 with code `source`, `frozen` or `stale`."""
        paper = self._in_hand()
        said = PaperFeedIn(data=request.data)
        said.is_valid(raise_exception=True)
        given, blocks = said.validated_data, from_json(paper.body)
        if "key" in given:
            place = given.get("place", len(blocks))
            offered = [
                offer.arguments
                for one in sources_for(paper, signed_in_user(request))
                for offer in one.offers
                if one.key == given["key"]
            ]
            arguments = given.get("arguments", offered[0] if offered else {})
            if arguments not in offered:
                raise ValidationError(
                    "Nguồn này không có cho văn bản. Xem `sources`.", code="source"
                )
            new = fed(paper, given["key"], arguments, working_day())
            blocks = (*blocks[:place], new, *blocks[place:])
        else:
            blocks = fed_anew(paper, blocks, working_day())
        return self._saved(
            paper, content_of(paper) | {"body": to_json(blocks)}, given["seen"], join=False
        )

    def _in_hand(self) -> OfficialDocument:
        paper = self.get_object()
        if not may_edit_paper(signed_in_user(self.request), paper):
            raise PermissionDenied(NOT_IN_HAND)
        return paper

    def _saved(
        self, paper: OfficialDocument, content: dict[str, Any], seen: int, *, join: bool = True
    ) -> Response:
        user = signed_in_user(self.request)
        try:
            saved = save_edited(paper=paper, content=content, seen=seen, by=user, join=join)
        except ValidationError as refusal:
            if hasattr(refusal, "error_dict"):
                raise BadRequest(refusal.message_dict) from None
            raise
        if not saved.is_clash:
            return self._out(saved.paper)
        told = {
            "detail": [f"{saved.joined} vừa sửa cùng chỗ. Chọn một bản rồi lưu lại."],
            "code": "clash",
            "version": saved.paper.version,
            "parts": {
                name: {"mine": one.mine, "theirs": one.theirs}
                for name, one in saved.clashed.items()
            },
            "blocks": [{"mine": one.mine, "theirs": one.theirs} for one in clashes(saved.rows)],
        }
        return Response(told, status=409)

    def _out(self, paper: OfficialDocument) -> Response:
        context = {"user": signed_in_user(self.request)}
        return Response(PaperDraftOut(paper, context=context).data)


def _version(paper: OfficialDocument, number: str) -> PaperVersion:
    found = paper.versions.filter(number=number).first() if number.isdecimal() else None
    if found is None:
        raise NotFound("Không có phiên bản đó.")
    return found


def _told(part: str, one: Difference) -> dict[str, Any]:
    words = [{"text": some.text, "change": some.change} for some in one.words]
    return {"part": part, "change": one.change, "words": words}
