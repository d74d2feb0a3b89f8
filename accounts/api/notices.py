"""Notices through the API: what waits for oneself, told once; read one by one or all at once; how one is mailed."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from accounts import notices, services
from accounts.choices import MailPace, NoticeKind
from accounts.http import signed_in_user
from accounts.models import Notice, User
from accounts.selectors import notice_paces

YES = {"1", "true"}


class NoticeOut(serializers.ModelSerializer[Notice]):
    """`words` of a paper sent back are the reason; `address` is a page of the portal."""

    class Meta:
        model = Notice
        fields = ["id", "kind", "title", "words", "address", "recorded_at", "read_at"]


class NoticesReadOut(serializers.Serializer[Any]):
    count = serializers.IntegerField(help_text="số thông báo vừa được đánh dấu đọc")


class NoticePaceOut(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=NoticeKind.choices)
    about = serializers.CharField(source="kind.label")
    mail = serializers.ChoiceField(choices=MailPace.choices)


class NoticeSettingsOut(serializers.Serializer[Any]):
    """How one is mailed about each kind. Without an address no mail goes, whatever is chosen."""

    address = serializers.CharField(help_text="thư điện tử của tài khoản; trống: không gửi thư")
    digest_hour = serializers.IntegerField(help_text="giờ gửi thư gộp mỗi ngày, giờ Việt Nam")
    kinds = NoticePaceOut(many=True)


class NoticePaceIn(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=NoticeKind.choices)
    mail = serializers.ChoiceField(choices=MailPace.choices)


class NoticeSettingsIn(serializers.Serializer[Any]):
    """Kinds that are not named stay as they are."""

    kinds = NoticePaceIn(many=True, allow_empty=False)

    def validate_kinds(self, rows: list[dict[str, str]]) -> dict[NoticeKind, MailPace]:
        chosen = {NoticeKind(row["kind"]): MailPace(row["mail"]) for row in rows}
        if len(chosen) < len(rows):
            raise serializers.ValidationError("Mỗi loại thông báo chỉ nêu một lần.")
        return chosen


class NoticeViewSet(ReadOnlyModelViewSet[Notice]):
    """One's own notices, newest first. As on the page, an account is enough."""

    serializer_class = NoticeOut
    queryset = Notice.objects.none()
    permission_classes = [IsAuthenticated]

    def get_queryset(self) -> QuerySet[Notice]:
        rows = Notice.objects.visible_to(signed_in_user(self.request))
        if self.action != "list":
            return rows
        asked = self.request.query_params
        if asked.get("kind", "") in NoticeKind.values:
            rows = rows.filter(kind=asked["kind"])
        return rows.unread() if asked.get("unread", "") in YES else rows

    @extend_schema(
        parameters=[
            OpenApiParameter("unread", bool, description="chỉ chưa đọc"),
            OpenApiParameter("kind", enum=NoticeKind.values, description="chỉ một loại"),
        ]
    )
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

    @extend_schema(responses=NoticeSettingsOut)
    @action(detail=False, url_path="settings", pagination_class=None)
    def mail_settings(self, request: Request) -> Response:
        """How one is mailed about each kind."""
        return _settings_of(signed_in_user(request))

    @extend_schema(request=NoticeSettingsIn, responses=NoticeSettingsOut)
    @mail_settings.mapping.put
    def choose_mail(self, request: Request) -> Response:
        """Choose it; it acts on what waits to be mailed, too."""
        person, asked = signed_in_user(request), NoticeSettingsIn(data=request.data)
        asked.is_valid(raise_exception=True)
        services.choose_notice_mail(person=person, chosen=asked.validated_data["kinds"], by=person)
        return _settings_of(person)


def _settings_of(person: User) -> Response:
    rows = [{"kind": kind, "mail": pace} for kind, pace in notice_paces(person).items()]
    told = {
        "address": person.email,
        "digest_hour": settings.NOTICE_DIGEST_HOUR,
        "kinds": rows,
    }
    return Response(NoticeSettingsOut(told).data)
