"""Prints of papers through the API: asked for, watched, taken away as PDF or Word."""

from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.http import signed_in_user
from documents import tasks
from documents.models import OfficialDocument
from documents.selectors.prints import PaperPrint, latest_print, print_of
from documents.services.content import DOCX, PDF
from documents.services.printing import file_name
from documents.services.word import paper_as_word

NOT_PRINTED = "Văn bản chưa có bản in của nội dung hiện tại. Yêu cầu in trước (POST)."


class PaperPrintOut(serializers.Serializer[Any]):
    state = serializers.CharField(
        source="last.state", default="", help_text="queued, running, done, failed; trống: chưa in"
    )
    ready = serializers.SerializerMethodField(help_text="đã có bản in của nội dung hiện tại")
    version = serializers.IntegerField(source="last.version", default=None)
    progress = serializers.IntegerField(source="last.progress", default=0, help_text="phần trăm")
    pages_done = serializers.IntegerField(
        source="last.pages_done", default=0, help_text="số trang đã dàn"
    )
    pages = serializers.IntegerField(source="ready.pages", default=None)
    sha256 = serializers.CharField(source="ready.file.sha256", default="")
    error = serializers.CharField(source="last.error", default="")

    def get_ready(self, said: PaperPrint) -> bool:
        return said.ready is not None


class PaperPrintViewSet(GenericViewSet[OfficialDocument]):
    """The print of a paper, by the paper's key. Whoever may read the paper may print it."""

    serializer_class = PaperPrintOut
    queryset = OfficialDocument.objects.none()

    def get_queryset(self) -> QuerySet[OfficialDocument]:
        seen = OfficialDocument.objects.visible_to(signed_in_user(self.request))
        return seen.select_related("issuer", "letterhead")

    @extend_schema(responses=PaperPrintOut)
    def retrieve(self, *_: object, **__: object) -> Response:
        return Response(self.get_serializer(print_of(self.get_object())).data)

    @extend_schema(request=None, responses={202: PaperPrintOut})
    @action(detail=True, methods=["post"])
    def ask(self, request: Request, **_: Any) -> Response:
        """Ask for a print of what the paper says now; a finished one is not made again."""
        paper = self.get_object()
        tasks.print_soon(paper, signed_in_user(request))
        return Response(self.get_serializer(print_of(paper)).data, status=202)

    @extend_schema(responses={(200, PDF.media_type): OpenApiTypes.BINARY})
    @action(detail=True)
    def pdf(self, *_: object, **__: object) -> FileResponse:
        """The exact bytes, as they are to be signed."""
        paper = self.get_object()
        run = latest_print(paper)
        if run is None or run.file is None:
            raise NotFound(NOT_PRINTED)
        return FileResponse(
            run.file.content.open(),
            as_attachment=True,
            filename=file_name(paper, "pdf"),
            content_type=PDF.media_type,
        )

    @extend_schema(responses={(200, DOCX.media_type): OpenApiTypes.BINARY})
    @action(detail=True)
    def docx(self, *_: object, **__: object) -> HttpResponse:
        """The paper as it stands, for Word."""
        paper = self.get_object()
        if not paper.body:
            raise NotFound("Văn bản này chỉ vào sổ, hệ thống không có toàn văn.")
        name = file_name(paper, "docx")
        return HttpResponse(
            paper_as_word(paper),
            content_type=DOCX.media_type,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
