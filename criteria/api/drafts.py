"""Drafts through the API: send a file, look at what it would change, store it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.mixins import CreateModelMixin
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from accounts.calendar import working_day
from accounts.http import signed_in_user
from communes.exports import MEDIA_TYPE, Form, to_form
from communes.models import Commune
from criteria import tasks
from criteria.choices import DraftKind, DraftState, Status
from criteria.imports.sheets import recognise
from criteria.models import CriteriaSet, EntryDraft, Scorecard
from criteria.models.plan import Plan
from criteria.selectors.drafts import drafts_for
from criteria.selectors.sheets import commune_form, criterion_form, province_form
from criteria.services import drafts
from documents.services import store_file


class DraftOut(serializers.ModelSerializer[EntryDraft]):
    """A draft; `counts` says how many cells are new, changed, refused, stale, same or blank."""

    criteria_set = serializers.CharField(source="criteria_set.code", default="")
    counts = serializers.SerializerMethodField()

    class Meta:
        model = EntryDraft
        fields = [
            *("id", "kind", "state", "criteria_set", "message", "done", "total"),
            *("options", "recorded_at", "stored_at", "counts"),
        ]

    def get_counts(self, draft: EntryDraft) -> dict[str, int]:
        return Plan.from_json(draft.plan).counts


class CellOut(serializers.Serializer[Any]):
    """A cell of the plan: where it stands, what it says, and why it is refused."""

    at = serializers.CharField()
    commune = serializers.CharField()
    code = serializers.CharField()
    part = serializers.CharField()
    before = serializers.CharField()
    text = serializers.CharField()
    says = serializers.CharField(source="said")
    state = serializers.CharField()
    why = serializers.CharField()
    now = serializers.CharField()


class DraftDetailOut(DraftOut):
    cells = serializers.SerializerMethodField()
    problems = serializers.SerializerMethodField()
    notes = serializers.SerializerMethodField()

    class Meta(DraftOut.Meta):
        fields = [*DraftOut.Meta.fields, "cells", "problems", "notes"]

    @extend_schema_field(CellOut(many=True))
    def get_cells(self, draft: EntryDraft) -> Any:
        return CellOut(Plan.from_json(draft.plan).cells, many=True).data

    def get_problems(self, draft: EntryDraft) -> list[str]:
        return Plan.from_json(draft.plan).problems

    def get_notes(self, draft: EntryDraft) -> list[str]:
        return Plan.from_json(draft.plan).notes


class DraftIn(serializers.Serializer[Any]):
    """An Excel form that was filled in; with `criteria_set`, an office's own matrix."""

    file = serializers.FileField()
    criteria_set = serializers.SlugRelatedField(
        slug_field="code",
        queryset=CriteriaSet.objects.all(),
        required=False,
        help_text="mã bộ tiêu chí: tệp là ma trận xã × tiêu chí",
    )
    effective_on = serializers.DateField(required=False)
    speaking_as = serializers.CharField(required=False, allow_blank=True, default="")
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=1000)
    correcting = serializers.BooleanField(required=False, default=False)


class ChoicesIn(serializers.Serializer[Any]):
    """What is not said stays; `answers`: row → code of commune, `marks`: mark → status or «none»."""

    effective_on = serializers.DateField(required=False)
    speaking_as = serializers.CharField(required=False, allow_blank=True)
    note = serializers.CharField(required=False, allow_blank=True, max_length=1000)
    correcting = serializers.BooleanField(required=False)
    sheet = serializers.CharField(required=False, max_length=100)
    answers = serializers.DictField(child=serializers.CharField(allow_blank=True), required=False)
    marks = serializers.DictField(
        child=serializers.ChoiceField(choices=["none", *Status.values]), required=False
    )


def _wide_form(request: Request, code: str, number: str) -> Form:
    """The form of a whole set, or of one of its criteria, over the communes of the day."""
    user = signed_in_user(request)
    found = CriteriaSet.objects.visible_to(user).select_related("paper").filter(code=code).first()
    if found is None:
        raise ValidationError("Không có bộ tiêu chí này.", code="criteria_set")
    today = working_day()
    rows = Commune.objects.on(today).visible_to(user).select_related("district")
    communes = list(rows.order_by("district__sort_key", "sort_key"))
    if not number:
        return province_form(found, communes, today)
    criteria = found.criteria.select_related("criteria_set__paper")
    criterion = criteria.filter(number=number).first() if number.isdecimal() else None
    if criterion is None:
        raise ValidationError("Bộ không có tiêu chí số này.", code="criterion")
    return criterion_form(criterion, communes, today)


class DraftViewSet(CreateModelMixin, ReadOnlyModelViewSet[EntryDraft]):
    """One's own drafts; the office sees everybody's."""

    serializer_class = DraftOut
    parser_classes = [MultiPartParser]
    queryset = EntryDraft.objects.none()

    def get_queryset(self) -> QuerySet[EntryDraft]:
        return drafts_for(signed_in_user(self.request))

    @extend_schema(responses=DraftDetailOut)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        return Response(DraftDetailOut(self.get_object()).data)

    @extend_schema(request=DraftIn, responses={201: DraftDetailOut})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Send a file. Nothing is stored yet; 409 with a code where it is not understood."""
        user = signed_in_user(request)
        given = DraftIn(data=request.data)
        given.is_valid(raise_exception=True)
        data = dict(given.validated_data)
        file, criteria_set = data.pop("file"), data.pop("criteria_set", None)
        data["effective_on"] = f"{data.get('effective_on') or working_day()}"
        if criteria_set:
            about: dict[str, Any] = {"kind": DraftKind.MATRIX, "criteria_set": criteria_set}
        else:
            known = recognise(file.read())
            about = {
                "kind": known.kind,
                "criteria_set": known.criteria_set,
                "criterion": known.criterion,
                "total": len(known.cells),
            }
        stored = store_file(file, by=user)
        draft = drafts.open_draft(by=user, file=stored, options=data, **about)
        tasks.read(draft)
        return Response(DraftDetailOut(draft).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=DraftOut)
    @action(detail=True, methods=["post"])
    def store(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Store the good cells, all or none. 409: `ended` (already), `changed` (look again)."""
        draft, user = self.get_object(), signed_in_user(request)
        if draft.by_id != user.pk:
            raise PermissionDenied("Chỉ người lập bản nhập này ghi được.")
        tasks.store(draft, user)
        draft.refresh_from_db()
        return Response(DraftOut(draft).data)

    @extend_schema(request=ChoicesIn, responses=DraftDetailOut)
    @action(detail=True, methods=["post"], parser_classes=[JSONParser])
    def choices(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Say the day, the stead, what rows and marks mean, which sheet; it is read again.

        409 `ended`: it is stored, being stored or dropped.
        """
        draft, user = self.get_object(), signed_in_user(request)
        if draft.by_id != user.pk:
            raise PermissionDenied("Chỉ người lập bản nhập này chọn được.")
        given = ChoicesIn(data=request.data)
        given.is_valid(raise_exception=True)
        chosen = dict(given.validated_data)
        if "effective_on" in chosen:
            chosen["effective_on"] = f"{chosen['effective_on']}"
        drafts.choose(draft, chosen)
        if not drafts.begin_reading(draft):
            draft.refresh_from_db()
            raise ValidationError(drafts.ENDED[DraftState(draft.state)], code="ended")
        tasks.read(draft)
        draft.refresh_from_db()
        return Response(DraftDetailOut(draft).data)

    @extend_schema(
        parameters=[
            OpenApiParameter("scorecard", OpenApiTypes.INT, description="phiếu của một xã"),
            OpenApiParameter("criteria_set", OpenApiTypes.STR, description="mã bộ: toàn tỉnh"),
            OpenApiParameter(
                "criterion", OpenApiTypes.INT, description="số tiêu chí của bộ: một tiêu chí"
            ),
        ],
        responses={(200, MEDIA_TYPE): OpenApiTypes.BINARY},
    )
    @action(detail=False, methods=["get"])
    def template(self, request: Request) -> HttpResponse:
        """The Excel form of a scorecard, of a whole set or of one criterion of it, to be filled in."""
        asked = request.query_params
        if "criteria_set" in asked:
            form = _wide_form(request, asked["criteria_set"], asked.get("criterion", ""))
            return HttpResponse(to_form(form), content_type=MEDIA_TYPE)
        key = asked.get("scorecard", "")
        rows = Scorecard.objects.visible_to(request.user)
        card = rows.select_related("commune__district", "criteria_set__paper")
        found = card.filter(pk=key).first() if key.isdigit() else None
        if found is None:
            raise ValidationError("Không có phiếu này.", code="scorecard")
        return HttpResponse(to_form(commune_form(found, working_day())), content_type=MEDIA_TYPE)
