"""How sponsors' plans look through the API."""

from typing import Any

from rest_framework import serializers

from criteria.choices import Duty, Level
from plans.choices import TargetKind
from plans.models import AgencyOffice, PlanAction, SponsorPlan, Target


class SponsorPlanHeadOut(serializers.ModelSerializer[SponsorPlan]):
    """`paper_version` is asked when the paper is written; `state` is the paper's."""

    agency = serializers.CharField(source="agency.slug")
    criteria_set = serializers.CharField(source="criteria_set.code")
    state = serializers.CharField(source="paper.state")
    symbol = serializers.CharField(source="paper.symbol")
    title = serializers.CharField(source="paper.title")
    paper_version = serializers.IntegerField(source="paper.version")

    class Meta:
        model = SponsorPlan
        fields = [
            *("id", "version", "agency", "criteria_set", "year_from", "year_to", "as_of"),
            *("decision", "paper", "paper_version", "symbol", "title", "state", "illustrative"),
        ]


class SponsorDeedOut(serializers.ModelSerializer[PlanAction]):
    commune = serializers.CharField(source="commune.code", default=None, allow_null=True)

    class Meta:
        model = PlanAction
        fields = [
            *("id", "version", "commune", "criterion", "content", "unit_name"),
            *("due_text", "due_on"),
        ]


class SponsorOfficeOut(serializers.ModelSerializer[AgencyOffice]):
    class Meta:
        model = AgencyOffice
        fields = ["id", "name", "leads", "part", "paper"]


class SponsorAimOut(serializers.ModelSerializer[Target]):
    kind = serializers.ChoiceField(choices=TargetKind.choices)
    level = serializers.ChoiceField(choices=Level.choices, allow_blank=True)

    class Meta:
        model = Target
        fields = [
            *("id", "text", "kind", "level", "at_least", "at_most", "out_of", "year"),
            "illustrative",
        ]


class SponsorUnmetOut(serializers.Serializer[Any]):
    criterion = serializers.IntegerField(source="criterion_id")
    number = serializers.IntegerField(source="criterion.number")
    name = serializers.CharField(source="criterion.name")
    printed = serializers.CharField()


class SponsorRowOut(serializers.Serializer[Any]):
    """A commune of a plan with everything that the plan says of it."""

    id = serializers.IntegerField(source="row.pk")
    version = serializers.IntegerField(source="row.version")
    commune = serializers.CharField(source="row.commune.code")
    duty = serializers.ChoiceField(source="row.duty", choices=Duty.choices, allow_blank=True)
    level = serializers.ChoiceField(source="row.level", choices=Level.choices, allow_blank=True)
    recognised = serializers.BooleanField(source="row.recognised", allow_null=True)
    met = serializers.IntegerField(source="row.met", allow_null=True)
    out_of = serializers.IntegerField(source="row.out_of", allow_null=True)
    state_text = serializers.CharField(source="row.state_text")
    target_text = serializers.CharField(source="row.target_text")
    means_text = serializers.CharField(source="row.means_text")
    illustrative = serializers.BooleanField(source="row.illustrative")
    unmet = SponsorUnmetOut(many=True)
    targets = SponsorAimOut(many=True)
    actions = SponsorDeedOut(many=True)


class SponsorPlanOut(serializers.Serializer[Any]):
    """A plan with its communes, what is for all of them, and its offices."""

    plan = SponsorPlanHeadOut()
    communes = SponsorRowOut(source="rows", many=True)
    actions = SponsorDeedOut(source="common", many=True)
    offices = SponsorOfficeOut(many=True)


class SponsorSpanIn(serializers.Serializer[Any]):
    criteria_set = serializers.CharField(help_text="mã bộ tiêu chí")
    year_from = serializers.IntegerField(min_value=2010, max_value=2100)
    year_to = serializers.IntegerField(
        min_value=2010, max_value=2100, required=False, allow_null=True
    )
    decision = serializers.IntegerField(
        required=False, allow_null=True, help_text="khóa quyết định phân công"
    )


class SponsorPlanIn(SponsorSpanIn):
    letterhead = serializers.IntegerField(help_text="khóa chủ thể ban hành")
    title = serializers.CharField(max_length=500)


class SponsorTakeIn(SponsorSpanIn):
    agency = serializers.CharField(help_text="khóa cơ quan")
    paper = serializers.IntegerField(help_text="khóa kế hoạch đã vào sổ")


class SponsorYearsIn(serializers.Serializer[Any]):
    version = serializers.IntegerField()
    year_from = serializers.IntegerField(min_value=2010, max_value=2100, required=False)
    year_to = serializers.IntegerField(
        min_value=2010, max_value=2100, required=False, allow_null=True
    )
    as_of = serializers.DateField(required=False, allow_null=True)


class SponsorSeenIn(serializers.Serializer[Any]):
    version = serializers.IntegerField(help_text="phiên bản văn bản đã xem (paper_version)")


class SponsorUnmetIn(serializers.Serializer[Any]):
    criterion = serializers.IntegerField()
    printed = serializers.CharField(max_length=200, required=False, allow_blank=True)


class SponsorAimIn(serializers.Serializer[Any]):
    """`key` of the stored target it stands for; without `kind` the words are read."""

    key = serializers.IntegerField(required=False, allow_null=True)
    text = serializers.CharField(max_length=500)
    kind = serializers.ChoiceField(choices=TargetKind.choices, required=False, allow_blank=True)
    level = serializers.ChoiceField(choices=Level.choices, required=False, allow_blank=True)
    at_least = serializers.DecimalField(
        max_digits=8, decimal_places=1, required=False, allow_null=True
    )
    at_most = serializers.DecimalField(
        max_digits=8, decimal_places=1, required=False, allow_null=True
    )
    out_of = serializers.IntegerField(min_value=0, max_value=99, required=False, allow_null=True)
    year = serializers.IntegerField(
        min_value=2010, max_value=2100, required=False, allow_null=True
    )


class SponsorRowIn(serializers.Serializer[Any]):
    """Everything at once: what is left out is blank; `version` is asked when a row is changed."""

    version = serializers.IntegerField(required=False)
    commune = serializers.CharField(required=False, help_text="mã xã; khi thêm")
    duty = serializers.ChoiceField(choices=Duty.choices, required=False, allow_blank=True)
    level = serializers.ChoiceField(choices=Level.choices, required=False, allow_blank=True)
    recognised = serializers.BooleanField(required=False, allow_null=True)
    met = serializers.IntegerField(min_value=0, max_value=99, required=False, allow_null=True)
    out_of = serializers.IntegerField(min_value=0, max_value=99, required=False, allow_null=True)
    state_text = serializers.CharField(max_length=500, required=False, allow_blank=True)
    target_text = serializers.CharField(max_length=500, required=False, allow_blank=True)
    means_text = serializers.CharField(max_length=1000, required=False, allow_blank=True)
    unmet = SponsorUnmetIn(many=True, required=False)
    targets = SponsorAimIn(many=True, required=False)


class SponsorDeedIn(serializers.Serializer[Any]):
    """`due` in words, as the plan has them; `version` is asked when an action is changed."""

    version = serializers.IntegerField(required=False)
    commune = serializers.CharField(required=False, allow_null=True, help_text="mã xã")
    criterion = serializers.IntegerField(required=False, allow_null=True)
    content = serializers.CharField(max_length=500)
    unit_name = serializers.CharField(max_length=200, required=False, allow_blank=True)
    due = serializers.CharField(max_length=200, required=False, allow_blank=True)


class SponsorOfficeIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200)
    part = serializers.CharField(max_length=2000, allow_blank=True, default="")
    leads = serializers.BooleanField(default=False)


class SplitIn(serializers.Serializer[Any]):
    sentence = serializers.CharField(max_length=4000)


class SplitNamedOut(serializers.Serializer[Any]):
    criterion = serializers.IntegerField()
    number = serializers.IntegerField()
    printed = serializers.CharField()


class SplitAimOut(serializers.Serializer[Any]):
    """What the words of the target mean; blank where they do not say."""

    level = serializers.ChoiceField(choices=Level.choices, allow_blank=True)
    at_least = serializers.DecimalField(max_digits=8, decimal_places=1, allow_null=True)
    at_most = serializers.DecimalField(max_digits=8, decimal_places=1, allow_null=True)
    out_of = serializers.IntegerField(allow_null=True)
    year = serializers.IntegerField(allow_null=True)


class SplitOut(serializers.Serializer[Any]):
    """What stands before the criteria, the criteria, what was not understood, the target and what it means."""

    head = serializers.CharField()
    named = SplitNamedOut(many=True)
    rest = serializers.ListField(child=serializers.CharField())
    target = serializers.CharField()
    aim = SplitAimOut()
