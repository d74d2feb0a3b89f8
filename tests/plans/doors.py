"""The doors of this app: open to all, to everybody signed in, or guarded (with arguments from the world)."""

from tests.factories import UrgingRuleFactory

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
    # support
    "plans:attachment_file": lambda world: [world.attachment.pk],
    # urging
    "plans:urging_list": lambda _: [],
    "plans:urging_rules": lambda _: [],
    "plans:urging_copy": lambda world: [world.agency.slug],
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
}
