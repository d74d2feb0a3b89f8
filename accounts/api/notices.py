"""Notices through the API: what waits for oneself, told once; read one by one or all at once."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from accounts import notices
from accounts.http import signed_in_user
from accounts.models import Notice

YES = {"1", "true"}


class NoticeOut(serializers.ModelSerializer[Notice]):
    """`words` of a paper sent back are the reason; `address` is a page of the portal."""

    class Meta:
        model = Notice
        fields = ["id", "title", "words", "address", "recorded_at", "read_at"]


class NoticesReadOut(serializers.Serializer[Any]):
    count = serializers.IntegerField(help_text="số thông báo vừa được đánh dấu đọc")


class NoticeViewSet(ReadOnlyModelViewSet[Notice]):
    """One's own notices, newest first. As on the page, an account is enough."""

    serializer_class = NoticeOut
    queryset = Notice.objects.none()
    permission_classes = [IsAuthenticated]

    def get_queryset(self) -> QuerySet[Notice]:
        rows = Notice.objects.visible_to(signed_in_user(self.request))
        wanted = self.action == "list" and self.request.query_params.get("unread", "") in YES
        return rows.unread() if wanted else rows

    @extend_schema(parameters=[OpenApiParameter("unread", bool, description="chỉ chưa đọc")])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(request=None, responses=NoticeOut)
    @action(detail=True, methods=["post"])
    def read(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Mark it read; a second time changes nothing."""
        row = self.get_object()
        notices.read(user=signed_in_user(request), notice=row)
        row.refresh_from_db()
        return Response(NoticeOut(row).data)

    @extend_schema(request=None, responses=NoticesReadOut)
    @action(detail=False, methods=["post"], url_path="read-all")
    def read_all(self, request: Request) -> Response:
        return Response({"count": notices.read(user=signed_in_user(request))})
