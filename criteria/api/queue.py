"""The queue of files through the API: counts with their rules, who holds how long, acts on the whole filter."""

from typing import Any

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.calendar import working_day
from accounts.http import signed_in_user
from communes.models import Agency
from criteria.api.submissions import given, office_or_403
from criteria.choices import Stage
from criteria.models import Submission
from criteria.permissions import Mandate
from criteria.selectors.review import holders
from criteria.selectors.review.bulk import BulkPlan, bulk_plans
from criteria.selectors.review.holders import FileTime, Stretch
from criteria.selectors.review.queue import (
    LATEST,
    ORDERS,
    TABS,
    Filters,
    Line,
    Queue,
    files_of,
    queue,
)
from criteria.services import review

FILTERS = [
    OpenApiParameter("xem", str, enum=list(TABS), description="phần của danh sách"),
    OpenApiParameter("ky", int, description="mã kỳ; trống: mọi kỳ chưa đóng"),
    OpenApiParameter("huyen", str, description="mã huyện"),
    OpenApiParameter("cap", int, enum=list(Stage.values), description="cấp đang giữ"),
    OpenApiParameter("co-quan", str, description="khóa cơ quan đang giữ"),
    OpenApiParameter("xa", str, description="tên xã, có dấu hay không"),
    OpenApiParameter("bat-dong", str, description="1: có bất đồng"),
    OpenApiParameter("nhan-xet", str, description="1: có nhận xét"),
    OpenApiParameter("xep", str, enum=list(ORDERS)),
]


class QueueTabOut(serializers.Serializer[Any]):
    """A part of the list, how many files are in it and the rule by which."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    rule = serializers.CharField()
    count = serializers.IntegerField()


class QueueHolderOut(serializers.Serializer[Any]):
    holding = serializers.IntegerField()
    stage = serializers.IntegerField()
    agency = serializers.SlugField()
    since = serializers.DateField()
    days = serializers.IntegerField(help_text="ngày làm việc")
    beside = serializers.BooleanField()


class QueueLineOut(serializers.Serializer[Line]):
    submission = serializers.IntegerField(source="file.pk")
    round = serializers.IntegerField(source="file.round_id")
    commune = serializers.CharField(source="file.scorecard.commune.code")
    commune_name = serializers.CharField(source="file.scorecard.commune.name")
    state = serializers.CharField(source="file.state")
    since = serializers.SerializerMethodField(help_text="nằm ở đó từ ngày")
    held = serializers.SerializerMethodField()
    voices = serializers.SerializerMethodField(help_text="bạn xử lý với tư cách nào")
    due_on = serializers.DateField(source="due.on", allow_null=True)
    late = serializers.BooleanField(source="due.late")
    days_late = serializers.IntegerField(source="due.days", help_text="ngày làm việc")

    def get_since(self, line: Line) -> str | None:
        return None if line.since == LATEST else f"{line.since}"

    @extend_schema_field(QueueHolderOut(many=True))
    def get_held(self, line: Line) -> Any:
        rows = [
            {
                "holding": one.pk,
                "stage": one.stage,
                "agency": one.agency.slug,
                "since": one.since,
                "days": line.days[one.pk],
                "beside": one.beside,
            }
            for one in line.shown
        ]
        return QueueHolderOut(rows, many=True).data

    def get_voices(self, line: Line) -> list[str]:
        return [mandate.key for _, mandate in line.mine]


class QueueOut(serializers.Serializer[Queue]):
    tab = serializers.CharField()
    rule = serializers.CharField()
    tabs = serializers.SerializerMethodField()
    files = QueueLineOut(source="lines", many=True)

    @extend_schema_field(QueueTabOut(many=True))
    def get_tabs(self, found: Queue) -> Any:
        rows = [
            {"key": key, "label": tab.label, "rule": tab.rule, "count": count}
            for key, tab, count in found.tabs
        ]
        return QueueTabOut(rows, many=True).data


class BulkPlanOut(serializers.Serializer[BulkPlan]):
    """What one voice could do with all files of the filter; what is confirmed has to be sent back."""

    voice = serializers.CharField(source="mandate.key")
    agency = serializers.SlugField(source="mandate.agency.slug")
    rows = serializers.IntegerField(help_text="dòng sẽ đồng ý")
    files = serializers.SerializerMethodField(help_text="của bao nhiêu hồ sơ")
    left_out = serializers.IntegerField(source="unopened", help_text="dòng chưa mở, bỏ lại")
    ready = serializers.SerializerMethodField(help_text="hồ sơ đủ ý kiến để chuyển tiếp")
    words = serializers.CharField(source="agree_words")

    def get_files(self, plan: BulkPlan) -> int:
        return len(plan.agreeing)

    def get_ready(self, plan: BulkPlan) -> int:
        return len(plan.ready)


class VoiceIn(serializers.Serializer[Any]):
    voice = serializers.CharField(help_text="như voices của danh sách, ví dụ 3-12")


class AgreeAllIn(VoiceIn):
    """The counts that `plans` told: something else by now is refused."""

    rows = serializers.IntegerField(min_value=0)
    files = serializers.IntegerField(min_value=0)
    left_out = serializers.IntegerField(min_value=0)


class HandOnAllIn(VoiceIn):
    ready = serializers.IntegerField(min_value=0)


class PassAllIn(serializers.Serializer[Any]):
    stage = serializers.ChoiceField(choices=Stage.choices)
    count = serializers.IntegerField(min_value=0)
    to = serializers.SlugField(help_text="khóa của cơ quan nhận")
    words = serializers.CharField(max_length=1000)


class BulkDoneOut(serializers.Serializer[Any]):
    files = serializers.IntegerField()
    rows = serializers.IntegerField(required=False)


class HeldStretchOut(serializers.Serializer[Stretch]):
    stage = serializers.IntegerField(allow_null=True)
    agency = serializers.SlugField(source="agency.slug", default=None, allow_null=True)
    turn = serializers.IntegerField()
    since = serializers.DateField()
    until = serializers.DateField(allow_null=True)
    days = serializers.IntegerField(help_text="ngày làm việc")
    ended = serializers.CharField()


class StretchOut(HeldStretchOut):
    """`agency` is empty where several held the file at once: `inside` says who."""

    inside = HeldStretchOut(many=True)


class FileTimeOut(serializers.Serializer[FileTime]):
    """Who held a file for how many working days; the steps sum up to the total."""

    submission = serializers.IntegerField(source="file.pk")
    commune = serializers.CharField(source="file.scorecard.commune.code")
    total = serializers.IntegerField(help_text="ngày làm việc")
    steps = StretchOut(many=True)
    beside = StretchOut(many=True)


class QueueViewSet(GenericViewSet[Any]):
    """Files by who waits for whom, on the filter of the address; acts on all of it, as counted or not at all."""

    serializer_class = QueueOut
    pagination_class = None
    queryset = Submission.objects.none()

    @extend_schema(parameters=FILTERS, responses=QueueOut)
    def list(self, request: Request) -> Response:
        """The files of the filter, and of every part of the list how many and by which rule."""
        return Response(QueueOut(_queue(request)).data)

    @extend_schema(parameters=FILTERS, responses=FileTimeOut(many=True))
    @action(detail=False, methods=["get"])
    def times(self, request: Request) -> Response:
        """Who held each file for how many working days."""
        user = signed_in_user(request)
        rows: Any = holders.file_times(files_of(user, Filters.read(request.query_params)))
        return Response(FileTimeOut(rows, many=True).data)

    @extend_schema(parameters=FILTERS, responses=BulkPlanOut(many=True))
    @action(detail=False, methods=["get"])
    def plans(self, request: Request) -> Response:
        """What each voice of the asker could do with the whole filter."""
        voiced = [
            (line.file, holding, mandate)
            for line in _queue(request).lines
            for holding, mandate in line.mine
        ]
        rows: Any = bulk_plans(voiced)
        return Response(BulkPlanOut(rows, many=True).data)

    @extend_schema(parameters=FILTERS, request=AgreeAllIn, responses=BulkDoneOut)
    @action(detail=False, methods=["post"])
    def agree(self, request: Request) -> Response:
        """Agree with every row opened: `{"voice": "3-12", "rows": 9, "files": 4, "left_out": 0}`. 409: `changed`."""
        user, asked = signed_in_user(request), given(AgreeAllIn, request)
        files, mandate = _lying(request, asked["voice"])
        promised = (asked["rows"], asked["files"], asked["left_out"])
        said = review.agree_in_bulk(files, promised=promised, mandate=mandate, by=user)
        rows = sum(map(len, said.values()))
        return Response(BulkDoneOut({"files": len(said), "rows": rows}).data)

    @extend_schema(parameters=FILTERS, request=HandOnAllIn, responses=BulkDoneOut)
    @action(detail=False, methods=["post"], url_path="hand-on", url_name="hand-on")
    def hand_on(self, request: Request) -> Response:
        """Hand on every file that is complete: `{"voice": "3-12", "ready": 98}`. 409: `changed`, `some`."""
        user, asked = signed_in_user(request), given(HandOnAllIn, request)
        files, mandate = _lying(request, asked["voice"])
        steps = review.hand_on_in_bulk(files, promised=asked["ready"], mandate=mandate, by=user)
        return Response(BulkDoneOut({"files": len(steps)}).data)

    @extend_schema(parameters=FILTERS, request=PassAllIn, responses=BulkDoneOut)
    @action(detail=False, methods=["post"], url_path="pass-on", url_name="pass-on")
    def pass_on(self, request: Request) -> Response:
        """The office names who takes over what the filter has to pass on. 409: `changed`, `some`."""
        user = signed_in_user(request)
        mandate, asked = office_or_403(user), given(PassAllIn, request)
        to = get_object_or_404(Agency.objects.on(working_day()), slug=asked["to"])
        held = [
            one
            for line in _queue(request).lines
            for one in line.passing
            if one.stage == asked["stage"]
        ]
        steps = review.pass_on_in_bulk(
            held, promised=asked["count"], to=to, words=asked["words"], mandate=mandate, by=user
        )
        return Response(BulkDoneOut({"files": len(steps)}).data)


def _queue(request: Request) -> Queue:
    return queue(signed_in_user(request), Filters.read(request.query_params))


def _lying(request: Request, wanted: str) -> tuple[list[Submission], Mandate]:
    """The files of the filter that lie with that voice. Refusal: `holder` (none does)."""
    lying = [
        (line.file, mandate)
        for line in _queue(request).lines
        for _, mandate in line.mine
        if mandate.key == wanted and mandate.stage != Stage.DECLARED
    ]
    if not lying:
        raise ValidationError(
            "Hồ sơ không còn nằm ở cơ quan của bạn. Hãy tải lại danh sách.", code="holder"
        )
    return [file for file, _ in lying], lying[0][1]
