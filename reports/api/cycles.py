"""All reports of a round through the API: start, watch, pause, cancel, retry, download."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.viewsets import ReadOnlyModelViewSet

from accounts.calendar import working_day
from accounts.http import signed_in_user
from communes.models import District
from criteria.choices import RoundKind
from criteria.models import Round
from reports import tasks
from reports.api.runs import PDFRenderer
from reports.choices import Kind, RunState
from reports.models import CycleVolume, ReportCycle, ReportRun
from reports.permissions import runs_cycles
from reports.selectors.cycles import kinds_of, progress_of
from reports.services import cycle as cycles
from reports.services import cycle_volume

NOT_THE_OFFICE = "Chỉ Văn phòng Điều phối lập mọi báo cáo của một kỳ."


class ZIPRenderer(PDFRenderer):
    media_type = "application/zip"
    format = "zip"


class CycleIn(serializers.Serializer[Any]):
    """Of which round (kind and year); which kinds of reports (all, where none is named), which districts (codes)."""

    round_kind = serializers.ChoiceField(choices=RoundKind.choices)
    year = serializers.IntegerField(min_value=2000, max_value=2100)
    kinds = serializers.ListField(
        child=serializers.ChoiceField(choices=Kind.choices), required=False
    )
    districts = serializers.ListField(child=serializers.SlugField(), required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        period = Round.objects.filter(kind=attrs["round_kind"], year=attrs["year"]).first()
        if period is None:
            raise serializers.ValidationError({"year": ["Năm này chưa có kỳ đánh giá."]})
        codes = set(attrs.get("districts") or [])
        found = list(District.objects.on(working_day()).filter(code__in=codes))
        unknown = codes - {one.code for one in found}
        if unknown:
            told = f"Không có huyện mã {', '.join(sorted(unknown))} ở ngày làm việc."
            raise serializers.ValidationError({"districts": [told]})
        kinds = [Kind(one) for one in attrs.get("kinds") or kinds_of(period)]
        return {"period": period, "kinds": kinds, "districts": found}


class RetryIn(serializers.Serializer[Any]):
    """Which failed report (the id of its run); none: all."""

    run = serializers.IntegerField(required=False)


class CycleCounts(serializers.Serializer[Any]):
    """Reports by state; `still_minutes`: for so long no worker has taken anything."""

    waiting = serializers.IntegerField()
    running = serializers.IntegerField()
    done = serializers.IntegerField()
    failed = serializers.IntegerField()
    standing = serializers.IntegerField()
    percent = serializers.IntegerField()
    per_minute = serializers.FloatField(source="speed", allow_null=True)
    minutes_left = serializers.IntegerField(allow_null=True)
    still_minutes = serializers.IntegerField(source="still", allow_null=True)


class CycleListed(serializers.ModelSerializer[ReportCycle]):
    round_kind = serializers.CharField(source="round.kind", read_only=True)
    year = serializers.IntegerField(source="round.year", read_only=True)

    class Meta:
        model = ReportCycle
        fields = [
            "id",
            "round_kind",
            "year",
            "kinds",
            "as_of",
            "known_at",
            "state",
            "asked",
            "dropped",
            "started_at",
            "ended_at",
        ]


class FailedOut(serializers.ModelSerializer[ReportRun]):
    agency = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)

    class Meta:
        model = ReportRun
        fields = ["id", "kind", "agency", "error"]


class CycleOut(CycleListed):
    """The cycle with how far it is, what failed, and its files once they are bound."""

    progress = serializers.SerializerMethodField()
    failures = serializers.SerializerMethodField()
    files = serializers.SerializerMethodField()

    class Meta(CycleListed.Meta):
        fields = [*CycleListed.Meta.fields, "progress", "failures", "files"]

    @extend_schema_field(CycleCounts)
    def get_progress(self, cycle: ReportCycle) -> Any:
        return CycleCounts(progress_of(cycle)).data

    @extend_schema_field(FailedOut(many=True))
    def get_failures(self, cycle: ReportCycle) -> Any:
        failed = cycle.runs.filter(state=RunState.FAILED).select_related("agency")
        return FailedOut(failed.defer("figures", "body"), many=True).data

    def get_files(self, cycle: ReportCycle) -> dict[str, str]:
        """Addresses by form: `zip`, `pdf`; none while they are not bound."""
        if not cycle.volumes.filter(state=RunState.DONE).exists():
            return {}
        request = self.context["request"]
        return {
            form: reverse(f"report-cycle-{form}", [cycle.pk], request=request)
            for form in ("zip", "pdf")
        }


class ReportCycleViewSet(ReadOnlyModelViewSet[ReportCycle]):
    queryset = ReportCycle.objects.none()
    serializer_class = CycleOut
    filterset_fields = ["state"]

    def get_queryset(self) -> QuerySet[ReportCycle]:
        rows: QuerySet[ReportCycle] = ReportCycle.objects.visible_to(signed_in_user(self.request))
        return rows.select_related("round")

    def get_serializer_class(self) -> type[CycleListed]:
        return CycleListed if self.action == "list" else CycleOut

    def check_permissions(self, request: Request) -> None:
        """Members follow a cycle; everything else is the office's."""
        super().check_permissions(request)
        if self.action not in {"list", "retrieve"} and not runs_cycles(signed_in_user(request)):
            raise PermissionDenied(NOT_THE_OFFICE)

    @extend_schema(
        request=CycleIn,
        responses={
            200: OpenApiResponse(CycleOut, description="Kỳ này đang được lập."),
            202: OpenApiResponse(CycleOut, description="Đã nhận, đang chờ lập."),
        },
    )
    def create(self, request: Request) -> Response:
        """Ask for all reports of a round. One that is being made already is given back (200)."""
        given = CycleIn(data=request.data)
        given.is_valid(raise_exception=True)
        by = signed_in_user(request)
        cycle, fresh = cycles.start_cycle(**given.validated_data, by=by)
        if fresh:
            self._call(cycle)
        where = reverse("report-cycle-detail", [cycle.pk], request=request)
        status = 202 if fresh else 200
        return Response(
            self.get_serializer(cycle).data, status=status, headers={"Location": where}
        )

    @extend_schema(request=None, responses=CycleOut)
    @action(detail=True, methods=["post"])
    def pause(self, request: Request, pk: str) -> Response:  # noqa: ARG002 -- the router names them
        """Workers take no more of it."""
        return self._said(cycles.pause_cycle(cycle=self.get_object(), by=signed_in_user(request)))

    @extend_schema(request=None, responses=CycleOut)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, pk: str) -> Response:  # noqa: ARG002 -- likewise
        """Go on."""
        cycle = cycles.resume_cycle(cycle=self.get_object(), by=signed_in_user(request))
        self._call(cycle)
        return self._said(cycle)

    @extend_schema(request=None, responses=CycleOut)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:  # noqa: ARG002 -- likewise
        """What is done stays; what waits is not made."""
        return self._said(cycles.cancel_cycle(cycle=self.get_object(), by=signed_in_user(request)))

    @extend_schema(request=RetryIn, responses=CycleOut)
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, pk: str) -> Response:  # noqa: ARG002 -- likewise
        """Queue one failed report once more, or all."""
        given = RetryIn(data=request.data)
        given.is_valid(raise_exception=True)
        cycle, key = self.get_object(), given.validated_data.get("run")
        only = cycle.runs.filter(pk=key).first() if key is not None else None
        if key is not None and only is None:
            raise NotFound("Kỳ này không có báo cáo đó.")
        cycles.retry_failed(cycle=cycle, only=only, by=signed_in_user(request))
        cycle.refresh_from_db()
        self._call(cycle)
        return self._said(cycle)

    @extend_schema(request=None, responses={202: CycleOut})
    @action(detail=True, methods=["post"])
    def bind(self, request: Request, pk: str) -> Response:  # noqa: ARG002 -- likewise
        """Bind what is done into a ZIP and a volume to print."""
        cycle = self.get_object()
        volume = cycle_volume.queue_volume(cycle, signed_in_user(request))
        transaction.on_commit(partial(tasks.call_binder, volume.pk))
        return Response(self.get_serializer(cycle).data, status=202)

    @extend_schema(responses={(200, "application/zip"): OpenApiTypes.BINARY})
    @action(detail=True, renderer_classes=[ZIPRenderer, JSONRenderer])
    def zip(self, request: Request, pk: str) -> FileResponse:  # noqa: ARG002 -- likewise
        """Every PDF of the cycle."""
        return self._file("archive", "zip")

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    @action(detail=True, renderer_classes=[PDFRenderer, JSONRenderer])
    def pdf(self, request: Request, pk: str) -> FileResponse:  # noqa: ARG002 -- likewise
        """One PDF to print, with contents."""
        return self._file("book", "pdf")

    def _file(self, name: str, form: str) -> FileResponse:
        volume: CycleVolume | None = self.get_object().volumes.filter(state=RunState.DONE).first()
        file = getattr(volume, name) if volume else None
        if volume is None or not file or not file.storage.exists(file.name):
            raise NotFound("Chưa có tệp này.")
        return FileResponse(file.open(), as_attachment=True, filename=f"{volume.stem}.{form}")

    def _said(self, cycle: ReportCycle) -> Response:
        return Response(self.get_serializer(cycle).data)

    def _call(self, cycle: ReportCycle) -> None:
        transaction.on_commit(partial(tasks.call_workers, cycle.pk, tasks.LANES))
