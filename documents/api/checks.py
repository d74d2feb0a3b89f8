"""The form check through the API: what it finds in a paper's words and in its print."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.http import signed_in_user
from documents.models import OfficialDocument
from documents.selectors.checks import checked


class FindingOut(serializers.Serializer[Any]):
    rule = serializers.CharField(help_text="mã quy tắc, ví dụ B10")
    where = serializers.CharField(help_text="ở đâu trong văn bản")
    what = serializers.CharField()
    mend = serializers.CharField(help_text="cách sửa")
    law = serializers.CharField(help_text="quy tắc bằng lời")
    cited = serializers.CharField(
        source="source", help_text="chỗ quy định, ví dụ Phụ lục I, II.6đ"
    )


class PaperCheckOut(serializers.Serializer[Any]):
    words = FindingOut(many=True, source="data", help_text="điểm thấy ở nội dung")
    print = FindingOut(many=True, source="pdf", help_text="điểm đo được trên bản in")
    measured = serializers.SerializerMethodField(
        help_text="văn bản như hiện nay đã in và đo hay chưa"
    )

    def get_measured(self, found: Any) -> bool:
        return found.run is not None


class PaperCheckViewSet(GenericViewSet[OfficialDocument]):
    """What differs from the rules of form (NĐ 30/2020). It hinders no step."""

    serializer_class = PaperCheckOut
    queryset = OfficialDocument.objects.none()

    def get_queryset(self) -> QuerySet[OfficialDocument]:
        seen = OfficialDocument.objects.visible_to(signed_in_user(self.request))
        return seen.select_related("issuer", "letterhead")

    @extend_schema(responses=PaperCheckOut)
    def retrieve(self, *_: object, **__: object) -> Response:
        return Response(self.get_serializer(checked(self.get_object())).data)
