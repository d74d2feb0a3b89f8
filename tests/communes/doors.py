"""The doors of this app: open to all, to everybody signed in, or guarded (with arguments from the world)."""

PUBLIC: set[str] = set()
SIGNED_IN = {"communes:delegation_list", "communes:activity_list"}
GUARDED = {
    "communes:delegation_give": lambda _: [],
    "communes:delegation_revoke": lambda world: [world.delegation.pk],
    "communes:people_list": lambda world: [world.agency.slug],
    "communes:person_add": lambda world: [world.agency.slug],
    "communes:person_reset_password": lambda world: [world.agency.slug, world.membership.user.pk],
    "communes:person_close": lambda world: [world.agency.slug, world.membership.user.pk],
    "communes:people_import": lambda world: [world.agency.slug],
    "communes:people_import_confirm": lambda world: [world.agency.slug],
    "communes:people_import_template": lambda world: [world.agency.slug],
    "communes:class_list": lambda world: [world.commune.code],
    "communes:class_add": lambda world: [world.commune.code],
    "communes:class_index": lambda _: [],
    "communes:class_paste": lambda _: [],
    # the API
    "commune-classes": lambda world: [world.commune.pk],
    "commune-succession": lambda world: [world.commune.pk],
    "commune-list": lambda _: [],
    "commune-detail": lambda world: [world.commune.pk],
    "agency-list": lambda _: [],
    "agency-detail": lambda world: [world.agency.pk],
}
