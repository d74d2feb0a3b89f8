"""What reviewers say of claims, and remarks of returned files, through the API."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from accounts.http import signed_in_user
from accounts.models import User
from criteria.api.submission_words import (
    AgreedOut,
    AgreeIn,
    AnswerIn,
    OpinionFilter,
    OpinionIn,
    OpinionOut,
    RemarkDeedOut,
    StaleOpinionOut,
    TickRemarkIn,
)
from criteria.api.submissions import NOT_YOURS, REVIEWING, files_of, given, voice_or_403
from criteria.choices import Stage, Status
from criteria.models import Criterion, Opinion, Remark, Submission
from criteria.permissions import Mandate, agencies_of, voice, voices
from criteria.selectors.review.left import to_agree
from criteria.selectors.review.opinions import drafts_of_others, file_views
from criteria.services import review


class OpinionViewSet(ReadOnlyModelViewSet[Opinion]):
    """Every opinion ever given, the newest first; give one, or agree with many rows opened."""

    serializer_class = OpinionOut
    filterset_class = OpinionFilter
    queryset = Opinion.objects.none()

    def get_queryset(self) -> QuerySet[Opinion]:
        seen = Submission.objects.visible_to(self.request.user)
        rows: QuerySet[Opinion] = Opinion.objects.filter(submission__in=seen)
        rows = rows.exclude(drafts_of_others(agencies_of(self.request.user)))
        return rows.select_related("criterion", "agency", "by", "on_behalf_of").order_by("-pk")

    @extend_schema(request=OpinionIn, responses={201: OpinionOut, 409: StaleOpinionOut})
    def create(self, request: Request) -> Response:
        """Agree: `{"submission": 7, "criterion": 8, "agrees": true, "base": null}`.

        Disagreeing asks `status`, `doubt` and `words`. 409 with code `stale` and the `last` opinion
        when a colleague spoke meanwhile; `part`, `claim`, `holder`, `state` otherwise.
        """
        user, asked = signed_in_user(request), given(OpinionIn, request)
        file = get_object_or_404(files_of(user), pk=asked["submission"])
        stages = [asked["stage"]] if "stage" in asked else REVIEWING
        mandate = voice_or_403(user, file, set(stages) & set(REVIEWING), asked["agency"])
        rows = file.scorecard.criteria_set.criteria
        criterion: Criterion = get_object_or_404(rows, number=asked["criterion"])
        said = review.Said(asked["agrees"], asked["status"], asked["doubt"], asked["words"])
        try:
            row = review.say(
                file,
                criterion,
                said,
                base=asked["base"],
                turn=asked["turn"],
                mandate=mandate,
                by=user,
            )
        except ValidationError as refused:
            if getattr(refused, "code", None) != "stale":
                raise
            last = self.get_queryset().filter(
                submission=file, criterion=criterion, stage=mandate.stage, agency=mandate.agency
            )
            told = {"detail": refused.messages, "code": "stale", "last": last.first()}
            return Response(StaleOpinionOut(told).data, status=status.HTTP_409_CONFLICT)
        return Response(OpinionOut(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=AgreeIn, responses=AgreedOut(many=True))
    @action(detail=False, methods=["post"], url_path="agree-with-opened")
    def agree_with_opened(self, request: Request) -> Response:
        """Agree with what the agency opened: `{"submissions": [7, 9], "criteria": [8], "rows": 2}`.

        409 with code `count` where it is another number of rows by now: nothing is done.
        """
        user, asked = signed_in_user(request), given(AgreeIn, request)
        files = list(files_of(user).filter(pk__in=asked["submissions"]))
        if len(files) < len(set(asked["submissions"])) or not files:
            raise PermissionDenied(NOT_YOURS)
        only = _keys(files, asked["criteria"])
        mandates = {one.pk: _reviewing(user, one) for one in files}
        views = file_views(files)
        rows_now = sum(
            only is None or key in only
            for one in files
            for key in to_agree(views[one.pk], mandates[one.pk])
        )
        if rows_now != asked["rows"]:
            raise ValidationError(
                f"Số dòng vừa thay đổi: nay là {rows_now} dòng. Chưa ghi gì.", code="count"
            )
        found = review.agree_with_opened(files, only=only, mandate_of=mandates, by=user)
        rows = [{"submission": key, "opinions": len(said)} for key, said in found.items()]
        return Response(AgreedOut(rows, many=True).data)


class RemarkViewSet(GenericViewSet[Remark]):
    """Remarks of returned files: the commune answers, whoever looks again ticks."""

    serializer_class = RemarkDeedOut
    queryset = Remark.objects.none()

    def get_queryset(self) -> QuerySet[Remark]:
        seen = Submission.objects.visible_to(self.request.user)
        return Remark.objects.filter(submission__in=seen).select_related(
            "submission__round", "submission__scorecard", "step", "criterion"
        )

    @extend_schema(request=AnswerIn, responses={201: RemarkDeedOut})
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """The commune answers: `{"words": "Đã bổ sung", "status": "met"}`. 409: `state`, `holder`, `closed`."""
        user, remark = signed_in_user(request), self.get_object()
        asked = given(AnswerIn, request)
        said = None
        if "status" in asked and remark.criterion is not None:
            said = review.Declared(remark.criterion, Status(asked["status"]), asked["base"])
        row = review.answer_with_result(
            remark,
            said,
            words=asked["words"],
            mandate=voice_or_403(user, remark.submission, [Stage.DECLARED], asked["agency"]),
            by=user,
        )
        return Response(RemarkDeedOut(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=TickRemarkIn, responses={201: RemarkDeedOut})
    @action(detail=True, methods=["post"])
    def tick(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Whether the answer is enough: `{"settled": true}`. 409: `stage`, `state`, `holder`."""
        user, remark = signed_in_user(request), self.get_object()
        asked = given(TickRemarkIn, request)
        row = review.tick(
            remark,
            settled=asked["settled"],
            words=asked["words"],
            mandate=_looking_again(user, remark, asked["agency"]),
            by=user,
        )
        return Response(RemarkDeedOut(row).data, status=status.HTTP_201_CREATED)


def _looking_again(user: User, remark: Remark, agency: str) -> Mandate:
    """At the stage that made the remark, or else at another that looks at the file."""
    file = remark.submission
    own = voice(user, file, [remark.step.stage], agency)
    waiting = [stage for stage in REVIEWING if stage > Stage.REVIEWED]
    return own or voice_or_403(user, file, waiting, agency)


def _reviewing(user: User, file: Submission) -> Mandate:
    """In whose name the person speaks of what lies with them now, the highest stage first."""
    found = [mandate for _, mandate in voices(user, file.held) if mandate.stage in REVIEWING]
    if not found:
        raise PermissionDenied(NOT_YOURS)
    return found[-1]


def _keys(files: list[Submission], numbers: list[int] | None) -> set[int] | None:
    if numbers is None:
        return None
    sets = {one.scorecard.criteria_set_id for one in files}
    rows: Any = Criterion.objects.filter(criteria_set__in=sets, number__in=numbers)
    return set(rows.values_list("pk", flat=True))
