"""The council's files through the API: the same selectors, permissions and services as the pages."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from accounts.calendar import working_day
from accounts.http import signed_in_user
from accounts.models import User
from communes.models import Commune
from criteria.api.council_words import (
    CouncilFileFilter,
    CouncilFileIn,
    CouncilFileOut,
    CouncilReasonIn,
    CouncilSheetOut,
    DecideIn,
    DocumentIn,
    FindingIn,
    MeetingIn,
    SubmitIn,
    WithdrawDocumentIn,
    WithdrawMeetingIn,
)
from criteria.choices import Level, Purpose
from criteria.models import CouncilFile
from criteria.permissions import Mandate, may_file, may_keep_council, speaks_for
from criteria.selectors.council import council_files, council_sheet
from criteria.services import council, council_parts
from documents.models import OfficialDocument

NOT_THE_OFFICE = "Chỉ cán bộ, thủ trưởng Văn phòng Điều phối lập và xử lý hồ sơ xét công nhận."
NOT_YOURS = "Chỉ xã có hồ sơ và Văn phòng Điều phối nộp giấy tờ vào hồ sơ này."


class CouncilFileViewSet(ReadOnlyModelViewSet[CouncilFile]):
    """Files for recognition and revocation: list, one with all that is asked of it, and every step."""

    serializer_class = CouncilFileOut
    filterset_class = CouncilFileFilter
    queryset = CouncilFile.objects.none()
    parser_classes = [JSONParser, MultiPartParser, FormParser]

    def get_queryset(self) -> QuerySet[CouncilFile]:
        return council_files(self.request.user).order_by("-opened_on", "-pk")

    @extend_schema(responses=CouncilSheetOut)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        return self._sheet(signed_in_user(request), self.get_object())

    @extend_schema(request=CouncilFileIn, responses={201: CouncilSheetOut})
    def create(self, request: Request) -> Response:
        """409 with code `future`, `outside`, `duplicate`, `held` or `not_held`."""
        user = signed_in_user(request)
        given = _read(CouncilFileIn, request)
        communes = Commune.objects.visible_to(user).on(working_day())
        commune = get_object_or_404(communes, code=given.pop("commune"))
        file = council.open_council_file(
            commune=commune,
            level=Level(given.pop("level")),
            purpose=Purpose(given.pop("purpose")),
            mandate=_keeper(user),
            by=user,
            **given,
        )
        return self._sheet(user, file, status=201)

    @extend_schema(request=FindingIn, responses=CouncilSheetOut)
    @action(detail=True, methods=["post"])
    def findings(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """State a condition. 409 with `state`, `unknown`, `computed`, `number`, `holds`, `basis`, `future`."""
        user, file = signed_in_user(request), self.get_object()
        mandate, given = _keeper(user), _read(FindingIn, request)
        paper = _paper(user, given.pop("paper", None))
        council_parts.record_finding(
            council_file=file, paper=paper, mandate=mandate, by=user, **given
        )
        return self._sheet(user, file)

    @extend_schema(request=DocumentIn, responses=CouncilSheetOut)
    @action(detail=True, methods=["post"])
    def documents(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """File a document (multipart). 409 with `state`, `unknown`, `one`, `twice`, `future`, or of the file."""
        user, file = signed_in_user(request), self.get_object()
        mandate = may_file(user, file.commune)
        if mandate is None:
            raise PermissionDenied(NOT_YOURS)
        given = _read(DocumentIn, request)
        paper = _paper(user, given.pop("paper", None))
        council_parts.file_document(
            council_file=file, paper=paper, mandate=mandate, by=user, **given
        )
        return self._sheet(user, file)

    @extend_schema(request=WithdrawDocumentIn, responses=CouncilSheetOut)
    @action(detail=True, methods=["post"], url_path="withdraw-document")
    def withdraw_document(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """409 with `state` or `withdrawn`."""
        user, file = signed_in_user(request), self.get_object()
        if may_file(user, file.commune) is None and _is_not_keeper(user):
            raise PermissionDenied(NOT_YOURS)
        given = _read(WithdrawDocumentIn, request)
        document = get_object_or_404(file.filed.all(), pk=given["document"])
        if not speaks_for(user, document.agency_id):
            raise PermissionDenied(NOT_YOURS)
        council_parts.withdraw_document(document=document, reason=given["reason"], by=user)
        return self._sheet(user, file)

    @extend_schema(request=SubmitIn, responses=CouncilSheetOut)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Put it before the council. 409 with `state`, `future`, `before`, `documents` or `conditions`."""
        user, file = signed_in_user(request), self.get_object()
        mandate, given = _keeper(user), _read(SubmitIn, request)
        council.put_before_council(council_file=file, mandate=mandate, by=user, **given)
        return self._sheet(user, file)

    @extend_schema(request=CouncilReasonIn, responses=CouncilSheetOut)
    @action(detail=True, methods=["post"])
    def back(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Work on it again. 409 with `state`."""
        user, file = signed_in_user(request), self.get_object()
        mandate, given = _keeper(user), _read(CouncilReasonIn, request)
        council.return_to_preparation(council_file=file, mandate=mandate, by=user, **given)
        return self._sheet(user, file)

    @extend_schema(request=MeetingIn, responses=CouncilSheetOut)
    @action(detail=True, methods=["post"])
    def meetings(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Record a meeting. 409 with `state`, `future`, `before`, `unknown`, `contradicts`, or of the numbers."""
        user, file = signed_in_user(request), self.get_object()
        mandate, given = _keeper(user), _read(MeetingIn, request)
        council_parts.record_meeting(council_file=file, mandate=mandate, by=user, **given)
        return self._sheet(user, file)

    @extend_schema(request=WithdrawMeetingIn, responses=CouncilSheetOut)
    @action(detail=True, methods=["post"], url_path="withdraw-meeting")
    def withdraw_meeting(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """409 with `state`, `last` or `withdrawn`."""
        user, file = signed_in_user(request), self.get_object()
        mandate, given = _keeper(user), _read(WithdrawMeetingIn, request)
        meeting = get_object_or_404(file.meetings.all(), pk=given["meeting"])
        council_parts.withdraw_meeting(
            meeting=meeting, reason=given["reason"], mandate=mandate, by=user
        )
        return self._sheet(user, file)

    @extend_schema(request=DecideIn, responses=CouncilSheetOut)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """The decision after a passed vote. 409 with `state`, `before`, and what recognitions refuse."""
        user, file = signed_in_user(request), self.get_object()
        mandate, given = _keeper(user), _read(DecideIn, request)
        paper = _paper(user, given.pop("paper", None))
        if file.revokes:
            council.decide_revocation(
                council_file=file,
                revoked_on=given["on"],
                reason=given.get("reason", ""),
                paper=paper,
                mandate=mandate,
                by=user,
            )
        else:
            council.decide_recognition(
                council_file=file,
                since=given["on"],
                year=given.get("year"),
                decided_on=given.get("decided_on"),
                paper=paper,
                source=given.get("source", ""),
                note=given.get("note", ""),
                mandate=mandate,
                by=user,
            )
        return self._sheet(user, file)

    @extend_schema(request=CouncilReasonIn, responses=CouncilSheetOut)
    @action(detail=True, methods=["post"])
    def drop(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Give it up. 409 with `state`."""
        user, file = signed_in_user(request), self.get_object()
        mandate, given = _keeper(user), _read(CouncilReasonIn, request)
        council.drop_council_file(council_file=file, mandate=mandate, by=user, **given)
        return self._sheet(user, file)

    def _sheet(self, user: User, file: CouncilFile, *, status: int = 200) -> Response:
        fresh = council_files(user).get(pk=file.pk)
        return Response(CouncilSheetOut(council_sheet(fresh, user)).data, status=status)


def _keeper(user: User) -> Mandate:
    mandate = may_keep_council(user)
    if mandate is None:
        raise PermissionDenied(NOT_THE_OFFICE)
    return mandate


def _is_not_keeper(user: User) -> bool:
    return may_keep_council(user) is None


def _read(serializer: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    said = serializer(data=request.data)
    said.is_valid(raise_exception=True)
    return dict(said.validated_data)


def _paper(user: User, key: int | None) -> OfficialDocument | None:
    papers = OfficialDocument.objects.visible_to(user)
    found: OfficialDocument | None = get_object_or_404(papers, pk=key) if key else None
    return found
