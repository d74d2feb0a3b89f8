"""The doors of this app: open to all, to everybody signed in, or guarded (with arguments from the world)."""

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
    "plans:support_draft": lambda world: [world.support_draft.pk],
    "plans:support_draft_answer": lambda world: [world.support_draft.pk],
    "plans:support_draft_store": lambda world: [world.support_draft.pk],
    "plans:support_draft_discard": lambda world: [world.support_draft.pk],
    "plans:support_detail": lambda world: [world.attachment.action_id],
    "plans:support_edit": lambda world: [world.attachment.action_id],
    "plans:support_done": lambda world: [world.attachment.action_id],
    "plans:support_drop": lambda world: [world.attachment.action_id],
    "plans:support_resume": lambda world: [world.attachment.action_id],
    "plans:support_attach": lambda world: [world.attachment.action_id],
    "plans:need_list": lambda _: [],
    "plans:need_add": lambda _: [],
    "plans:need_detail": lambda world: [world.need.pk],
    "plans:need_edit": lambda world: [world.need.pk],
    "support-list": lambda _: [],
    "support-detail": lambda world: [world.attachment.action_id],
    "support-done": lambda world: [world.attachment.action_id],
    "support-drop": lambda world: [world.attachment.action_id],
    "support-resume": lambda world: [world.attachment.action_id],
    "support-files": lambda world: [world.attachment.action_id],
    "support-sums-list": lambda _: [],
    "need-list": lambda _: [],
    "need-detail": lambda world: [world.need.pk],
    "need-meet": lambda world: [world.need.pk],
    "need-drop": lambda world: [world.need.pk],
    "need-reopen": lambda world: [world.need.pk],
    "plans:need_end": lambda world: [world.need.pk],
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
    "urging-rule-detail": lambda world: [world.urging_rule.pk],
    "urging-rule-switch": lambda world: [world.urging_rule.pk],
    "mail-list": lambda _: [],
    "mail-detail": lambda world: [world.mail.pk],
    "mail-again": lambda world: [world.mail.pk],
    "mail-arrived": lambda world: [world.mail.pk],
    # programmes as they are kept
    "plans:programme_list": lambda _: [],
    "plans:programme_add": lambda _: [],
    "plans:programme_import": lambda _: [],
    **{
        f"plans:programme_draft{act}": lambda world: [world.programme_draft.pk]
        for act in ("", "_head", "_answer", "_mend", "_store", "_discard")
    },
    "plans:programme_edit": lambda world: [world.programme.pk],
    "plans:programme_next": lambda world: [world.programme.pk],
    "plans:taskgroup_add": lambda world: [world.programme.pk],
    "plans:taskgroup_edit": lambda world: [world.task_group.pk],
    "plans:taskgroup_remove": lambda world: [world.task_group.pk],
    "plans:task_add": lambda world: [world.task_group.pk],
    "plans:task_edit": lambda world: [world.task.pk],
    "plans:task_move": lambda world: [world.task.pk],
    "plans:task_remove": lambda world: [world.task.pk],
    "plans:group_list": lambda _: [],
    "plans:group_add": lambda _: [],
    "plans:group_edit": lambda world: [world.agency_group.pk],
    "plans:group_member_add": lambda world: [world.agency_group.pk],
    "plans:group_member_end": lambda world: [world.group_member.pk],
    "programme-list": lambda _: [],
    "programme-detail": lambda world: [world.programme.pk],
    "programme-tasks": lambda world: [world.programme.pk],
    "programme-groups": lambda world: [world.programme.pk],
    "programme-next": lambda world: [world.programme.pk],
    "programme-decision": lambda world: [world.programme.pk],
    "programme-task-list": lambda _: [],
    "programme-task-detail": lambda world: [world.task.pk],
    "programme-draft-list": lambda _: [],
    **{
        f"programme-draft-{act}": lambda world: [world.programme_draft.pk]
        for act in ("detail", "head", "mend", "answer", "store", "discard")
    },
    "agency-group-list": lambda _: [],
    "agency-group-detail": lambda world: [world.agency_group.pk],
    "agency-group-members": lambda world: [world.agency_group.pk],
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
        f"plans:sponsor_{act}": lambda world: [world.sponsor_plan.pk]
        for act in (
            *("plan", "plan_edit", "plan_renew", "plan_feed", "plan_write"),
            *("row_add", "deed_add", "office_add"),
        )
    },
    **{
        f"plans:sponsor_{act}": lambda world: [world.sponsor_row.plan_id, world.sponsor_row.pk]
        for act in ("row", "plan_split", "row_move", "row_drop", "row_promise")
    },
    **{
        f"plans:sponsor_{act}": lambda world: [world.sponsor_plan.pk, 1]
        for act in ("deed_edit", "deed_drop", "office_drop")
    },
    "sponsor-plan-list": lambda _: [],
    "sponsor-plan-take": lambda _: [],
    **{
        f"sponsor-plan-{act}": lambda world: [world.sponsor_plan.pk]
        for act in (
            *("detail", "states", "feed", "write", "split"),
            *("communes", "actions", "offices"),
        )
    },
    **{
        f"sponsor-plan-{act}": lambda world: [world.sponsor_row.plan_id, world.sponsor_row.pk]
        for act in ("commune", "promises", "action", "office")
    },
    # targets
    "plans:target_list": lambda _: [2024],
    "plans:target_add": lambda _: [2024],
    "plans:target_detail": lambda world: [2024, world.target.pk],
    "plans:target_edit": lambda world: [2024, world.target.pk],
    "plans:dossier_list": lambda _: [],
    "plans:dossier_add": lambda _: [],
    "plans:dossier_edit": lambda world: [world.dossier.pk],
    "plans:village_add": lambda _: [],
    "plans:village_edit": lambda world: [world.village.pk],
    "plans:district_programme_add": lambda _: [2024],
    "plans:district_programme_drop": lambda world: [world.district_programme.pk],
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
    "plans:work_detail": lambda world: [world.work.pk],
    "plans:work_edit": lambda world: [world.work.pk],
    "plans:capital_list": lambda _: [],
    "plans:capital_add": lambda _: [],
    "plans:capital_edit": lambda world: [world.capital.pk],
    "plans:capital_drop": lambda world: [world.capital.pk],
    "plans:debt_list": lambda _: [],
    "plans:debt_add": lambda _: [],
    "plans:debt_edit": lambda world: [world.debt.pk],
    "plans:debt_drop": lambda world: [world.debt.pk],
    "plans:works_import": lambda _: [],
    "plans:works_template": lambda _: ["works"],
    "plans:works_draft": lambda world: [world.plan_draft.pk],
    "plans:works_answer": lambda world: [world.plan_draft.pk],
    "plans:works_store": lambda world: [world.plan_draft.pk],
    "plans:works_discard": lambda world: [world.plan_draft.pk],
    "target-list": lambda _: [],
    "target-detail": lambda world: [world.target.pk],
    "district-dossier-list": lambda _: [],
    "village-list": lambda _: [],
    "village-detail": lambda world: [world.village.pk],
    "work-list": lambda _: [],
    "work-detail": lambda world: [world.work.pk],
    "capital-list": lambda _: [],
    "capital-detail": lambda world: [world.capital.pk],
    "capital-sums-list": lambda _: [],
    "debt-list": lambda _: [],
    "debt-detail": lambda world: [world.debt.pk],
    # communes' plans, reports owed, proposals
    "plans:commune_plan_add": lambda _: [],
    **{
        f"plans:{name}": lambda world: [world.commune_plan.pk]
        for name in (
            *("commune_plan", "commune_plan_criteria", "commune_plan_feed", "gap_add"),
            *("milestone_add", "plan_proposal_add", "village_tick"),
        )
    },
    **{
        f"plans:{name}": lambda world: [world.commune_plan.pk, world.gap.pk]
        for name in ("gap_edit", "gap_drop")
    },
    **{
        f"plans:{name}": lambda world: [world.commune_plan.pk, world.milestone.pk]
        for name in ("milestone_edit", "milestone_drop")
    },
    **{
        f"plans:{name}": lambda world: [world.commune_plan.pk, world.plan_proposal.pk]
        for name in ("plan_proposal_edit", "plan_proposal_drop")
    },
    "plans:duty_list": lambda _: [],
    "plans:duty_add": lambda _: [],
    "plans:duty_edit": lambda world: [world.duty.pk],
    "plans:duty_drop": lambda world: [world.duty.pk],
    "plans:duty_ask": lambda world: [world.duty.pk],
    "plans:duty_done": lambda world: [world.duty_item.pk],
    "plans:duty_undone": lambda world: [world.duty_item.pk],
    "plans:proposal_list": lambda _: [],
    "plans:proposal_answer": lambda world: [world.proposal.pk],
    "plans:proposal_pass": lambda world: [world.proposal.pk],
    "commune-plan-list": lambda _: [],
    **{
        f"commune-plan-{act}": lambda world: [world.commune_plan.pk]
        for act in (
            *("detail", "criteria", "gaps", "milestones", "settle", "proposals", "tick", "feed"),
            "untick",
        )
    },
    **{
        f"commune-plan-{act}": lambda world: [world.commune_plan.pk, 1]
        for act in ("gap", "milestone", "proposal")
    },
    "report-duty-list": lambda _: [],
    "report-duty-detail": lambda world: [world.duty.pk],
    "report-duty-ask": lambda world: [world.duty.pk],
    "owed-report-list": lambda _: [],
    **{
        f"owed-report-{act}": lambda world: [world.duty_item.pk]
        for act in ("detail", "send", "unsend")
    },
    "proposal-list": lambda _: [],
    **{
        f"proposal-{act}": lambda world: [world.proposal.pk]
        for act in ("detail", "answer", "pass-on")
    },
}
