"""Reports through the API: ask, watch, download."""

from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.routers import BaseRouter
from rest_framework.viewsets import ReadOnlyModelViewSet

from accounts.calendar import working_day
from accounts.http import signed_in_user
from communes.models import Agency
from criteria.models import Round
from criteria.selectors import set_in_force
from reports import services, tasks
from reports.choices import Kind, RunState
from reports.kinds import KINDS
from reports.models import ReportRun
from reports.permissions import may_request


class ReportRunIn(serializers.Serializer[Any]):
    """Which report, of which agency (its slug), for the round of which year."""

    kind = serializers.ChoiceField(choices=Kind.choices)
    agency = serializers.SlugField()
    year = serializers.IntegerField(min_value=2000, max_value=2100)

    def validate_agency(self, value: str) -> Agency:
        agency: Agency | None = Agency.objects.on(working_day()).filter(slug=value).first()
        if agency is None:
            raise serializers.ValidationError(f"Không có cơ quan «{value}» ở ngày làm việc.")
        return agency

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        kind = Kind(attrs["kind"])
        period = Round.objects.filter(kind=KINDS[kind].rounds, year=attrs["year"]).first()
        if period is None:
            raise serializers.ValidationError({"year": ["Năm này chưa có kỳ đánh giá."]})
        return {"kind": kind, "agency": attrs["agency"], "round": period}


class ReportRunListed(serializers.ModelSerializer[ReportRun]):
    agency = serializers.SlugRelatedField[Agency](slug_field="slug", read_only=True)
    criteria_set = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    file = serializers.SerializerMethodField()

    class Meta:
        model = ReportRun
        fields = [
            "id",
            "kind",
            "agency",
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


class PDFRenderer(BaseRenderer):
    """Says that a PDF may be asked for; the file goes out as it is."""

    media_type = "application/pdf"
    format = "pdf"
    charset = None
    render_style = "binary"

    def render(self, data: Any, *_: Any, **__: Any) -> Any:
        return data


class ReportRunViewSet(ReadOnlyModelViewSet[ReportRun]):
    queryset = ReportRun.objects.none()
    serializer_class = ReportRunOut
    filterset_fields = ["kind", "state"]

    def get_queryset(self) -> QuerySet[ReportRun]:
        runs = ReportRun.objects.visible_to(signed_in_user(self.request))
        listed = runs.select_related("agency", "criteria_set")
        return listed.defer("figures") if self.action == "list" else listed

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
        as_of = min(given.validated_data["round"].ends, working_day())
        criteria_set = set_in_force(as_of)
        if criteria_set is None:
            raise ValidationError("Chưa có bộ tiêu chí nào có hiệu lực ở kỳ này.", code="no_set")
        run = services.request_report(**given.validated_data, criteria_set=criteria_set, by=user)
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


def register(router: BaseRouter) -> None:
    """Hang this app's endpoints on the API."""
    router.register("report-runs", ReportRunViewSet, basename="report-run")
