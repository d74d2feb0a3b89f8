"""Help and needs through the API: the same selectors, permissions and services as the pages."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from accounts.calendar import working_day
from accounts.http import signed_in_user
from accounts.models import User
from communes.models import Agency, Commune
from criteria.models import Criterion, Indicator
from plans.choices import ActionState, MoneySource, SupportForm
from plans.models import Attachment, Need, SupportAction
from plans.permissions import may_keep
from plans.selectors import support as selectors
from plans.selectors.closing import Closing
from plans.selectors.support_sums import By, SumRow, Sums, sums
from plans.services.attachments import attach
from plans.services.support import (
    MoneyGiven,
    SupportGiven,
    add_support,
    carry_out,
    change_support,
    drop_support,
    resume_support,
)

NOT_YOURS = "Chỉ đơn vị hỗ trợ và Văn phòng Điều phối ghi được hoạt động này."


def amount(**more: Any) -> serializers.DecimalField:
    """Triệu đồng, a quantity or days of labour; null was not said."""
    return serializers.DecimalField(
        max_digits=14,
        decimal_places=3,
        min_value=Decimal(0),
        allow_null=True,
        required=False,
        **more,
    )


class MoneyRow(serializers.Serializer[Any]):
    source = serializers.ChoiceField(choices=MoneySource.choices)  # type: ignore[assignment]
    planned = amount(help_text="triệu đồng")
    done = amount(help_text="triệu đồng")
    days_planned = amount(help_text="công, chỉ với nguồn ngày công")
    days_done = amount(help_text="công, chỉ với nguồn ngày công")


class ClosingOut(serializers.Serializer[Closing]):
    """Rule RF6: total = sources + rest; a stated total that disagrees is kept and flagged."""

    total = amount()
    split = amount(help_text="cộng các nguồn")
    rest = amount(help_text="không tách")
    stated = amount(help_text="tổng như nêu")
    verdict = serializers.CharField(help_text="nothing, closes, unsplit, rounded, over")


class AttachmentOut(serializers.ModelSerializer[Attachment]):
    class Meta:
        model = Attachment
        fields = ["id", "file", "name", "note", "recorded_at"]


class SupportOut(serializers.ModelSerializer[SupportAction]):
    agency = serializers.CharField(source="agency.slug")
    commune = serializers.CharField(source="commune.code", default=None)
    form = serializers.ChoiceField(choices=SupportForm.choices)
    state = serializers.ChoiceField(choices=ActionState.choices)
    money = MoneyRow(many=True)
    planned = serializers.SerializerMethodField()
    done = serializers.SerializerMethodField()
    attachments = AttachmentOut(many=True)

    class Meta:
        model = SupportAction
        fields = [
            *("id", "version", "agency", "commune", "criterion", "indicator", "need", "form"),
            *("content", "unit_name", "partner", "state", "planned_on", "done_on"),
            *("quantity_planned", "quantity_done", "quantity_unit", "money", "planned", "done"),
            *("result", "note", "attachments", "illustrative"),
        ]

    @extend_schema_field(ClosingOut)
    def get_planned(self, row: SupportAction) -> Any:
        return ClosingOut(selectors.line_of(row).planned).data

    @extend_schema_field(ClosingOut)
    def get_done(self, row: SupportAction) -> Any:
        return ClosingOut(selectors.line_of(row).done).data


class SupportIn(serializers.Serializer[Any]):
    """Whole: what is left out is blank."""

    agency = serializers.CharField(help_text="khóa của cơ quan", required=False)
    commune = serializers.CharField(help_text="mã xã", required=False, allow_null=True)
    criterion = serializers.IntegerField(required=False, allow_null=True)
    indicator = serializers.IntegerField(required=False, allow_null=True)
    need = serializers.IntegerField(required=False, allow_null=True)
    form = serializers.ChoiceField(choices=SupportForm.choices)
    content = serializers.CharField(max_length=500)
    state = serializers.ChoiceField(choices=ActionState.choices)
    planned_on = serializers.DateField(required=False, allow_null=True)
    done_on = serializers.DateField(required=False, allow_null=True)
    quantity_planned = amount()
    quantity_done = amount()
    quantity_unit = serializers.CharField(max_length=40, required=False, allow_blank=True)
    total_planned = amount(help_text="như nêu, triệu đồng")
    total_done = amount(help_text="như nêu, triệu đồng")
    unit_name = serializers.CharField(max_length=200, required=False, allow_blank=True)
    partner = serializers.CharField(max_length=200, required=False, allow_blank=True)
    result = serializers.CharField(max_length=500, required=False, allow_blank=True)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True)
    money = MoneyRow(many=True, required=False)
    version = serializers.IntegerField(required=False, help_text="lần sửa đã thấy")


class DoneIn(serializers.Serializer[Any]):
    done_on = serializers.DateField()
    quantity_done = amount()
    total_done = amount()
    result = serializers.CharField(max_length=500, required=False, allow_blank=True)
    money = MoneyRow(many=True, required=False)
    version = serializers.IntegerField(required=False)


class DropIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300)
    version = serializers.IntegerField(required=False)


class ResumeIn(serializers.Serializer[Any]):
    version = serializers.IntegerField(required=False)


class FilesIn(serializers.Serializer[Any]):
    files = serializers.ListField(child=serializers.FileField())


FILTERS = [
    OpenApiParameter("don-vi", str, description="khóa hoặc tên cơ quan"),
    OpenApiParameter("xa", str, description="mã hoặc tên xã"),
    OpenApiParameter("huyen", str, description="mã huyện"),
    OpenApiParameter("tieu-chi", int, description="khóa tiêu chí"),
    OpenApiParameter("hinh-thuc", str, enum=SupportForm.values),
    OpenApiParameter("nguon", str, enum=MoneySource.values),
    OpenApiParameter("tinh-trang", str, enum=ActionState.values),
    OpenApiParameter("nam", int),
]


class SupportViewSet(ReadOnlyModelViewSet[SupportAction]):
    """Help offered, planned and given; whoever gives it writes, the office for everybody."""

    serializer_class = SupportOut
    queryset = SupportAction.objects.none()

    def get_queryset(self) -> QuerySet[SupportAction]:
        user = signed_in_user(self.request)
        filters = selectors.SupportFilters.read(self.request.query_params)
        rows: QuerySet[SupportAction] = selectors.actions(user, filters)
        return rows.prefetch_related("money", "attachments")

    @extend_schema(parameters=FILTERS)
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(request=SupportIn, responses={201: SupportOut})
    def create(self, request: Request) -> Response:
        """409 with code `commune`, `day`, `future`, `outside`, `foreign`, `need`, `not_done`."""
        user, said = signed_in_user(request), _read(SupportIn, request)
        agencies = Agency.objects.visible_to(user).on(working_day())
        agency = get_object_or_404(agencies, slug=said.pop("agency", ""))
        _ask(user, agency)
        made = add_support(agency=agency, given=_given(user, said), by=user)
        return Response(SupportOut(self._again(made)).data, status=201)

    @extend_schema(request=SupportIn, responses=SupportOut)
    def update(self, request: Request, pk: str) -> Response:
        """Say it anew, whole. 409 with code `stale` and those of `create`."""
        row, user, said = self._own(pk), signed_in_user(request), _read(SupportIn, request)
        said.pop("agency", None)
        seen = said.pop("version", None)
        changed = change_support(action=row, given=_given(user, said), seen=seen, by=user)
        return Response(SupportOut(self._again(changed)).data)

    @extend_schema(request=DoneIn, responses=SupportOut)
    @action(detail=True, methods=["post"])
    def done(self, request: Request, pk: str) -> Response:
        """What was planned has been done. 409 with code `ended`, `stale`, `future`, `outside`."""
        row, said = self._own(pk), _read(DoneIn, request)
        money = {
            one["source"]: (one.get("done"), one.get("days_done")) for one in said.pop("money", [])
        }
        seen, by = said.pop("version", None), signed_in_user(request)
        changed = carry_out(action=row, money=money, seen=seen, by=by, **said)
        return Response(SupportOut(self._again(changed)).data)

    @extend_schema(request=DropIn, responses=SupportOut)
    @action(detail=True, methods=["post"])
    def drop(self, request: Request, pk: str) -> Response:
        """It will not be given. 409 with code `ended`, `stale`."""
        row, said = self._own(pk), _read(DropIn, request)
        changed = drop_support(
            action=row,
            reason=said["reason"],
            seen=said.get("version"),
            by=signed_in_user(request),
        )
        return Response(SupportOut(self._again(changed)).data)

    @extend_schema(request=ResumeIn, responses=SupportOut)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, pk: str) -> Response:
        """What was dropped is planned again. 409 with code `ended`, `stale`."""
        row, said = self._own(pk), _read(ResumeIn, request)
        by = signed_in_user(request)
        changed = resume_support(action=row, seen=said.get("version"), by=by)
        return Response(SupportOut(self._again(changed)).data)

    @extend_schema(
        request={"multipart/form-data": FilesIn}, responses={201: AttachmentOut(many=True)}
    )
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser, FormParser])
    def files(self, request: Request, pk: str) -> Response:
        """Evidence behind it. 409 with code `twice`, `too_many`, or what is wrong with a file."""
        row, said = self._own(pk), _read(FilesIn, request)
        made: Any = attach(said["files"], by=signed_in_user(request), action=row)
        return Response(AttachmentOut(made, many=True).data, status=201)

    def _own(self, pk: str) -> SupportAction:
        user = signed_in_user(self.request)
        row: SupportAction = get_object_or_404(selectors.action_page(user), pk=pk)
        _ask(user, row.agency)
        return row

    def _again(self, row: SupportAction) -> SupportAction:
        """As it stands now, with its money."""
        found: SupportAction = selectors.action_page(signed_in_user(self.request)).get(pk=row.pk)
        return found


class SumRowOut(serializers.Serializer[SumRow]):
    label = serializers.CharField()  # type: ignore[assignment]
    key = serializers.CharField()
    planned_times = serializers.IntegerField()
    done_times = serializers.IntegerField()
    planned = amount(source="planned.value")
    done = amount(source="done.value")
    rest = amount(source="rest.value")
    days = amount(source="days.value")
    sources = serializers.SerializerMethodField(help_text="đã thực hiện, theo nguồn")
    flagged = serializers.IntegerField(help_text="tổng như nêu không khớp")
    illustrative = serializers.BooleanField()

    def get_sources(self, row: SumRow) -> dict[str, str | None]:
        return {
            key: None if one.value is None else f"{one.value:f}"
            for key, one in row.sources.items()
        }


class SumsOut(serializers.Serializer[Sums]):
    by = serializers.CharField()
    rows = SumRowOut(many=True)
    total = SumRowOut()


class SupportSumsViewSet(GenericViewSet[SupportAction]):
    """Help added up by commune, agency, source, criterion or year: rows and sources close (RF6)."""

    queryset = SupportAction.objects.none()
    pagination_class = None

    @extend_schema(
        responses=SumsOut,
        parameters=[*FILTERS, OpenApiParameter("theo", str, enum=[one.value for one in By])],
        operation_id="support_sums_list",
    )
    def list(self, request: Request) -> Response:
        asked = request.query_params.get("theo", "")
        by = By(asked) if asked in set(By) else By.COMMUNE
        filters = selectors.SupportFilters.read(request.query_params)
        return Response(SumsOut(sums(signed_in_user(request), filters, by)).data)


def _read(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    said = shape(data=request.data)
    said.is_valid(raise_exception=True)
    return dict(said.validated_data)


def _ask(user: User, agency: Agency) -> None:
    if not may_keep(user, agency):
        raise PermissionDenied(NOT_YOURS)


def _given(user: User, said: dict[str, Any]) -> SupportGiven:
    """What the service takes; what is named must exist."""
    said.pop("version", None)
    code, need = said.pop("commune", None), said.pop("need", None)
    criterion, indicator = said.pop("criterion", None), said.pop("indicator", None)
    communes = Commune.objects.visible_to(user).on(working_day())
    found = get_object_or_404(Indicator, pk=indicator) if indicator else None
    if found is not None and criterion is None:
        criterion = found.criterion_id
    money = tuple(MoneyGiven(**one) for one in said.pop("money", []))
    if len({one.source for one in money}) != len(money):
        raise ValidationError("Mỗi nguồn chỉ nêu một lần.", code="source")
    return SupportGiven(
        commune=get_object_or_404(communes, code=code) if code else None,
        need=get_object_or_404(Need.objects.visible_to(user), pk=need) if need else None,
        criterion=get_object_or_404(Criterion, pk=criterion) if criterion else None,
        indicator=found,
        money=money,
        **said,
    )
