"""Procedures of recognition through the API; the office corrects their numbers."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from accounts.http import signed_in_user
from criteria.api.council_words import ProcedureDocumentsIn, ProcedureNumbersIn, ProcedureOut
from criteria.models import Procedure
from criteria.permissions import may_keep_catalogue
from criteria.services.council_rules import Numbers, correct_procedure, list_documents

NOT_THE_OFFICE = "Chỉ Văn phòng Điều phối sửa được quy trình."


class ProcedureViewSet(ReadOnlyModelViewSet[Procedure]):
    """How communes are recognised, or lose it, in each period."""

    serializer_class = ProcedureOut
    queryset = Procedure.objects.none()

    def get_queryset(self) -> QuerySet[Procedure]:
        rows = Procedure.objects.visible_to(self.request.user).select_related("paper")
        found: QuerySet[Procedure] = rows.prefetch_related("conditions", "documents")
        return found.order_by("-starts", "purpose", "pk")

    @extend_schema(request=ProcedureNumbersIn, responses=ProcedureOut)
    @action(detail=True, methods=["post"])
    def correct(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """409 with code `range`, `unchanged`, `stale`, `source` or `reason`."""
        user, row = signed_in_user(request), self.get_object()
        if not may_keep_catalogue(user):
            raise PermissionDenied(NOT_THE_OFFICE)
        said = ProcedureNumbersIn(data=request.data)
        said.is_valid(raise_exception=True)
        given: dict[str, Any] = dict(said.validated_data)
        seen = Numbers.of(row)
        wanted = Numbers(
            given.get("present_share", seen.present_share),
            given.get("favour_share", seen.favour_share),
            given.get("conditions", {}),
        )
        correct_procedure(
            procedure=row,
            wanted=wanted,
            seen=seen,
            source=given["source"],
            reason=given["reason"],
            checked=given["checked"],
            by=user,
        )
        return Response(ProcedureOut(self.get_queryset().get(pk=row.pk)).data)

    @extend_schema(request=ProcedureDocumentsIn, responses=ProcedureOut)
    @action(detail=True, methods=["post"])
    def documents(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """State the documents that are asked. 409 with `twice`, `long` or `unchanged`."""
        user, row = signed_in_user(request), self.get_object()
        if not may_keep_catalogue(user):
            raise PermissionDenied(NOT_THE_OFFICE)
        said = ProcedureDocumentsIn(data=request.data)
        said.is_valid(raise_exception=True)
        list_documents(procedure=row, by=user, **said.validated_data)
        return Response(ProcedureOut(self.get_queryset().get(pk=row.pk)).data)
