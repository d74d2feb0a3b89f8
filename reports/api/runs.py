"""Reports through the API: ask, watch, download."""

from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.viewsets import ReadOnlyModelViewSet

from accounts.calendar import working_day
from accounts.http import signed_in_user
from communes.exports import MEDIA_TYPE, to_book
from communes.models import Agency, Commune
from criteria.models import Round
from documents.services.content import DOCX
from documents.services.word import page_as_word
from reports import services, tasks
from reports.choices import Kind, RunState
from reports.kinds import KINDS
from reports.models import ReportRun
from reports.permissions import may_request
from reports.selectors.compared import compared
from reports.selectors.pages import page_of
from reports.selectors.run_page import run_page, words_of
from reports.selectors.run_sheets import sheets_of
from reports.selectors.runs import frozen_figures


class ReportRunIn(serializers.Serializer[Any]):
    """Which report, of which agency (its slug), for the round of which year; a sheet: of which commune (its code)."""

    kind = serializers.ChoiceField(choices=Kind.choices)
    agency = serializers.SlugField()
    year = serializers.IntegerField(min_value=2000, max_value=2100, required=False)
    commune = serializers.SlugField(required=False)

    def validate_agency(self, value: str) -> Agency:
        agency: Agency | None = Agency.objects.on(working_day()).filter(slug=value).first()
        if agency is None:
            raise serializers.ValidationError(f"Không có cơ quan «{value}» ở ngày làm việc.")
        return agency

    def validate_commune(self, value: str) -> Commune:
        commune: Commune | None = Commune.objects.on(working_day()).filter(code=value).first()
        if commune is None:
            raise serializers.ValidationError(f"Không có xã «{value}» ở ngày làm việc.")
        return commune

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        kind = Kind(attrs["kind"])
        rounds = KINDS[kind].rounds
        period = Round.objects.filter(kind=rounds, year=attrs.get("year", 0)).first()
        if rounds and period is None:
            raise serializers.ValidationError({"year": ["Năm này chưa có kỳ đánh giá."]})
        commune = attrs.get("commune") if KINDS[kind].of_commune else None
        return {"kind": kind, "agency": attrs["agency"], "round": period, "commune": commune}


class ReportRunListed(serializers.ModelSerializer[ReportRun]):
    agency = serializers.SlugRelatedField[Agency](slug_field="slug", read_only=True)
    commune = serializers.SlugRelatedField[Commune](slug_field="code", read_only=True)
    criteria_set = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    file = serializers.SerializerMethodField()

    class Meta:
        model = ReportRun
        fields = [
            "id",
            "kind",
            "agency",
            "commune",
            "criteria_set",
            "period_starts",
            "as_of",
            "known_at",
            "state",
            "progress",
            "step",
            "attempt",
            "error",
            "requested_at",
            "finished_at",
            "file",
        ]

    def get_file(self, run: ReportRun) -> str | None:
        if run.state != RunState.DONE:
            return None
        address: str = reverse("report-run-file", [run.pk], request=self.context["request"])
        return address


class ReportRunOut(ReportRunListed):
    """The run with its frozen figures."""

    figures = serializers.JSONField(read_only=True, allow_null=True)

    class Meta(ReportRunListed.Meta):
        fields = [*ReportRunListed.Meta.fields, "figures"]


class FigurePairOut(serializers.Serializer[Any]):
    """A figure in two reports, as printed; blank is not reported, null is not in that report at all."""

    name = serializers.CharField(source="label")
    was = serializers.CharField(allow_null=True, allow_blank=True)
    now = serializers.CharField(allow_null=True, allow_blank=True)
    difference = serializers.CharField(allow_blank=True)
    rows = serializers.CharField(source="address", allow_blank=True)


class TablePairsOut(serializers.Serializer[Any]):
    """The cells of a table that differ, and the rows that came or went."""

    caption = serializers.CharField()
    pairs = FigurePairOut(many=True)
    came = serializers.ListField(child=serializers.CharField())
    went = serializers.ListField(child=serializers.CharField())


class RunComparisonOut(serializers.Serializer[Any]):
    facts = FigurePairOut(many=True)
    tables = TablePairsOut(many=True)


class WordsPlaceOut(serializers.Serializer[Any]):
    """A place of the text that people write; `open` while nobody has."""

    place = serializers.IntegerField()
    heading = serializers.CharField(allow_blank=True)
    text = serializers.CharField(allow_blank=True)
    open = serializers.BooleanField()


class RunWordsOut(serializers.Serializer[Any]):
    """What people wrote in a report's paper, as of a version of it."""

    version = serializers.IntegerField(allow_null=True)
    words = WordsPlaceOut(many=True)


class WordsPlaceIn(serializers.Serializer[Any]):
    place = serializers.IntegerField(min_value=0)
    text = serializers.CharField(allow_blank=True)


class RunWordsIn(serializers.Serializer[Any]):
    """New words at places of the version that was read; each line a paragraph, no words take the place out."""

    version = serializers.IntegerField(min_value=1)
    words = WordsPlaceIn(many=True)


class BinaryRenderer(BaseRenderer):
    """Says that a file may be asked for; it goes out as it is."""

    charset = None
    render_style = "binary"

    def render(self, data: Any, *_: Any, **__: Any) -> Any:
        return data


class PDFRenderer(BinaryRenderer):
    media_type = "application/pdf"
    format = "pdf"


class XlsxRenderer(BinaryRenderer):
    media_type = MEDIA_TYPE
    format = "xlsx"


class DocxRenderer(BinaryRenderer):
    media_type = DOCX.media_type
    format = "docx"


class ReportRunViewSet(ReadOnlyModelViewSet[ReportRun]):
    queryset = ReportRun.objects.none()
    serializer_class = ReportRunOut
    filterset_fields = ["kind", "state"]

    def get_queryset(self) -> QuerySet[ReportRun]:
        runs = ReportRun.objects.visible_to(signed_in_user(self.request))
        listed = runs.select_related("agency", "commune", "criteria_set", "paper__letterhead")
        return listed.defer("figures", "body", "paper__body") if self.action == "list" else listed

    def get_serializer_class(self) -> type[ReportRunListed]:
        return ReportRunListed if self.action == "list" else ReportRunOut

    @extend_schema(
        request=ReportRunIn,
        responses={202: OpenApiResponse(ReportRunOut, description="Đã nhận, đang chờ lập.")},
        parameters=[
            OpenApiParameter(
                "Location",
                OpenApiTypes.URI,
                OpenApiParameter.HEADER,
                response=[202],
                description="Nơi hỏi tiến độ.",
            )
        ],
    )
    def create(self, request: Request) -> Response:
        """Ask for a report. The answer says where to watch it."""
        user = signed_in_user(request)
        given = ReportRunIn(data=request.data)
        given.is_valid(raise_exception=True)
        if not may_request(user, given.validated_data["agency"]):
            raise PermissionDenied("Bạn chỉ lập được báo cáo của cơ quan mình.")
        kind, agency = given.validated_data["kind"], given.validated_data["agency"]
        if agency not in KINDS[kind].issuers(working_day()):
            raise PermissionDenied("Cơ quan này không lập loại báo cáo đó.")
        run = services.request_report(**given.validated_data, by=user)
        transaction.on_commit(partial(tasks.hand_over, run.pk))
        where = reverse("report-run-detail", [run.pk], request=request)
        return Response(self.get_serializer(run).data, status=202, headers={"Location": where})

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    @action(detail=True, renderer_classes=[PDFRenderer, JSONRenderer])
    def file(self, request: Request, pk: str) -> FileResponse:  # noqa: ARG002 -- the router names them
        """The PDF of a report that is done."""
        run = self.get_object()
        if run.state != RunState.DONE or not run.file.storage.exists(run.file.name):
            raise NotFound("Báo cáo này chưa có tệp.")
        return FileResponse(run.file.open(), as_attachment=True, filename=run.file_name)

    @extend_schema(responses={(200, MEDIA_TYPE): OpenApiTypes.BINARY})
    @action(detail=True, renderer_classes=[XlsxRenderer, JSONRenderer])
    def tables(self, request: Request, pk: str) -> HttpResponse:  # noqa: ARG002 -- the router names them
        """The frozen tables as a workbook."""
        run = self.get_object()
        frozen = frozen_figures(run)
        if frozen is None:
            raise NotFound("Báo cáo này chưa có số liệu.")
        return HttpResponse(to_book(sheets_of(run, frozen)), content_type=MEDIA_TYPE)

    @extend_schema(responses={(200, DOCX.media_type): OpenApiTypes.BINARY})
    @action(detail=True, renderer_classes=[DocxRenderer, JSONRenderer])
    def document(self, request: Request, pk: str) -> HttpResponse:  # noqa: ARG002 -- the router names them
        """The report as a Word file."""
        run = self.get_object()
        if run.state != RunState.DONE:
            raise NotFound("Báo cáo này chưa lập xong.")
        return HttpResponse(page_as_word(page_of(run)), content_type=DOCX.media_type)

    @extend_schema(
        responses=RunComparisonOut,
        parameters=[
            OpenApiParameter(
                "with", OpenApiTypes.INT, required=True, description="Khóa của lần lập trước."
            )
        ],
    )
    @action(detail=True, pagination_class=None, filterset_fields=[])
    def comparison(self, request: Request, pk: str) -> Response:  # noqa: ARG002 -- the router names them
        """The figures of this report beside those of another one of the same reporter's kind."""
        run, key = self.get_object(), request.query_params.get("with", "")
        other = self.get_queryset().filter(pk=key).first() if key.isdecimal() else None
        if other is None or run.figures is None or other.figures is None:
            raise NotFound("Không có hai lần lập đủ số liệu để so sánh.")
        if Kind(run.kind).family != Kind(other.kind).family:
            raise ValidationError("Hai báo cáo khác loại, không so từng số liệu được.")
        return Response(RunComparisonOut(compared(run, other)).data)

    @extend_schema(methods=["GET"], responses=RunWordsOut)
    @extend_schema(methods=["POST"], request=RunWordsIn, responses=RunWordsOut)
    @action(detail=True, methods=["get", "post"], pagination_class=None, filterset_fields=[])
    def words(self, request: Request, pk: str) -> Response:  # noqa: ARG002 -- the router names them
        """What people write beside the figures: read it, or write it on the version that was read."""
        user, run = signed_in_user(request), self.get_object()
        if request.method == "POST":
            given = RunWordsIn(data=request.data)
            given.is_valid(raise_exception=True)
            if run.paper is None or not run_page(run, user).may_write:
                raise PermissionDenied("Văn bản này không còn sửa được, hoặc do người khác giữ.")
            services.write_words(
                paper=run.paper,
                words={one["place"]: one["text"] for one in given.validated_data["words"]},
                seen=given.validated_data["version"],
                by=user,
            )
            run = self.get_object()
        version = run.paper.version if run.paper else None
        words = words_of(run.paper.body) if run.paper else []
        return Response(RunWordsOut({"version": version, "words": words}).data)
