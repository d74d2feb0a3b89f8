"""Communes' plans of a year through the API: the same forms, permissions and services as the pages."""

from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from accounts.calendar import working_day
from accounts.http import signed_in_user
from documents.models import OfficialDocument
from documents.permissions import letterheads_of, may_edit_paper
from plans.api.duties import ProposalOut, ReportDutyOut
from plans.api.plan_actions import PlanActionOut
from plans.forms.commune_plans import GapForm, MilestoneForm, TickForm
from plans.forms.proposals import ProposalForm
from plans.models import CommunePlan, CommunePlanCriterion, Milestone, PlanAction, Proposal
from plans.permissions import keeps_commune_plan
from plans.selectors.commune_papers import title_of
from plans.selectors.commune_plans import (
    CommunePlanPage,
    committees,
    commune_plan_page,
    duties_of,
    plans_seen,
    proposals_of,
)
from plans.services import commune_plan_rows as rows
from plans.services import commune_plans as services
from plans.services.proposals import add_proposal, change_proposal, drop_proposal

NOT_YOURS = "Chỉ cán bộ, lãnh đạo của UBND xã đó và Văn phòng Điều phối ghi kế hoạch của xã."
ROW = OpenApiParameter("row", int, OpenApiParameter.PATH)
ONE = r"(?P<row>\d{1,9})"


class CommunePlanOut(serializers.ModelSerializer[CommunePlan]):
    agency = serializers.CharField(source="agency.slug", default="")
    commune = serializers.CharField(source="commune.code", default=None, allow_null=True)
    criteria_set = serializers.CharField(source="criteria_set.code")
    paper_state = serializers.CharField(source="paper.state")

    class Meta:
        model = CommunePlan
        fields = [
            *("id", "version", "agency", "commune", "place_text", "year", "criteria_set"),
            *("paper", "paper_state", "illustrative"),
        ]


class PlanCriterionOut(serializers.ModelSerializer[CommunePlanCriterion]):
    number = serializers.IntegerField(source="criterion.number")

    class Meta:
        model = CommunePlanCriterion
        fields = ["number", "criterion", "order", "printed", "holds", "person", "post"]


class MilestoneOut(serializers.ModelSerializer[Milestone]):
    state = serializers.CharField()

    class Meta:
        model = Milestone
        fields = ["id", "version", "quarter", "order", "text", "state", "done_on", "note"]


class GapOut(serializers.Serializer[Any]):
    criterion = serializers.IntegerField(source="criterion.pk")
    indicator = serializers.IntegerField(source="indicator.pk", default=None, allow_null=True)
    situation = serializers.CharField()
    actions = PlanActionOut(many=True)


class CommunePlanDetailOut(CommunePlanOut):
    """With what the plan sets; `gaps` are what is unmet, with what is done about it.

    `other_actions` are promised for what the plan does not name as unmet.
    """

    criteria = serializers.SerializerMethodField()
    gaps = serializers.SerializerMethodField()
    other_actions = serializers.SerializerMethodField()
    milestones = serializers.SerializerMethodField()
    duties = serializers.SerializerMethodField()
    proposals = serializers.SerializerMethodField()

    class Meta(CommunePlanOut.Meta):
        fields = [
            *CommunePlanOut.Meta.fields,
            *("criteria", "gaps", "other_actions", "milestones", "duties", "proposals"),
        ]

    @extend_schema_field(PlanCriterionOut(many=True))
    def get_criteria(self, plan: CommunePlan) -> Any:
        return PlanCriterionOut(plan.criteria.select_related("criterion"), many=True).data

    @extend_schema_field(GapOut(many=True))
    def get_gaps(self, plan: CommunePlan) -> Any:
        return GapOut([gap for one in self._page(plan).unmet for gap in one.gaps], many=True).data

    @extend_schema_field(PlanActionOut(many=True))
    def get_other_actions(self, plan: CommunePlan) -> Any:
        return PlanActionOut(self._page(plan).others, many=True).data

    @extend_schema_field(MilestoneOut(many=True))
    def get_milestones(self, plan: CommunePlan) -> Any:
        return MilestoneOut(plan.milestones.all(), many=True).data

    @extend_schema_field(ReportDutyOut(many=True))
    def get_duties(self, plan: CommunePlan) -> Any:
        return ReportDutyOut(duties_of(plan.paper), many=True).data

    @extend_schema_field(ProposalOut(many=True))
    def get_proposals(self, plan: CommunePlan) -> Any:
        rows = proposals_of(plan.paper).select_related("agency", "commune")
        return ProposalOut(rows, many=True).data

    def _page(self, plan: CommunePlan) -> CommunePlanPage:
        if not hasattr(self, "_kept_page"):
            page = self._kept_page = commune_plan_page(plan, working_day())
            promised = [one for row in page.unmet for gap in row.gaps for one in gap.actions]
            about = ("agency", "commune", "paper__issuer")
            prefetch_related_objects([*promised, *page.others], *about)
        return self._kept_page


class CommunePlanIn(serializers.Serializer[Any]):
    agency = serializers.CharField(help_text="khóa UBND xã")
    year = serializers.IntegerField(min_value=2010, max_value=2100)
    title = serializers.CharField(
        max_length=500, required=False, help_text="trống: như mẫu của trang"
    )
    paper = serializers.IntegerField(
        required=False, allow_null=True, help_text="khóa văn bản đã vào sổ; trống: soạn mới"
    )


class PlanCriterionIn(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    holds = serializers.BooleanField(allow_null=True, help_text="null: không đưa vào kế hoạch")
    printed = serializers.CharField(max_length=200, required=False, allow_blank=True)
    person = serializers.CharField(max_length=100, required=False, allow_blank=True)
    post = serializers.CharField(max_length=150, required=False, allow_blank=True)


class PlanCriteriaIn(serializers.Serializer[Any]):
    version = serializers.IntegerField(required=False)
    criteria = PlanCriterionIn(many=True)


class GapIn(serializers.Serializer[Any]):
    """A PUT says it whole; `version` is asked when a row is changed."""

    version = serializers.IntegerField(required=False)
    about = serializers.CharField(help_text="tc-<khóa> hoặc ct-<khóa>")
    situation = serializers.CharField(required=False, allow_blank=True)
    content = serializers.CharField()
    unit_name = serializers.CharField(required=False, allow_blank=True)
    due = serializers.CharField(required=False, allow_blank=True)


class MilestoneIn(serializers.Serializer[Any]):
    version = serializers.IntegerField(required=False)
    quarter = serializers.IntegerField(min_value=1, max_value=4)
    text = serializers.CharField(max_length=500)


class SettleIn(serializers.Serializer[Any]):
    milestone = serializers.IntegerField()
    state = serializers.ChoiceField(choices=["planned", "done", "dropped"])
    done_on = serializers.DateField(required=False, allow_null=True)
    note = serializers.CharField(max_length=300, required=False, allow_blank=True)
    version = serializers.IntegerField(required=False)


class PlanProposalIn(serializers.Serializer[Any]):
    version = serializers.IntegerField(required=False)
    text = serializers.CharField(max_length=1000)
    addressee = serializers.CharField(required=False, help_text="khóa cơ quan")
    addressee_text = serializers.CharField(max_length=200, required=False, allow_blank=True)
    about = serializers.CharField(required=False, help_text="tc-<khóa> hoặc ct-<khóa>")


class TickIn(serializers.Serializer[Any]):
    village = serializers.IntegerField(required=False, help_text="khóa thôn")
    village_name = serializers.CharField(max_length=100, required=False)
    month = serializers.IntegerField(min_value=1, max_value=12)
    came_on = serializers.DateField(required=False)


class CommunePlanViewSet(ReadOnlyModelViewSet[CommunePlan]):
    """Plans of communes; a draft only for its own people. What it sets stands with its paper (409 `frozen`)."""

    serializer_class = CommunePlanOut
    queryset = CommunePlan.objects.none()

    def get_queryset(self) -> QuerySet[CommunePlan]:
        return plans_seen(signed_in_user(self.request)).order_by(
            "-year", "commune__sort_key", "pk"
        )

    @extend_schema(responses=CommunePlanDetailOut)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        return self._detail(self.get_object())

    @extend_schema(request=CommunePlanIn, responses={201: CommunePlanDetailOut})
    def create(self, request: Request) -> Response:
        """Begin one, or follow one on the register. 409 with code `twin`, `no_set`, `draft`, `taken`, `letterhead`."""
        user, said = signed_in_user(request), _shaped(CommunePlanIn, request)
        agency = get_object_or_404(committees(working_day()), slug=said["agency"])
        plan = CommunePlan(agency=agency)
        if not keeps_commune_plan(user, plan):
            raise PermissionDenied(NOT_YOURS)
        if said.get("paper"):
            seen = OfficialDocument.objects.visible_to(user)
            paper = get_object_or_404(seen, pk=said["paper"])
            plan = services.take_plan(agency=agency, year=said["year"], paper=paper, by=user)
        else:
            plan = services.start_plan(
                agency=agency,
                year=said["year"],
                title=said.get("title") or title_of(said["year"]),
                letterhead=services.letterhead_of(agency, letterheads_of(user, working_day())),
                by=user,
            )
        return self._detail(plan, status=201)

    @extend_schema(request=PlanCriteriaIn, responses=CommunePlanDetailOut)
    @action(detail=True, methods=["put"])
    def criteria(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Those named; the others stay. 409 with code `stale` or `frozen`."""
        plan = self._kept(request)
        said = _shaped(PlanCriteriaIn, request)
        known = {one.number: one for one in plan.criteria_set.criteria.all()}
        given = []
        for one in said["criteria"]:
            number = one.pop("number")
            if number not in known:
                raise serializers.ValidationError({"number": [f"Bộ không có tiêu chí {number}."]})
            given.append(services.CriterionGiven(known[number], **one))
        services.keep_criteria(
            plan=plan, given=given, seen=said.get("version"), by=signed_in_user(request)
        )
        return self._detail(self.get_object())

    @extend_schema(request=GapIn, responses={201: CommunePlanDetailOut})
    @action(detail=True, methods=["post"])
    def gaps(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        plan = self._kept(request)
        form = _valid(GapForm(request.data, plan=plan))
        rows.add_gap(plan=plan, given=form.given(), by=signed_in_user(request))
        return self._detail(self.get_object(), status=201)

    @extend_schema(request=GapIn, responses=CommunePlanDetailOut, parameters=[ROW])
    @action(detail=True, methods=["put", "delete"], url_path=f"gaps/{ONE}", url_name="gap")
    def gap(self, request: Request, pk: str, row: str) -> Response:  # noqa: ARG002
        """Word an action anew, or take it out. 409 with code `frozen`, `stale` or `gone`."""
        plan, by = self._kept(request), signed_in_user(request)
        stored: PlanAction = get_object_or_404(plan.paper.plan_actions.all(), pk=row)
        if request.method == "DELETE":
            rows.drop_gap(plan=plan, action=stored, by=by)
            return Response(status=204)
        said = _shaped(GapIn, request)
        given, seen = _valid(GapForm(said, plan=plan)).given(), said.get("version")
        rows.change_gap(plan=plan, action=stored, given=given, seen=seen, by=by)
        return self._detail(self.get_object())

    @extend_schema(request=MilestoneIn, responses={201: CommunePlanDetailOut})
    @action(detail=True, methods=["post"])
    def milestones(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        plan = self._kept(request)
        said = _valid(MilestoneForm(request.data)).cleaned_data
        rows.add_milestone(
            plan=plan,
            quarter=said["quarter"],
            text=said["text"],
            by=signed_in_user(request),
        )
        return self._detail(self.get_object(), status=201)

    @extend_schema(request=MilestoneIn, responses=CommunePlanDetailOut, parameters=[ROW])
    @action(
        detail=True,
        methods=["put", "delete"],
        url_path=f"milestones/{ONE}",
        url_name="milestone",
    )
    def milestone(self, request: Request, pk: str, row: str) -> Response:  # noqa: ARG002
        """Its words, or take it out; what became of it: `settle`. 409 with code `frozen`, `stale` or `gone`."""
        plan, by = self._kept(request), signed_in_user(request)
        found = plan.milestones.select_related("plan__paper")
        stored: Milestone = get_object_or_404(found, pk=row)
        if request.method == "DELETE":
            rows.drop_milestone(milestone=stored, by=by)
            return Response(status=204)
        said = _shaped(MilestoneIn, request)
        words = {"quarter": said["quarter"], "text": said["text"]}
        rows.change_milestone(milestone=stored, seen=said.get("version"), by=by, **words)
        return self._detail(self.get_object())

    @extend_schema(request=SettleIn, responses=CommunePlanDetailOut)
    @action(detail=True, methods=["post"])
    def settle(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """What became of a milestone. 409 with code `draft`, `undated`, `future`, `reason` or `stale`."""
        plan, said = self._kept(request), _shaped(SettleIn, request)
        found = plan.milestones.select_related("plan__paper")
        one = get_object_or_404(found, pk=said.pop("milestone"))
        seen = said.pop("version", None)
        rows.settle_milestone(milestone=one, seen=seen, by=signed_in_user(request), **said)
        return self._detail(self.get_object())

    @extend_schema(request=PlanProposalIn, responses={201: CommunePlanDetailOut})
    @action(detail=True, methods=["post"])
    def proposals(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """409 with code `nobody`, `itself` or `frozen`."""
        plan = self._kept(request)
        form = _valid(ProposalForm(request.data, day=working_day(), plan=plan))
        add_proposal(
            paper=plan.paper, agency=plan.agency, given=form.given(), by=signed_in_user(request)
        )
        return self._detail(self.get_object(), status=201)

    @extend_schema(request=PlanProposalIn, responses=CommunePlanDetailOut, parameters=[ROW])
    @action(
        detail=True, methods=["put", "delete"], url_path=f"proposals/{ONE}", url_name="proposal"
    )
    def proposal(self, request: Request, pk: str, row: str) -> Response:  # noqa: ARG002
        """Word it anew, or take it out. 409 with code `nobody`, `itself`, `frozen`, `stale` or `gone`."""
        plan, by = self._kept(request), signed_in_user(request)
        found = plan.paper.proposals.select_related("paper", "agency", "criterion", "commune")
        stored: Proposal = get_object_or_404(found, pk=row)
        if request.method == "DELETE":
            drop_proposal(proposal=stored, by=by)
            return Response(status=204)
        said = _shaped(PlanProposalIn, request)
        form = ProposalForm(said, day=working_day(), plan=plan, row=stored)
        given, seen = _valid(form).given(), said.get("version")
        change_proposal(proposal=stored, given=given, seen=seen, by=by)
        return self._detail(self.get_object())

    @extend_schema(request=TickIn, responses={204: None})
    @action(detail=True, methods=["post"])
    def tick(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """A village's report of a month has come. 409 with code `draft`, `future`, `foreign` or `village`."""
        plan = self._kept(request)
        form = _valid(TickForm(request.data, plan=plan))
        rows.tick_report(plan=plan, by=signed_in_user(request), **form.cleaned_data)
        return Response(status=204)

    @extend_schema(request=TickIn, responses={204: None})
    @action(detail=True, methods=["post"])
    def untick(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """It was ticked by mistake; 404 where it was not."""
        plan = self._kept(request)
        said = _valid(TickForm(request.data, plan=plan)).cleaned_data
        asked = {name: said[name] for name in ("village", "village_name", "month")}
        report = get_object_or_404(plan.village_reports.filter(**asked))
        rows.untick_report(report=report, by=signed_in_user(request))
        return Response(status=204)

    @extend_schema(request=None, responses=CommunePlanDetailOut)
    @action(detail=True, methods=["post"])
    def feed(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Put the data into the paper as it stands now."""
        plan, user = self.get_object(), signed_in_user(request)
        if not may_edit_paper(user, plan.paper):
            raise PermissionDenied(NOT_YOURS)
        services.feed_paper(plan=plan, seen=None, by=user)
        return self._detail(self.get_object())

    def _kept(self, request: Request) -> CommunePlan:
        plan: CommunePlan = self.get_object()
        if not keeps_commune_plan(signed_in_user(request), plan):
            raise PermissionDenied(NOT_YOURS)
        return plan

    def _detail(self, plan: CommunePlan, status: int = 200) -> Response:
        return Response(CommunePlanDetailOut(plan).data, status=status)


def _shaped(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    said = shape(data=request.data)
    said.is_valid(raise_exception=True)
    return dict(said.validated_data)


def _valid(form: Any) -> Any:
    if not form.is_valid():
        raise serializers.ValidationError(form.errors)
    return form
