"""The doors of this app: open to all, to everybody signed in, or guarded (with arguments from the world)."""

from tests.factories import (
    AgencyGroupFactory,
    CapitalFactory,
    CommunePlanFactory,
    DebtFactory,
    DistrictProgrammeFactory,
    DossierFactory,
    DutyItemFactory,
    GroupMemberFactory,
    MilestoneFactory,
    NeedFactory,
    PlanActionFactory,
    PlanDraftFactory,
    ProposalFactory,
    ReportDutyFactory,
    SponsorPlanCommuneFactory,
    SponsorPlanFactory,
    TargetFactory,
    TaskFactory,
    TaskGroupFactory,
    UrgingRuleFactory,
    VillageFactory,
    WorkFactory,
    WorkProgrammeFactory,
)


def plan_row(made):
    """The arguments of a row of a plan that is out: the plan's key, and that of what `made` makes for it."""
    plan = CommunePlanFactory.create(out=True)
    return [plan.pk, made(plan).pk]


PUBLIC: set[str] = set()
SIGNED_IN: set[str] = set()
GUARDED = {
    # assignments
    "plans:assignment_list": lambda _: [],
    "plans:assignment_matrix": lambda _: [],
    "plans:assignment_alone": lambda _: [],
    "plans:assignment_import": lambda _: [],
    "plans:assignment_draft": lambda world: [world.plan_draft.pk],
    "plans:assignment_answer": lambda world: [world.plan_draft.pk],
    "plans:assignment_store": lambda world: [world.plan_draft.pk],
    "plans:assignment_discard": lambda world: [world.plan_draft.pk],
    "plans:assignment_add": lambda _: [],
    "plans:assignment_end": lambda world: [world.assignment.pk],
    "plans:assignment_duty": lambda world: [world.assignment.pk],
    "assignment-list": lambda _: [],
    "assignment-detail": lambda world: [world.assignment.pk],
    "assignment-end": lambda world: [world.assignment.pk],
    "assignment-draft-list": lambda _: [],
    "assignment-draft-detail": lambda world: [world.plan_draft.pk],
    "assignment-draft-answer": lambda world: [world.plan_draft.pk],
    "assignment-draft-store": lambda world: [world.plan_draft.pk],
    "assignment-draft-discard": lambda world: [world.plan_draft.pk],
    # sponsors
    "plans:sponsor_detail": lambda world: [world.contact.agency.slug],
    "plans:sponsor_commune": lambda world: [world.contact.agency.slug, world.commune.code],
    "plans:contact_list": lambda world: [world.contact.agency.slug],
    "plans:contact_add": lambda world: [world.contact.agency.slug],
    "plans:contact_edit": lambda world: [world.contact.agency.slug, world.contact.pk],
    "plans:office_add": lambda world: [world.contact.agency.slug],
    "plans:office_edit": lambda world: [world.office_part.agency.slug, world.office_part.pk],
    "plans:plan_action_list": lambda _: [],
    "plans:plan_action_add": lambda _: [],
    "plans:plan_action_edit": lambda world: [world.plan_action.pk],
    "sponsor-detail": lambda world: [world.contact.agency.slug],
    "contact-list": lambda _: [],
    "contact-detail": lambda world: [world.contact.pk],
    "plan-action-list": lambda _: [],
    "plan-action-detail": lambda world: [world.plan_action.pk],
    # support
    "plans:attachment_file": lambda world: [world.attachment.pk],
    "plans:attachment_detach": lambda world: [world.attachment.pk],
    "plans:support_list": lambda _: [],
    "plans:support_sums": lambda _: [],
    "plans:support_add": lambda _: [],
    "plans:support_import": lambda _: [],
    "plans:support_template": lambda _: [],
    "plans:support_draft": lambda _: [PlanDraftFactory.create(kind="support").pk],
    "plans:support_draft_answer": lambda _: [PlanDraftFactory.create(kind="support").pk],
    "plans:support_draft_store": lambda _: [PlanDraftFactory.create(kind="support").pk],
    "plans:support_draft_discard": lambda _: [PlanDraftFactory.create(kind="support").pk],
    "plans:support_detail": lambda world: [world.attachment.action_id],
    "plans:support_edit": lambda world: [world.attachment.action_id],
    "plans:support_done": lambda world: [world.attachment.action_id],
    "plans:support_drop": lambda world: [world.attachment.action_id],
    "plans:support_resume": lambda world: [world.attachment.action_id],
    "plans:support_attach": lambda world: [world.attachment.action_id],
    "plans:need_list": lambda _: [],
    "plans:need_add": lambda _: [],
    "plans:need_detail": lambda _: [NeedFactory.create().pk],
    "plans:need_edit": lambda _: [NeedFactory.create().pk],
    "support-list": lambda _: [],
    "support-detail": lambda world: [world.attachment.action_id],
    "support-done": lambda world: [world.attachment.action_id],
    "support-drop": lambda world: [world.attachment.action_id],
    "support-resume": lambda world: [world.attachment.action_id],
    "support-files": lambda world: [world.attachment.action_id],
    "support-sums-list": lambda _: [],
    "need-list": lambda _: [],
    "need-detail": lambda _: [NeedFactory.create().pk],
    "need-meet": lambda _: [NeedFactory.create().pk],
    "need-drop": lambda _: [NeedFactory.create().pk],
    "need-reopen": lambda _: [NeedFactory.create().pk],
    "plans:need_end": lambda _: [NeedFactory.create().pk],
    # urging
    "plans:urging_list": lambda _: [],
    "plans:urging_rules": lambda _: [],
    "plans:urging_copy": lambda world: [world.agency.slug],
    "plans:urging_letter": lambda world: [world.agency.slug],
    "plans:decision_draft": lambda _: [2024],
    "urging-letter": lambda world: [world.agency.slug],
    "plans:mail_list": lambda _: [],
    "plans:mail_detail": lambda world: [world.mail.pk],
    "urging-list": lambda _: [],
    "urging-rule-list": lambda _: [],
    "urging-rule-detail": lambda _: [UrgingRuleFactory.create().pk],
    "urging-rule-switch": lambda _: [UrgingRuleFactory.create().pk],
    "mail-list": lambda _: [],
    "mail-detail": lambda world: [world.mail.pk],
    "mail-again": lambda world: [world.mail.pk],
    "mail-arrived": lambda world: [world.mail.pk],
    # programmes as they are kept
    "plans:programme_list": lambda _: [],
    "plans:programme_add": lambda _: [],
    "plans:programme_import": lambda _: [],
    **{
        f"plans:programme_draft{act}": lambda _: [PlanDraftFactory.create(kind="programme").pk]
        for act in ("", "_head", "_answer", "_mend", "_store", "_discard")
    },
    "plans:programme_edit": lambda _: [WorkProgrammeFactory.create().pk],
    "plans:programme_next": lambda _: [WorkProgrammeFactory.create().pk],
    "plans:taskgroup_add": lambda _: [WorkProgrammeFactory.create().pk],
    "plans:taskgroup_edit": lambda _: [TaskGroupFactory.create().pk],
    "plans:taskgroup_remove": lambda _: [TaskGroupFactory.create().pk],
    "plans:task_add": lambda _: [TaskGroupFactory.create().pk],
    "plans:task_edit": lambda _: [TaskFactory.create().pk],
    "plans:task_move": lambda _: [TaskFactory.create().pk],
    "plans:task_remove": lambda _: [TaskFactory.create().pk],
    "plans:group_list": lambda _: [],
    "plans:group_add": lambda _: [],
    "plans:group_edit": lambda _: [AgencyGroupFactory.create().pk],
    "plans:group_member_add": lambda _: [AgencyGroupFactory.create().pk],
    "plans:group_member_end": lambda _: [GroupMemberFactory.create().pk],
    "programme-list": lambda _: [],
    "programme-detail": lambda _: [WorkProgrammeFactory.create().pk],
    "programme-tasks": lambda _: [WorkProgrammeFactory.create().pk],
    "programme-groups": lambda _: [WorkProgrammeFactory.create().pk],
    "programme-next": lambda _: [WorkProgrammeFactory.create().pk],
    "programme-decision": lambda _: [WorkProgrammeFactory.create().pk],
    "programme-task-list": lambda _: [],
    "programme-task-detail": lambda _: [TaskFactory.create().pk],
    "programme-draft-list": lambda _: [],
    **{
        f"programme-draft-{act}": lambda _: [PlanDraftFactory.create(kind="programme").pk]
        for act in ("detail", "head", "mend", "answer", "store", "discard")
    },
    "agency-group-list": lambda _: [],
    "agency-group-detail": lambda _: [AgencyGroupFactory.create().pk],
    "agency-group-members": lambda _: [AgencyGroupFactory.create().pk],
    # tasks
    "plans:programme_detail": lambda _: [2024],
    "plans:programme_print": lambda _: [2024],
    "plans:programme_limits": lambda _: [2024],
    "plans:task_detail": lambda world: [world.extension.task_id],
    "plans:task_progress": lambda world: [world.extension.task_id],
    "plans:task_percent": lambda world: [world.extension.task_id, world.extension.agency.slug],
    "plans:task_review": lambda world: [world.extension.task_id],
    "plans:extension_ask": lambda world: [world.extension.task_id],
    "plans:extension_decide": lambda world: [world.extension.pk],
    "plans:extension_withdraw": lambda world: [world.extension.pk],
    "plans:progress_withdraw": lambda world: [world.progress.pk],
    "plans:review_withdraw": lambda world: [world.review.pk],
    "plans:red_list": lambda _: [],
    "plans:red_attach": lambda _: [],
    "plans:acceptance_list": lambda _: [],
    "plans:acceptance_add": lambda _: [],
    "plans:acceptance_end": lambda world: [world.acceptance.pk],
    "plans:task_aims": lambda world: [world.aim.task_id],
    "plans:aim_drop": lambda world: [world.aim.pk],
    # sponsors' plans
    "plans:plan_list": lambda _: [],
    "plans:sponsor_plan_add": lambda _: [],
    **{
        f"plans:sponsor_{act}": lambda _: [SponsorPlanFactory.create().pk]
        for act in (
            *("plan", "plan_edit", "plan_renew", "plan_feed", "plan_write"),
            *("row_add", "deed_add", "office_add"),
        )
    },
    **{
        f"plans:sponsor_{act}": lambda _: [
            (row := SponsorPlanCommuneFactory.create()).plan_id,
            row.pk,
        ]
        for act in ("row", "plan_split", "row_move", "row_drop", "row_promise")
    },
    **{
        f"plans:sponsor_{act}": lambda _: [SponsorPlanFactory.create().pk, 1]
        for act in ("deed_edit", "deed_drop", "office_drop")
    },
    "sponsor-plan-list": lambda _: [],
    "sponsor-plan-take": lambda _: [],
    **{
        f"sponsor-plan-{act}": lambda _: [SponsorPlanFactory.create().pk]
        for act in (
            *("detail", "states", "feed", "write", "split"),
            *("communes", "actions", "offices"),
        )
    },
    **{
        f"sponsor-plan-{act}": lambda _: [
            (row := SponsorPlanCommuneFactory.create()).plan_id,
            row.pk,
        ]
        for act in ("commune", "promises", "action", "office")
    },
    # targets
    "plans:target_list": lambda _: [2024],
    "plans:target_add": lambda _: [2024],
    "plans:target_detail": lambda _: [2024, TargetFactory.create().pk],
    "plans:target_edit": lambda _: [2024, TargetFactory.create().pk],
    "plans:dossier_list": lambda _: [],
    "plans:dossier_add": lambda _: [],
    "plans:dossier_edit": lambda _: [DossierFactory.create().pk],
    "plans:village_add": lambda _: [],
    "plans:village_edit": lambda _: [VillageFactory.create().pk],
    "plans:district_programme_add": lambda _: [2024],
    "plans:district_programme_drop": lambda _: [DistrictProgrammeFactory.create().pk],
    # difficulties
    "plans:difficulty_list": lambda _: [],
    "plans:difficulty_add": lambda _: [],
    "plans:difficulty_detail": lambda world: [world.difficulty_step.difficulty_id],
    "plans:difficulty_step": lambda world: [world.difficulty_step.difficulty_id],
    "plans:difficulty_step_withdraw": lambda world: [world.difficulty_step.pk],
    "difficulty-list": lambda _: [],
    "difficulty-detail": lambda world: [world.difficulty_step.difficulty_id],
    "difficulty-step": lambda world: [world.difficulty_step.difficulty_id],
    "difficulty-withdraw": lambda world: [world.difficulty_step.difficulty_id],
    "red-list": lambda _: [],
    "red-counts": lambda _: [],
    "acceptance-list": lambda _: [],
    "acceptance-detail": lambda world: [world.acceptance.pk],
    "acceptance-end": lambda world: [world.acceptance.pk],
    "task-list": lambda _: [],
    "task-detail": lambda world: [world.extension.task_id],
    "task-progress": lambda world: [world.extension.task_id],
    "task-review": lambda world: [world.extension.task_id],
    "task-extension": lambda world: [world.extension.task_id],
    "task-progress-list": lambda _: [],
    "task-progress-withdraw": lambda world: [world.progress.pk],
    "task-review-withdraw": lambda world: [world.review.pk],
    "extension-list": lambda _: [],
    "extension-decide": lambda world: [world.extension.pk],
    "extension-withdraw": lambda world: [world.extension.pk],
    "task-aim-list": lambda _: [],
    "task-aim-detail": lambda world: [world.aim.pk],
    # works, capital, debts
    "plans:work_list": lambda _: [],
    "plans:work_add": lambda _: [],
    "plans:work_detail": lambda _: [WorkFactory.create().pk],
    "plans:work_edit": lambda _: [WorkFactory.create().pk],
    "plans:capital_list": lambda _: [],
    "plans:capital_add": lambda _: [],
    "plans:capital_edit": lambda _: [CapitalFactory.create().pk],
    "plans:capital_drop": lambda _: [CapitalFactory.create().pk],
    "plans:debt_list": lambda _: [],
    "plans:debt_add": lambda _: [],
    "plans:debt_edit": lambda _: [DebtFactory.create().pk],
    "plans:debt_drop": lambda _: [DebtFactory.create().pk],
    "plans:works_import": lambda _: [],
    "plans:works_template": lambda _: ["works"],
    "plans:works_draft": lambda world: [world.plan_draft.pk],
    "plans:works_answer": lambda world: [world.plan_draft.pk],
    "plans:works_store": lambda world: [world.plan_draft.pk],
    "plans:works_discard": lambda world: [world.plan_draft.pk],
    "target-list": lambda _: [],
    "target-detail": lambda _: [TargetFactory.create().pk],
    "district-dossier-list": lambda _: [],
    "village-list": lambda _: [],
    "village-detail": lambda _: [VillageFactory.create().pk],
    "work-list": lambda _: [],
    "work-detail": lambda _: [WorkFactory.create().pk],
    "capital-list": lambda _: [],
    "capital-detail": lambda _: [CapitalFactory.create().pk],
    "capital-sums-list": lambda _: [],
    "debt-list": lambda _: [],
    "debt-detail": lambda _: [DebtFactory.create().pk],
    # communes' plans, reports owed, proposals
    "plans:commune_plan_add": lambda _: [],
    **{
        f"plans:{name}": lambda _: [CommunePlanFactory.create(out=True).pk]
        for name in (
            *("commune_plan", "commune_plan_criteria", "commune_plan_feed", "gap_add"),
            *("milestone_add", "plan_proposal_add", "village_tick"),
        )
    },
    **{
        f"plans:{name}": lambda _: plan_row(
            lambda plan: PlanActionFactory.create(paper=plan.paper, agency=plan.agency)
        )
        for name in ("gap_edit", "gap_drop")
    },
    **{
        f"plans:{name}": lambda _: plan_row(lambda plan: MilestoneFactory.create(plan=plan))
        for name in ("milestone_edit", "milestone_drop")
    },
    **{
        f"plans:{name}": lambda _: plan_row(lambda plan: ProposalFactory.create(paper=plan.paper))
        for name in ("plan_proposal_edit", "plan_proposal_drop")
    },
    "plans:duty_list": lambda _: [],
    "plans:duty_add": lambda _: [],
    "plans:duty_edit": lambda _: [ReportDutyFactory.create().pk],
    "plans:duty_drop": lambda _: [ReportDutyFactory.create().pk],
    "plans:duty_ask": lambda _: [ReportDutyFactory.create().pk],
    "plans:duty_done": lambda _: [DutyItemFactory.create().pk],
    "plans:duty_undone": lambda _: [DutyItemFactory.create().pk],
    "plans:proposal_list": lambda _: [],
    "plans:proposal_answer": lambda _: [ProposalFactory.create().pk],
    "plans:proposal_pass": lambda _: [ProposalFactory.create().pk],
    "commune-plan-list": lambda _: [],
    **{
        f"commune-plan-{act}": lambda _: [CommunePlanFactory.create(out=True).pk]
        for act in (
            *("detail", "criteria", "gaps", "milestones", "settle", "proposals", "tick", "feed"),
            "untick",
        )
    },
    **{
        f"commune-plan-{act}": lambda _: [CommunePlanFactory.create(out=True).pk, 1]
        for act in ("gap", "milestone", "proposal")
    },
    "report-duty-list": lambda _: [],
    "report-duty-detail": lambda _: [ReportDutyFactory.create().pk],
    "report-duty-ask": lambda _: [ReportDutyFactory.create().pk],
    "owed-report-list": lambda _: [],
    **{
        f"owed-report-{act}": lambda _: [DutyItemFactory.create().pk]
        for act in ("detail", "send", "unsend")
    },
    "proposal-list": lambda _: [],
    **{
        f"proposal-{act}": lambda _: [ProposalFactory.create().pk]
        for act in ("detail", "answer", "pass-on")
    },
}
