"""Sponsors' plans, through the API: begun, said row by row, a sentence split, written into their paper."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.calendar import working_day
from accounts.http import signed_in_user
from communes.models import Commune
from criteria.choices import Level
from criteria.models import CriteriaSet, Criterion
from documents.models import OfficialDocument
from documents.permissions import letterheads_of, may_edit_paper
from plans.api.sponsor_plan_shapes import (
    SplitIn,
    SplitOut,
    SponsorDeedIn,
    SponsorDeedOut,
    SponsorOfficeIn,
    SponsorOfficeOut,
    SponsorPlanHeadOut,
    SponsorPlanIn,
    SponsorPlanOut,
    SponsorRowIn,
    SponsorRowOut,
    SponsorSeenIn,
    SponsorTakeIn,
    SponsorYearsIn,
)
from plans.models import AgencyOffice, PlanAction, SponsorPlan
from plans.names import read_aim, split
from plans.permissions import keeps_all, keeps_sponsor_plan, speaks_as
from plans.selectors.plan_actions import agencies_with_plans
from plans.selectors.plans import PlanFilters, plans_of
from plans.selectors.sponsor_plans import names_of, seen_plans, sponsor_plan_page, states_of
from plans.services import sponsor_plan_deeds as deeds
from plans.services import sponsor_plan_rows as rows
from plans.services import sponsor_plans as services
from plans.words import read_due

NOT_YOURS = "Chỉ cán bộ, lãnh đạo của đơn vị có kế hoạch sửa được kế hoạch."
HELD = "Bạn không giữ văn bản này ở bước hiện nay nên chưa viết vào được."
ROW = OpenApiParameter("row", int, OpenApiParameter.PATH)
ONE = r"(?P<row>\d{1,9})"


class SponsorPlanViewSet(GenericViewSet[SponsorPlan]):
    """Plans whose paper the reader may see; its agency's people change them while the paper is drafted."""

    queryset = SponsorPlan.objects.none()
    serializer_class = SponsorPlanHeadOut
    lookup_value_regex = r"\d{1,9}"

    def get_queryset(self) -> QuerySet[SponsorPlan]:
        about = ("agency", "paper__letterhead__agency", "decision", "criteria_set")
        return seen_plans(signed_in_user(self.request)).select_related(*about)

    @extend_schema(
        parameters=[
            OpenApiParameter("nam", int, description="năm mà kế hoạch nói tới"),
            OpenApiParameter("tim", str, description="tên đơn vị hoặc xã"),
        ],
        responses=SponsorPlanHeadOut(many=True),
    )
    def list(self, request: Request) -> Response:
        filters = PlanFilters.read(request.query_params.dict() | {"loai": "do-dau"})
        found = self.paginate_queryset(plans_of(signed_in_user(request), filters))
        return self.get_paginated_response(SponsorPlanHeadOut(found, many=True).data)

    @extend_schema(responses=SponsorPlanOut)
    def retrieve(self, request: Request, pk: str) -> Response:  # noqa: ARG002 -- DRF's own signature
        return self._told(self.get_object())

    @extend_schema(request=SponsorPlanIn, responses={201: SponsorPlanOut})
    def create(self, request: Request) -> Response:
        """A draft prefilled from assignments and scorecards. 409: `years`, `twin`."""
        said, user = _said(SponsorPlanIn, request), signed_in_user(request)
        key = said.pop("letterhead")
        heads = {one.pk: one for one in letterheads_of(user, working_day())}
        head = heads.get(key)
        if head is None or not speaks_as(user, head.agency):
            raise PermissionDenied(NOT_YOURS)
        title = said.pop("title")
        given = _given(request, said)
        plan = services.start_sponsor_plan(letterhead=head, title=title, given=given, by=user)
        return self._told(plan, 201)

    @extend_schema(request=SponsorTakeIn, responses={201: SponsorPlanOut})
    @action(methods=["post"], detail=False)
    def take(self, request: Request) -> Response:
        """The data of a plan on the register. 409: `years`, `draft`, `taken`."""
        said, user = _said(SponsorTakeIn, request), signed_in_user(request)
        slug = said.pop("agency")
        known = {one.slug: one for one in agencies_with_plans(working_day())}
        agency = known.get(slug)
        if agency is None or not (keeps_all(user) or speaks_as(user, agency)):
            raise PermissionDenied(NOT_YOURS)
        paper = _paper(request, said.pop("paper"))
        given = _given(request, said)
        plan = services.take_sponsor_plan(agency=agency, paper=paper, given=given, by=user)
        return self._told(plan, 201)

    @extend_schema(request=SponsorYearsIn, responses=SponsorPlanOut)
    def partial_update(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Its years and the day of its state. 409: `years`, `frozen`, `stale`."""
        plan, said = self._kept(), _said(SponsorYearsIn, request)
        seen = said.pop("version")
        told = {name: getattr(plan, name) for name in ("year_from", "year_to", "as_of")} | said
        services.change_sponsor_plan(plan=plan, seen=seen, by=signed_in_user(request), **told)
        return self._told(self.get_object())

    @extend_schema(request=None, responses=SponsorPlanOut)
    @action(methods=["post"], detail=True)
    def states(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """State and unmet criteria anew from the scorecards of today. 409: `frozen`."""
        services.renew_states(plan=self._kept(), by=signed_in_user(request))
        return self._told(self.get_object())

    @extend_schema(request=SponsorSeenIn, responses=SponsorPlanOut)
    @action(methods=["post"], detail=True)
    def feed(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """What the data feeds, put into the paper's text anew; `version`: the paper's. 409: `frozen`, `stale`."""
        plan, seen = self._written(), _said(SponsorSeenIn, request)["version"]
        services.feed_paper(plan=plan, seen=seen, by=signed_in_user(request))
        return self._told(self.get_object())

    @extend_schema(request=SponsorSeenIn, responses=SponsorPlanOut)
    @action(methods=["post"], detail=True)
    def write(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """The paper's whole text anew; earlier versions stay. 409: `frozen`, `stale`."""
        plan, seen = self._written(), _said(SponsorSeenIn, request)["version"]
        services.write_paper(plan=plan, seen=seen, by=signed_in_user(request))
        return self._told(self.get_object())

    @extend_schema(request=SplitIn, responses=SplitOut)
    @action(methods=["post"], detail=True)
    def split(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """A sentence taken apart into criteria of the plan's set and a target; nothing is stored."""
        plan: SponsorPlan = self.get_object()
        found = split(_said(SplitIn, request)["sentence"], names_of(plan.criteria_set))
        numbers = dict(plan.criteria_set.criteria.values_list("pk", "number"))
        named = [
            {"criterion": one.key, "number": numbers[one.key], "printed": one.printed}
            for one in found.named
        ]
        told = {"head": found.head, "named": named, "rest": found.rest, "target": found.target}
        return Response(SplitOut(told | {"aim": read_aim(found.target)}).data)

    # --- its communes ------------------------------------------------------------------------------

    @extend_schema(request=SponsorRowIn, responses={201: SponsorRowOut})
    @action(methods=["post"], detail=True)
    def communes(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """One more commune; without a state that of its scorecard today. 409: `twin`, `frozen`, `count`."""
        plan, said = self._kept(), _said(SponsorRowIn, request)
        places = Commune.objects.visible_to(signed_in_user(request)).on(working_day())
        commune = get_object_or_404(places, code=said.pop("commune", ""))
        given, made_up = _row(said), False
        if not {"met", "state_text", "unmet"} & set(said):
            state = states_of([commune], plan.criteria_set, working_day())[commune.pk]
            given, made_up = _stated(given, state), state.illustrative
        row = rows.add_row(
            plan=plan,
            commune=commune,
            given=given,
            by=signed_in_user(request),
            illustrative=made_up,
        )
        return Response(self._row(plan, row.pk), status=201)

    @extend_schema(request=SponsorRowIn, responses=SponsorRowOut, parameters=[ROW])
    @action(methods=["put", "delete"], detail=True, url_path=f"communes/{ONE}")
    def commune(self, request: Request, pk: str, row: str) -> Response:  # noqa: ARG002
        """Everything that the plan says of a commune, or take it out. 409: `stale`, `frozen`, `count`, `foreign`."""
        plan, by = self._kept(), signed_in_user(request)
        stored = get_object_or_404(plan.communes.select_related("commune"), pk=row)
        stored.plan = plan
        if request.method == "DELETE":
            rows.remove_row(row=stored, seen=None, by=by)
            return Response(status=204)
        said = _said(SponsorRowIn, request)
        seen = said.pop("version", None)
        rows.change_row(row=stored, given=_row(said), seen=seen, by=by)
        return Response(self._row(plan, stored.pk))

    @extend_schema(
        request=SponsorDeedIn, responses={201: SponsorDeedOut(many=True)}, parameters=[ROW]
    )
    @action(methods=["post"], detail=True, url_path=f"communes/{ONE}/promises")
    def promises(self, request: Request, pk: str, row: str) -> Response:  # noqa: ARG002
        """An action for each unmet criterion that has none yet. 409: `nothing`, `frozen`."""
        plan, said = self._kept(), _said(SponsorDeedIn, request)
        stored = get_object_or_404(plan.communes, pk=row)
        stored.plan = plan
        given = _deed(plan, said)
        deeds.promise_unmet(row=stored, given=given, by=signed_in_user(request))
        found = PlanAction.objects.filter(paper=plan.paper_id, commune=stored.commune_id)
        return Response(SponsorDeedOut(found.order_by("pk"), many=True).data, status=201)

    # --- what is to be done, and by whom ---------------------------------------------------------------

    @extend_schema(request=SponsorDeedIn, responses={201: SponsorDeedOut})
    @action(methods=["post"], detail=True)
    def actions(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """An action for a commune of the plan, or for all. 409: `frozen`."""
        plan, said = self._kept(), _said(SponsorDeedIn, request)
        code, commune = said.pop("commune", None), None
        if code:
            own = plan.communes.select_related("commune")
            commune = get_object_or_404(own, commune__code=code).commune
        made = deeds.promise(
            plan=plan, commune=commune, given=_deed(plan, said), by=signed_in_user(request)
        )
        return Response(SponsorDeedOut(made).data, status=201)

    @extend_schema(request=SponsorDeedIn, responses=SponsorDeedOut, parameters=[ROW])
    @action(methods=["put", "delete"], detail=True, url_path=f"actions/{ONE}", url_name="action")
    def one_action(self, request: Request, pk: str, row: str) -> Response:  # noqa: ARG002
        """Word it anew, or take it out. 409: `stale`, `frozen`."""
        plan, by = self._kept(), signed_in_user(request)
        found = PlanAction.objects.filter(paper=plan.paper_id, agency=plan.agency_id)
        stored = get_object_or_404(found.select_related("commune"), pk=row)
        if request.method == "DELETE":
            deeds.drop_promise(plan=plan, action=stored, by=by)
            return Response(status=204)
        said = _said(SponsorDeedIn, request)
        seen, given = said.pop("version", None), _deed(plan, said)
        kept = deeds.change_promise(plan=plan, action=stored, given=given, seen=seen, by=by)
        return Response(SponsorDeedOut(kept).data)

    @extend_schema(request=SponsorOfficeIn, responses={201: SponsorOfficeOut})
    @action(methods=["post"], detail=True)
    def offices(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """An office with its part. 409: `twice`, `frozen`."""
        plan, said = self._kept(), _said(SponsorOfficeIn, request)
        made = deeds.name_office(plan=plan, by=signed_in_user(request), **said)
        return Response(SponsorOfficeOut(made).data, status=201)

    @extend_schema(responses={204: None}, parameters=[ROW])
    @action(methods=["delete"], detail=True, url_path=f"offices/{ONE}")
    def office(self, request: Request, pk: str, row: str) -> Response:  # noqa: ARG002
        plan = self._kept()
        stored = get_object_or_404(AgencyOffice, pk=row, paper=plan.paper_id)
        deeds.drop_office(plan=plan, office=stored, by=signed_in_user(request))
        return Response(status=204)

    def _kept(self) -> SponsorPlan:
        plan: SponsorPlan = self.get_object()
        if not keeps_sponsor_plan(signed_in_user(self.request), plan):
            raise PermissionDenied(NOT_YOURS)
        return plan

    def _written(self) -> SponsorPlan:
        plan = self._kept()
        user = signed_in_user(self.request)
        if plan.paper.is_editable and not may_edit_paper(user, plan.paper):
            raise PermissionDenied(HELD)
        return plan

    def _told(self, plan: SponsorPlan, status: int = 200) -> Response:
        page = sponsor_plan_page(plan, working_day())
        return Response(SponsorPlanOut(page).data, status=status)

    def _row(self, plan: SponsorPlan, key: int) -> Any:
        page = sponsor_plan_page(plan, working_day())
        return SponsorRowOut(next(one for one in page.rows if one.row.pk == key)).data


def _said(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    read = shape(data=request.data)
    read.is_valid(raise_exception=True)
    return dict(read.validated_data)


def _paper(request: Request, key: int) -> OfficialDocument:
    seen = OfficialDocument.objects.visible_to(signed_in_user(request))
    return get_object_or_404(seen, pk=key)


def _given(request: Request, said: dict[str, Any]) -> services.PlanGiven:
    decision = said.pop("decision", None)
    sets = CriteriaSet.objects.of_level(Level.STANDARD)
    return services.PlanGiven(
        criteria_set=get_object_or_404(sets, code=said["criteria_set"]),
        year_from=said["year_from"],
        year_to=said.get("year_to"),
        decision=_paper(request, decision) if decision else None,
    )


def _row(said: dict[str, Any]) -> rows.RowGiven:
    """What the shape says of a commune; what it leaves out is blank."""
    named = {one["criterion"]: one.get("printed", "") for one in said.get("unmet", [])}
    known = list(Criterion.objects.filter(pk__in=named))
    if len(known) != len(named):
        raise Http404
    unmet = tuple((one, named[one.pk]) for one in known)
    aims = tuple(rows.AimGiven(**one) for one in said.get("targets", []))
    facts = {name: said[name] for name in rows.FACTS if name in said}
    return rows.RowGiven(**facts, unmet=unmet, aims=aims)


def _stated(given: rows.RowGiven, state: Any) -> rows.RowGiven:
    facts = {name: getattr(given, name) for name in ("duty", "target_text", "means_text", "aims")}
    return rows.RowGiven(
        **facts,
        level=state.level,
        recognised=state.recognised,
        met=state.met,
        out_of=state.out_of,
        state_text=state.text,
        unmet=tuple((one, "") for one in state.unmet),
    )


def _deed(plan: SponsorPlan, said: dict[str, Any]) -> deeds.DeedGiven:
    key = said.get("criterion")
    criterion = get_object_or_404(plan.criteria_set.criteria, pk=key) if key else None
    try:
        due = read_due(said.get("due", ""), plan.year_from)
    except ValueError as unclear:
        raise serializers.ValidationError({"due": str(unclear)}) from unclear
    return deeds.DeedGiven(said["content"], due, said.get("unit_name", ""), (criterion, None))
