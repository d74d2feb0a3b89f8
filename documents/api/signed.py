"""Files of papers through the API: handed in, checked and given out as on the pages."""

from typing import Any

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from accounts.http import signed_in_user
from documents.choices import PaperFileKind
from documents.forms.signed import PaperFileForm
from documents.http import file_response
from documents.models import OfficialDocument, PaperFile
from documents.permissions import may_add_file
from documents.selectors.paper_files import kinds_open
from documents.services.signed import attach_file


class PaperSignatureOut(serializers.Serializer[Any]):
    signer = serializers.CharField()
    organisation = serializers.CharField()
    time = serializers.DateTimeField(allow_null=True)
    time_source = serializers.CharField(help_text="stamp, unknown_stamp, claimed hoặc trống")
    valid = serializers.BooleanField()
    trust = serializers.CharField(
        help_text="trusted, unknown_root, expired, revoked, revocation_unknown"
    )
    words = serializers.CharField(help_text="vì sao không hợp lệ")


class PaperFileReportOut(serializers.Serializer[Any]):
    original_intact = serializers.BooleanField(
        allow_null=True, help_text="phần đầu là bản in để ký; null: không có bản in để so"
    )
    covers_whole = serializers.BooleanField()
    modification = serializers.CharField(help_text="none, archival, signatures, other")
    signatures = PaperSignatureOut(many=True)


class PaperFileOut(serializers.ModelSerializer[PaperFile]):
    kind = serializers.CharField()
    media_type = serializers.CharField(source="file.media_type")
    size = serializers.IntegerField(source="file.size")
    sha256 = serializers.CharField(source="file.sha256")
    by = serializers.CharField(source="by.username", default="")
    report = serializers.SerializerMethodField()

    class Meta:
        model = PaperFile
        fields = [
            *("id", "paper", "kind", "name", "media_type", "size", "sha256"),
            *("version", "report", "note", "by", "recorded_at"),
        ]

    @extend_schema(responses=PaperFileReportOut)
    def get_report(self, row: PaperFile) -> dict[str, Any] | None:
        return row.report or None


class PaperFileIn(serializers.Serializer[Any]):
    paper = serializers.IntegerField()
    kind = serializers.CharField(
        help_text=", ".join(one for one in PaperFileKind if one != PaperFileKind.PRINTED)
    )
    file = serializers.FileField()
    copy = serializers.FileField(
        required=False, help_text="với `word`: bản đã ký làm từ tệp Word đó"
    )
    note = serializers.CharField(max_length=300, required=False, allow_blank=True)


class PaperFileViewSet(ReadOnlyModelViewSet[PaperFile]):
    """Files of the papers that one sees: prints to be signed, signed copies with what was found, scans."""

    serializer_class = PaperFileOut
    parser_classes = [MultiPartParser, FormParser]
    queryset = PaperFile.objects.none()

    def get_queryset(self) -> QuerySet[PaperFile]:
        seen = OfficialDocument.objects.visible_to(signed_in_user(self.request))
        rows = PaperFile.objects.filter(paper__in=seen.order_by())
        paper = self.request.query_params.get("paper", "")
        if paper.isdecimal() and self.action == "list":
            rows = rows.filter(paper=int(paper))
        return rows.select_related("file", "by").order_by("pk")

    @extend_schema(parameters=[OpenApiParameter("paper", int)])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(request=PaperFileIn, responses={201: PaperFileOut})
    def create(self, request: Request) -> Response:
        """409 with code `signature` (and why), `old_print`, `state`, `kind`, `copy`, `twice` or of the file itself."""
        user = signed_in_user(request)
        asked = PaperFileIn(data=request.data)
        asked.is_valid(raise_exception=True)
        seen = OfficialDocument.objects.visible_to(user)
        rows = seen.select_related("issuer", "letterhead__agency")
        paper = get_object_or_404(rows, pk=asked.validated_data["paper"])
        if not may_add_file(user, paper):
            raise PermissionDenied("Chỉ người của cơ quan ban hành nộp được tệp của văn bản này.")
        form = PaperFileForm(request.data, request.FILES, kinds=kinds_open(paper))
        if not form.is_valid():
            wrong = {name: [str(one) for one in said] for name, said in form.errors.items()}
            raise serializers.ValidationError(wrong)
        row = attach_file(paper=paper, by=user, **form.said())
        return Response(PaperFileOut(row).data, status=201)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def content(self, request: Request, pk: str) -> HttpResponseBase:  # noqa: ARG002
        """The bytes as they came."""
        row = self.get_object()
        try:
            return file_response(request._request, row.file, name=row.name)  # noqa: SLF001
        except FileNotFoundError:
            raise NotFound("Tệp này không còn trên máy chủ.") from None
