"""The doors of this app: open to all, to everybody signed in, or guarded (arguments from the world)."""

PUBLIC: set[str] = set()
SIGNED_IN = {"scorecard-list"}
GUARDED = {
    "criteria:scorecard_open": lambda w: [w.commune.code, w.criteria_set.code],
    "criteria:scorecard_detail": lambda w: [w.scorecard.pk],
    "criteria:scorecard_print": lambda w: [w.scorecard.pk],
    "criteria:criterion_entry": lambda w: [w.scorecard.pk, w.criterion.number],
    "criteria:log_status": lambda w: [w.scorecard.pk, w.criterion.number],
    "criteria:measure": lambda w: [w.scorecard.pk, w.indicator.pk],
    "criteria:withdraw_status": lambda w: [w.entry.pk],
    "criteria:withdraw_measurement": lambda w: [w.measurement.pk],
    "scorecard-detail": lambda w: [w.scorecard.pk],
    "scorecard-statuses": lambda w: [w.scorecard.pk],
    "scorecard-measurements": lambda w: [w.scorecard.pk],
    "criteria:set_list": lambda _: [],
    "criteria:set_detail": lambda world: [world.criteria_set.code],
    "criteria:criterion_detail": lambda world: [world.criteria_set.code, world.criterion.number],
}
