"""What the API says and hears of the council's files and of procedures."""

from typing import Any

from django_filters import rest_framework as filters
from rest_framework import serializers

from criteria.choices import ConditionKind, CouncilState, Level, Purpose
from criteria.models import CouncilFile

REASON = 300  # letters


class CouncilFileFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter is untyped
    commune = filters.CharFilter(field_name="commune__code", label="mã xã")
    level = filters.ChoiceFilter(choices=Level.choices, label="mức")
    purpose = filters.ChoiceFilter(choices=Purpose.choices, label="việc")
    state = filters.ChoiceFilter(choices=CouncilState.choices, label="tình trạng")
    year = filters.NumberFilter(label="năm đạt chuẩn")


class CouncilFileOut(serializers.ModelSerializer[CouncilFile]):
    commune = serializers.CharField(source="commune.code")
    agency = serializers.CharField(source="agency.slug")

    class Meta:
        model = CouncilFile
        fields = [
            *("id", "commune", "level", "purpose", "year", "opened_on", "state", "submitted_on"),
            *("recognition", "ended_on", "dropped_reason", "note", "agency", "illustrative"),
        ]


class ConditionOut(serializers.Serializer[Any]):
    """`holds`: null where nothing is known; `computed`: the portal found it."""

    code = serializers.CharField(source="asked.code")
    kind = serializers.ChoiceField(source="asked.kind", choices=ConditionKind.choices)
    words = serializers.CharField(source="asked.words")
    threshold = serializers.DecimalField(
        source="asked.number", max_digits=5, decimal_places=2, allow_null=True
    )
    confidence = serializers.CharField(source="asked.confidence")
    holds = serializers.BooleanField(allow_null=True)
    number = serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True)
    found = serializers.CharField(source="words")
    computed = serializers.BooleanField()
    beside = serializers.CharField(help_text="cổng đang ghi gì về cùng việc này")
    differs = serializers.BooleanField()


class FiledOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    file = serializers.IntegerField(source="file_id", allow_null=True)
    paper = serializers.IntegerField(source="paper_id", allow_null=True)
    on = serializers.DateField()
    agency = serializers.CharField(source="agency.slug")


class AskedDocumentOut(serializers.Serializer[Any]):
    code = serializers.CharField(source="asked.code")
    words = serializers.CharField(source="asked.words")
    confidence = serializers.CharField(source="asked.confidence")
    filed = FiledOut(many=True)


class CouncilMeetingOut(serializers.Serializer[Any]):
    """`valid`: null where the shares are not known."""

    id = serializers.IntegerField(source="meeting.pk")
    held_on = serializers.DateField(source="meeting.held_on")
    members = serializers.IntegerField(source="meeting.members")
    present = serializers.IntegerField(source="meeting.present")
    in_favour = serializers.IntegerField(source="meeting.in_favour")
    valid = serializers.BooleanField(source="meeting.valid", allow_null=True)
    passed = serializers.BooleanField(source="meeting.passed")
    minutes = serializers.IntegerField(source="meeting.minutes_id", allow_null=True)


class VoteOut(serializers.Serializer[Any]):
    present = serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True)
    in_favour = serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True)
    confidence = serializers.CharField()


class CouncilStepOut(serializers.Serializer[Any]):
    words = serializers.CharField()
    holder = serializers.CharField()


class CouncilSheetOut(serializers.Serializer[Any]):
    """A file with what is asked of it; `known`: whether the procedure of its day is at hand."""

    file = CouncilFileOut()
    known = serializers.BooleanField(source="asks.is_known")
    paper = serializers.CharField(source="asks.paper")
    vote = VoteOut(source="asks.vote")
    conditions = ConditionOut(many=True)
    documents = AskedDocumentOut(many=True)
    others = FiledOut(many=True)
    meetings = CouncilMeetingOut(many=True)
    step = CouncilStepOut(allow_null=True)


class CouncilFileIn(serializers.Serializer[Any]):
    commune = serializers.CharField(help_text="mã xã")
    level = serializers.ChoiceField(choices=Level.choices)
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    opened_on = serializers.DateField(help_text="quy định có hiệu lực vào ngày này được áp dụng")
    year = serializers.IntegerField(
        required=False, allow_null=True, min_value=2009, max_value=2100
    )
    note = serializers.CharField(required=False, allow_blank=True, max_length=500)


class FindingIn(serializers.Serializer[Any]):
    """Of a share `number`, else `holds`; with a paper, a file or words."""

    condition = serializers.CharField()
    holds = serializers.BooleanField(required=False, allow_null=True, default=None)
    number = serializers.DecimalField(
        max_digits=5, decimal_places=2, required=False, allow_null=True
    )
    words = serializers.CharField(required=False, allow_blank=True, max_length=500)
    paper = serializers.IntegerField(required=False, allow_null=True, help_text="khóa của văn bản")
    upload = serializers.FileField(required=False, allow_null=True)
    on = serializers.DateField()


class DocumentIn(serializers.Serializer[Any]):
    """An upload or the key of a paper; `asked` blank: beside what is asked."""

    asked = serializers.CharField(required=False, allow_blank=True)
    paper = serializers.IntegerField(required=False, allow_null=True, help_text="khóa của văn bản")
    upload = serializers.FileField(required=False, allow_null=True)
    on = serializers.DateField()


class WithdrawDocumentIn(serializers.Serializer[Any]):
    document = serializers.IntegerField()
    reason = serializers.CharField(max_length=REASON)


class WithdrawMeetingIn(serializers.Serializer[Any]):
    meeting = serializers.IntegerField()
    reason = serializers.CharField(max_length=REASON)


class CouncilReasonIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=REASON)


class SubmitIn(serializers.Serializer[Any]):
    on = serializers.DateField()


class MeetingIn(serializers.Serializer[Any]):
    """`agreed`: what the minutes say, asked where the shares are not known."""

    held_on = serializers.DateField()
    members = serializers.IntegerField(min_value=1, max_value=500)
    present = serializers.IntegerField(min_value=0, max_value=500)
    in_favour = serializers.IntegerField(min_value=0, max_value=500)
    agreed = serializers.BooleanField(required=False, allow_null=True, default=None)
    minutes = serializers.FileField(required=False, allow_null=True)
    note = serializers.CharField(required=False, allow_blank=True, max_length=500)


class DecideIn(serializers.Serializer[Any]):
    """`on`: since when the commune is recognised, or loses it; `reason`: of a revocation."""

    on = serializers.DateField()
    year = serializers.IntegerField(required=False, allow_null=True)
    decided_on = serializers.DateField(required=False, allow_null=True)
    paper = serializers.IntegerField(required=False, allow_null=True, help_text="khóa của văn bản")
    source = serializers.CharField(  # type: ignore[assignment]
        required=False, allow_blank=True, max_length=500
    )
    note = serializers.CharField(required=False, allow_blank=True, max_length=300)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=REASON)


class ProcedureConditionOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    kind = serializers.ChoiceField(choices=ConditionKind.choices)
    words = serializers.CharField()
    number = serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True)
    confidence = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]


class ProcedureDocumentOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    words = serializers.CharField()
    confidence = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]


class ProcedureOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    level = serializers.ChoiceField(choices=Level.choices)
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    starts = serializers.DateField()
    ends = serializers.DateField(allow_null=True)
    paper = serializers.CharField(source="paper.short", default="")
    present_share = serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True)
    favour_share = serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True)
    vote_confidence = serializers.CharField()
    confidence = serializers.CharField()
    note = serializers.CharField()
    conditions = ProcedureConditionOut(many=True, source="conditions.all")
    documents = ProcedureDocumentOut(many=True, source="documents.all")


class ProcedureNumbersIn(serializers.Serializer[Any]):
    """New numbers; those left out stay. `conditions`: by code."""

    present_share = serializers.DecimalField(
        max_digits=5, decimal_places=2, required=False, allow_null=True
    )
    favour_share = serializers.DecimalField(
        max_digits=5, decimal_places=2, required=False, allow_null=True
    )
    conditions = serializers.DictField(
        child=serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True),
        required=False,
    )
    source = serializers.CharField(max_length=500)  # type: ignore[assignment]
    reason = serializers.CharField(max_length=REASON)
    checked = serializers.BooleanField(default=False)


class ProcedureDocumentsIn(serializers.Serializer[Any]):
    """Every document that is asked, in its order."""

    words = serializers.ListField(child=serializers.CharField())
    source = serializers.CharField(max_length=500)  # type: ignore[assignment]
    reason = serializers.CharField(max_length=REASON)
