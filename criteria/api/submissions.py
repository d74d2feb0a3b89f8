"""Files of rounds through the API: the same selectors, permissions and services as the pages."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from accounts.calendar import working_day
from accounts.http import signed_in_user
from accounts.models import User
from communes.models import Agency
from criteria.api.scorecards import StatusOut
from criteria.api.submission_words import (
    AsAgencyIn,
    CriteriaIn,
    DeclareIn,
    ExtendIn,
    FileStepOut,
    HandToIn,
    HoldingOut,
    OpinionOut,
    ReopenIn,
    RowsOut,
    SendBackIn,
    SubmissionDetailOut,
    SubmissionFilter,
    SubmissionOut,
)
from criteria.choices import Stage, Status
from criteria.evaluation.diagram import STAGE_OF
from criteria.models import FileStep, Holding, Submission
from criteria.permissions import Mandate, agencies_of, steers, voice, voices
from criteria.selectors.review.opinions import file_view
from criteria.services import review

REVIEWING = (Stage.CONFIRMED, Stage.APPRAISED, Stage.VERIFIED, Stage.REVIEWED)
NOT_YOURS = "Hồ sơ này không ở cơ quan của bạn."
NOT_THE_OFFICE = "Chỉ cán bộ, thủ trưởng Văn phòng Điều phối gia hạn, mở lại, giao lại hồ sơ."


class SubmissionViewSet(ReadOnlyModelViewSet[Submission]):
    """Files of rounds: list, one with claims, opinions and remarks; what is done to it.

    Acts answer with the step appended: 403 where the file is not the asker's, 409 with a `code`
    (`state`, `holder`, `left`, …) where it does not follow.
    """

    serializer_class = SubmissionOut
    filterset_class = SubmissionFilter
    queryset = Submission.objects.none()

    def get_queryset(self) -> QuerySet[Submission]:
        return files_of(signed_in_user(self.request)).order_by(
            "-round__ends", "round", "scorecard__commune__sort_key", "pk"
        )

    @extend_schema(responses=SubmissionDetailOut)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        file = self.get_object()
        known = dict(file.scorecard.criteria_set.criteria.values_list("pk", "number"))
        context = {
            "request": request,
            "view": file_view(file).seen_by(agencies_of(signed_in_user(request))),
            "numbers": known,
        }
        return Response(SubmissionDetailOut(file, context=context).data)

    @extend_schema(request=AsAgencyIn, responses=FileStepOut)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """The commune sends it: `{}`. 409: `incomplete`, `unanswered`, `early`, `state`, `closed`."""
        return self._act(request, review.submit, [Stage.DECLARED])

    @extend_schema(request=DeclareIn, responses={201: StatusOut(many=True)})
    @action(detail=True, methods=["post"])
    def declare(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """The commune declares: `{"results": [{"criterion": 8, "status": "met"}]}`. 409: `stale`, `holder`, …."""
        user, file = signed_in_user(request), self.get_object()
        asked = given(DeclareIn, request)
        mandate = voice_or_403(user, file, [Stage.DECLARED], asked["agency"])
        criteria = {one.number: one for one in file.scorecard.criteria_set.criteria.all()}
        keys_of(file, [one["criterion"] for one in asked["results"]])
        said = [
            review.Declared(criteria[one["criterion"]], Status(one["status"]), one["base"])
            for one in asked["results"]
        ]
        made = review.declare_missing(file, said, note=asked["note"], mandate=mandate, by=user)
        return Response(StatusOut(made, many=True).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=AsAgencyIn, responses=FileStepOut)
    @action(detail=True, methods=["post"])
    def recall(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """The commune takes it back before anybody spoke: `{}`. 409: `spoken`, `state`, `closed`."""
        return self._act(request, review.recall, [Stage.DECLARED])

    @extend_schema(request=AsAgencyIn, responses=FileStepOut)
    @action(detail=True, methods=["post"])
    def review(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """A sponsor hands in its review: `{}`. 409: `left`, `holder`, `state`."""
        return self._act(request, review.review, [Stage.REVIEWED])

    @extend_schema(request=AsAgencyIn, responses=FileStepOut)
    @action(detail=True, methods=["post"])
    def verify(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """The verification is handed on: `{}`. 409: `left`, `unticked`, `holder`, `state`."""
        return self._act(request, review.verify, [Stage.VERIFIED])

    @extend_schema(request=AsAgencyIn, responses=FileStepOut)
    @action(detail=True, methods=["post"])
    def appraise(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """An appraiser hands in its part: `{}`. 409: `left`, `unticked`, `holder`, `state`."""
        return self._act(request, review.appraise, [Stage.APPRAISED])

    @extend_schema(request=AsAgencyIn, responses=FileStepOut)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """The office confirms every criterion as it found it: `{}`. 409: `left`, `holder`, `state`."""
        return self._act(request, review.confirm, [Stage.CONFIRMED])

    @extend_schema(request=SendBackIn, responses=FileStepOut)
    @action(detail=True, methods=["post"], url_path="return", url_name="return")
    def send_back(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Return it: `{"words": "Bổ sung minh chứng"}`; objections become remarks. 409: `reason`, …."""
        waiting = [stage for stage in REVIEWING if stage > Stage.REVIEWED]
        at = STAGE_OF.get(self.get_object().state)
        waiting.sort(key=lambda stage: stage != at)
        words = given(SendBackIn, request)["words"]
        return self._act(request, review.send_back, waiting, words=words)

    @extend_schema(request=ExtendIn, responses=FileStepOut)
    @action(detail=True, methods=["post"])
    def extend(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """The office gives one commune until another day: `{"due_on": "2024-07-15", "words": "…"}`."""
        return self._steer(request, review.extend, ExtendIn)

    @extend_schema(request=ReopenIn, responses=FileStepOut)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """The office lets a confirmed or locked file go on: `{"words": "…"}`. 409: `open`, `past`."""
        return self._steer(request, review.reopen, ReopenIn)

    @extend_schema(request=CriteriaIn, responses=RowsOut)
    @action(detail=True, methods=["post"], url_path="open-rows", url_name="open-rows")
    def open_rows(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Note which rows the agency looked into: `{"criteria": [8, 17]}`. Bulk acts leave out others."""
        user, file = signed_in_user(request), self.get_object()
        asked = given(CriteriaIn, request)
        found = next(
            (
                (holding, mandate)
                for holding, mandate in reversed(voices(user, file.held))
                if holding.stage in {asked.get("stage") or holding.stage} & set(REVIEWING)
                and asked["agency"] in {"", mandate.agency.slug}
            ),
            None,
        )
        if found is None:
            raise PermissionDenied(NOT_YOURS)
        holding, mandate = found
        asked_for = keys_of(file, asked["criteria"])
        keys = file_view(file).part(holding) if asked_for is None else asked_for
        opened = review.open_rows(file, keys, mandate=mandate, by=user)
        return Response(RowsOut({"opened": opened}).data)

    @extend_schema(request=CriteriaIn, responses=OpinionOut(many=True))
    @action(detail=True, methods=["post"], url_path="copy-before", url_name="copy-before")
    def copy_before(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Say what the stage before said, of opened rows without an opinion: `{}` or `{"criteria": [8]}`."""
        user, file = signed_in_user(request), self.get_object()
        asked = given(CriteriaIn, request)
        stages = [asked["stage"]] if "stage" in asked else REVIEWING
        rows = review.copy_before(
            file,
            keys_of(file, asked["criteria"]),
            mandate=voice_or_403(user, file, stages, asked["agency"]),
            by=user,
        )
        return Response(OpinionOut(rows, many=True).data)

    def _act(
        self,
        request: Request,
        act: Callable[..., FileStep],
        stages: Iterable[int],
        **more: Any,
    ) -> Response:
        user, file = signed_in_user(request), self.get_object()
        mandate = voice_or_403(user, file, stages, given(AsAgencyIn, request)["agency"])
        return Response(FileStepOut(act(file, mandate=mandate, by=user, **more)).data)

    def _steer(
        self,
        request: Request,
        act: Callable[..., FileStep],
        shape: type[serializers.Serializer[Any]],
    ) -> Response:
        user, file = signed_in_user(request), self.get_object()
        mandate = office_or_403(user)
        step = act(file, mandate=mandate, by=user, **given(shape, request))
        return Response(FileStepOut(step).data)


class HoldingViewSet(GenericViewSet[Holding]):
    """What is held of a file: the office passes one on to another agency."""

    serializer_class = HoldingOut
    queryset = Holding.objects.none()

    def get_queryset(self) -> QuerySet[Holding]:
        seen = Submission.objects.visible_to(self.request.user)
        return Holding.objects.filter(submission__in=seen).select_related("submission")

    @extend_schema(request=HandToIn, responses=FileStepOut)
    @action(detail=True, methods=["post"], url_path="pass-on", url_name="pass-on")
    def pass_on(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Name who holds it instead: `{"to": "so-xay-dung", "words": "Cấp huyện kết thúc hoạt động"}`."""
        user, holding = signed_in_user(request), self.get_object()
        mandate = office_or_403(user)
        asked = given(HandToIn, request)
        to = get_object_or_404(Agency.objects.on(working_day()), slug=asked["to"])
        step = review.pass_on(holding, to=to, words=asked["words"], mandate=mandate, by=user)
        return Response(FileStepOut(step).data)


def files_of(user: User) -> QuerySet[Submission]:
    """The files that a person may see, with what an answer says of them."""
    rows: QuerySet[Submission] = (
        Submission.objects.visible_to(user)
        .with_holders()
        .select_related("round", "scorecard__commune", "scorecard__criteria_set")
    )
    return rows


def given(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """What was sent, in that shape; 400 where it is not."""
    asked = shape(data=request.data)
    asked.is_valid(raise_exception=True)
    found: dict[str, Any] = dict(asked.validated_data)
    return found


def voice_or_403(user: User, file: Submission, stages: Iterable[int], agency: str = "") -> Mandate:
    """In whose name the person speaks of the file."""
    found = voice(user, file, stages, agency)
    if found is None:
        raise PermissionDenied(NOT_YOURS)
    return found


def office_or_403(user: User) -> Mandate:
    """In whose name the person steers files."""
    found = steers(user)
    if found is None:
        raise PermissionDenied(NOT_THE_OFFICE)
    return found


def keys_of(file: Submission, numbers: Iterable[int] | None) -> list[int] | None:
    """Keys of the criteria of these numbers; 400 names those that the set does not have."""
    if numbers is None:
        return None
    rows = file.scorecard.criteria_set.criteria.filter(number__in=list(numbers))
    found = dict(rows.values_list("number", "pk"))
    unknown = sorted(set(numbers) - set(found))
    if unknown:
        listed = ", ".join(map(str, unknown))
        raise serializers.ValidationError({"criteria": f"Bộ tiêu chí không có tiêu chí {listed}."})
    return list(found.values())
