"""How files of rounds, opinions and remarks look through the API."""

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from criteria.choices import Doubt, FileState, OpinionWay, RemarkAct, Stage, Status
from criteria.models import FileStep, Holding, Opinion, Submission
from criteria.permissions import spoken_for, voices
from criteria.selectors.review.claims import newer_words
from criteria.selectors.review.opinions import FileView, RemarkView

MOST = 500  # files of one request


class SubmissionFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter is untyped
    round = filters.NumberFilter(field_name="round", label="mã kỳ")
    state = filters.ChoiceFilter(choices=FileState.choices, label="tình trạng")
    commune = filters.CharFilter(field_name="scorecard__commune__code", label="mã GSO của xã")
    district = filters.CharFilter(
        field_name="scorecard__commune__district__code", label="mã huyện"
    )
    stage = filters.ChoiceFilter(
        choices=Stage.choices, method="held_at", label="cấp đang giữ hồ sơ"
    )
    mine = filters.BooleanFilter(method="of_mine", label="đang ở cơ quan của bạn")

    def held_at(self, rows: QuerySet[Submission], _: str, stage: str) -> QuerySet[Submission]:
        return rows.filter(pk__in=Holding.objects.open().filter(stage=stage).values("submission"))

    def of_mine(self, rows: QuerySet[Submission], _: str, mine: bool) -> QuerySet[Submission]:  # noqa: FBT001 -- django-filter calls so
        held = Holding.objects.open().filter(agency__in=spoken_for(self.request.user))
        keys = held.values("submission")
        return rows.filter(pk__in=keys) if mine else rows.exclude(pk__in=keys)


class OpinionFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter is untyped
    submission = filters.NumberFilter(field_name="submission", label="mã hồ sơ kỳ")
    round = filters.NumberFilter(field_name="submission__round", label="mã kỳ")
    commune = filters.CharFilter(
        field_name="submission__scorecard__commune__code", label="mã GSO của xã"
    )
    criterion = filters.NumberFilter(field_name="criterion__number", label="số của tiêu chí")
    stage = filters.ChoiceFilter(choices=Stage.choices, label="cấp")
    agency = filters.CharFilter(field_name="agency__slug", label="khóa cơ quan")
    agrees = filters.BooleanFilter(label="đồng ý")


class HoldingOut(serializers.ModelSerializer[Holding]):
    """With whom a file lies or lay; `beside`: the file does not wait for it."""

    agency = serializers.CharField(source="agency.slug")

    class Meta:
        model = Holding
        fields = [
            *("id", "stage", "agency", "turn", "beside", "since", "until", "ended"),
            "passed_from",
        ]


class FileStepOut(serializers.ModelSerializer[FileStep]):
    """An act done to a file, and from which state to which it led."""

    agency = serializers.SlugField(source="agency.slug", default=None, allow_null=True)
    by = serializers.CharField(source="by.username", default=None, allow_null=True)
    on_behalf_of = serializers.CharField(
        source="on_behalf_of.username", default=None, allow_null=True
    )
    to_agency = serializers.SlugField(source="to_agency.slug", default=None, allow_null=True)

    class Meta:
        model = FileStep
        fields = [
            *("id", "submission", "act", "before", "after", "stage", "turn", "words", "agency"),
            *("by", "on_behalf_of", "on", "recorded_at", "to_agency", "due_on"),
        ]


class OpinionOut(serializers.ModelSerializer[Opinion]):
    """What an agency said of a claim at a stage; the last of them counts, all stay."""

    criterion = serializers.IntegerField(source="criterion.number")
    agency = serializers.SlugField(source="agency.slug")
    by = serializers.CharField(source="by.username")
    on_behalf_of = serializers.CharField(
        source="on_behalf_of.username", default=None, allow_null=True
    )
    doubt = serializers.ChoiceField(choices=Doubt.choices, allow_blank=True)
    given = serializers.ChoiceField(choices=OpinionWay.choices)

    class Meta:
        model = Opinion
        fields = [
            *("id", "submission", "criterion", "stage", "agency", "agrees", "status", "doubt"),
            *("words", "given", "turn", "claim", "entry", "by", "on_behalf_of", "on"),
            "recorded_at",
        ]


class RemarkStepOut(serializers.Serializer[Any]):
    act = serializers.ChoiceField(choices=RemarkAct.choices)
    words = serializers.CharField()
    turn = serializers.IntegerField()
    by = serializers.CharField(source="by.username", default=None, allow_null=True)
    on = serializers.DateField()


class RemarkOut(serializers.Serializer[RemarkView]):
    """What a return asked; `criterion` is empty where it is about the file as a whole."""

    id = serializers.IntegerField(source="remark.pk")
    criterion = serializers.IntegerField(
        source="remark.criterion.number", default=None, allow_null=True
    )
    stage = serializers.IntegerField(source="remark.step.stage")
    agency = serializers.SlugField(source="remark.step.agency.slug", default=None)
    opinion = serializers.IntegerField(source="remark.opinion_id", allow_null=True)
    words = serializers.CharField(source="remark.words")
    answered = serializers.BooleanField()
    answer = serializers.CharField()
    tick = serializers.CharField(help_text="settled, unsettled; trống: lần gửi này chưa đánh dấu")
    steps = RemarkStepOut(source="remark.steps.all", many=True)


class ClaimOut(serializers.Serializer[Any]):
    """What the commune claims of a criterion, as known when it sent the file."""

    criterion = serializers.IntegerField()
    entry = serializers.IntegerField(source="claim.entry.pk")
    status = serializers.ChoiceField(choices=Status.choices, source="claim.status")
    effective_on = serializers.DateField(source="claim.entry.effective_on")
    note = serializers.CharField(source="claim.entry.note")
    touched = serializers.DateTimeField(source="claim.touched")
    changed = serializers.BooleanField(help_text="xã đã sửa sau lần gửi trước")
    newer = serializers.BooleanField(help_text="xã đã ghi thêm sau khi gửi")


class PartHeldOut(serializers.Serializer[Any]):
    """What lies with an agency of the asker: the criteria it still has to speak of, by number."""

    holding = serializers.IntegerField()
    stage = serializers.IntegerField()
    agency = serializers.SlugField()
    lent_by = serializers.CharField(allow_null=True, help_text="thay mặt ai, khi được ủy quyền")
    part = serializers.ListField(child=serializers.IntegerField())
    left = serializers.ListField(child=serializers.IntegerField())


class SubmissionOut(serializers.ModelSerializer[Submission]):
    """A commune's file in a round; `held`: with whom it lies."""

    commune = serializers.CharField(source="scorecard.commune.code")
    commune_name = serializers.CharField(source="scorecard.commune.name")
    criteria_set = serializers.CharField(source="scorecard.criteria_set.code")
    locked = serializers.BooleanField(source="is_locked")
    held = HoldingOut(many=True)

    class Meta:
        model = Submission
        fields = [
            *("id", "round", "commune", "commune_name", "criteria_set", "scorecard", "state"),
            *("turn", "due_on", "sent_on", "sent_at", "reopened_at", "locked", "illustrative"),
            "held",
        ]


class SubmissionDetailOut(SubmissionOut):
    """The same with all that was said and done; `context["view"]` is its `FileView`."""

    claims = serializers.SerializerMethodField()
    opinions = serializers.SerializerMethodField()
    in_force = serializers.SerializerMethodField(help_text="mã các ý kiến còn hiệu lực")
    remarks = serializers.SerializerMethodField()
    holdings = serializers.SerializerMethodField()
    steps = serializers.SerializerMethodField()
    mine = serializers.SerializerMethodField()

    class Meta(SubmissionOut.Meta):
        fields = [
            *SubmissionOut.Meta.fields,
            *("claims", "opinions", "in_force", "remarks", "holdings", "steps", "mine"),
        ]

    @property
    def view(self) -> FileView:
        found: FileView = self.context["view"]
        return found

    @extend_schema_field(ClaimOut(many=True))
    def get_claims(self, file: Submission) -> Any:
        view, known, newer = self.view, self.context["numbers"], newer_words(file)
        changed = view.changed()
        rows = [
            {
                "criterion": known[key],
                "claim": claim,
                "changed": key in changed,
                "newer": key in newer,
            }
            for key, claim in view.claims.items()
        ]
        return ClaimOut(sorted(rows, key=lambda row: row["criterion"]), many=True).data

    @extend_schema_field(OpinionOut(many=True))
    def get_opinions(self, _: Submission) -> Any:
        return OpinionOut(self.view.every, many=True).data

    def get_in_force(self, _: Submission) -> list[int]:
        view = self.view
        return sorted(one.pk for one in view.opinions.values() if view.holds(one))

    @extend_schema_field(RemarkOut(many=True))
    def get_remarks(self, _: Submission) -> Any:
        shown: Any = self.view.remarks  # a list of them
        return RemarkOut(shown, many=True).data

    @extend_schema_field(HoldingOut(many=True))
    def get_holdings(self, _: Submission) -> Any:
        return HoldingOut(self.view.holdings, many=True).data

    @extend_schema_field(FileStepOut(many=True))
    def get_steps(self, file: Submission) -> Any:
        rows = file.steps.select_related("agency", "by", "on_behalf_of", "to_agency")
        return FileStepOut(rows.order_by("pk"), many=True).data

    @extend_schema_field(PartHeldOut(many=True))
    def get_mine(self, file: Submission) -> Any:
        view, known = self.view, self.context["numbers"]
        reviewing = [
            (holding, mandate)
            for holding, mandate in voices(self.context["request"].user, file.held)
            if holding.stage > Stage.DECLARED
        ]
        rows = [
            {
                "holding": holding.pk,
                "stage": holding.stage,
                "agency": mandate.agency.slug,
                "lent_by": mandate.lent_by.username if mandate.lent_by else None,
                "part": sorted(known[key] for key in view.part(holding)),
                "left": sorted(known[key] for key in view.left(holding)),
            }
            for holding, mandate in reviewing
        ]
        return PartHeldOut(rows, many=True).data


class AsAgencyIn(serializers.Serializer[Any]):
    agency = serializers.SlugField(
        required=False, default="", help_text="khóa cơ quan mà bạn thay mặt, khi có nhiều"
    )


class SendBackIn(AsAgencyIn):
    words = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=1000,
        default="",
        help_text="nhận xét chung; các ý kiến không đồng ý tự thành nhận xét",
    )


class ExtendIn(serializers.Serializer[Any]):
    due_on = serializers.DateField()
    words = serializers.CharField(max_length=1000)


class ReopenIn(serializers.Serializer[Any]):
    words = serializers.CharField(max_length=1000)
    due_on = serializers.DateField(required=False, allow_null=True, default=None)


class HandToIn(serializers.Serializer[Any]):
    to = serializers.SlugField(help_text="khóa của cơ quan nhận")
    words = serializers.CharField(max_length=1000)


class CriteriaIn(AsAgencyIn):
    """The numbers of criteria; without them all of the asker's part."""

    stage = serializers.ChoiceField(choices=Stage.choices, required=False)
    criteria = serializers.ListField(
        child=serializers.IntegerField(), required=False, allow_null=True, default=None
    )


class DeclaredIn(serializers.Serializer[Any]):
    criterion = serializers.IntegerField(help_text="số của tiêu chí")
    status = serializers.ChoiceField(choices=Status.choices)
    base = serializers.IntegerField(
        required=False, allow_null=True, default=None, help_text="mã kết quả cuối mà bạn đã thấy"
    )


class DeclareIn(AsAgencyIn):
    """Results of several criteria, stored together or not at all; of a closed round with a note."""

    results = DeclaredIn(many=True, allow_empty=False)
    note = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")


class OpinionIn(AsAgencyIn):
    """Agree; or disagree with what was found, the reason and words."""

    submission = serializers.IntegerField()
    criterion = serializers.IntegerField(help_text="số của tiêu chí")
    stage = serializers.ChoiceField(choices=Stage.choices, required=False)
    agrees = serializers.BooleanField()
    status = serializers.ChoiceField(choices=Status.choices, required=False, default="")
    doubt = serializers.ChoiceField(choices=Doubt.choices, required=False, default="")
    words = serializers.CharField(
        max_length=1000, required=False, allow_blank=True, default="", help_text="ý kiến"
    )
    base = serializers.IntegerField(
        required=False, allow_null=True, default=None, help_text="mã ý kiến cuối mà bạn đã thấy"
    )
    turn = serializers.IntegerField(
        required=False, allow_null=True, default=None, help_text="lần gửi mà bạn đang xem"
    )


class StaleOpinionOut(serializers.Serializer[Any]):
    """Somebody of the same agency spoke meanwhile: what they said, beside what was sent."""

    detail = serializers.ListField(child=serializers.CharField())
    code = serializers.CharField()
    last = OpinionOut(allow_null=True)


class AgreeIn(serializers.Serializer[Any]):
    submissions = serializers.ListField(
        child=serializers.IntegerField(), allow_empty=False, max_length=MOST
    )
    criteria = serializers.ListField(
        child=serializers.IntegerField(), required=False, allow_null=True, default=None
    )
    rows = serializers.IntegerField(
        required=False,
        allow_null=True,
        default=None,
        help_text="số dòng sẽ đồng ý, như bạn đã thấy",
    )


class AgreedOut(serializers.Serializer[Any]):
    """How many opinions were given of each file; rows never opened are left as they are."""

    submission = serializers.IntegerField()
    opinions = serializers.IntegerField()


class RowsOut(serializers.Serializer[Any]):
    opened = serializers.IntegerField(help_text="số dòng mới mở")


class AnswerIn(AsAgencyIn):
    """`status`: where the commune stands on the criterion now, if that is something else than before."""

    words = serializers.CharField(max_length=1000)
    status = serializers.ChoiceField(choices=Status.choices, required=False)
    base = serializers.IntegerField(
        required=False, allow_null=True, default=None, help_text="mã kết quả cuối mà bạn đã thấy"
    )


class TickRemarkIn(AsAgencyIn):
    settled = serializers.BooleanField(help_text="xã đã trả lời đủ")
    words = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")


class RemarkDeedOut(RemarkStepOut):
    id = serializers.IntegerField(source="pk")
    remark = serializers.IntegerField(source="remark_id")
