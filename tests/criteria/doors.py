"""The doors of this app: open to all, to everybody signed in, or guarded (arguments from the world)."""

PUBLIC: set[str] = set()
SIGNED_IN = {"scorecard-list", "round-list"}
GUARDED = {
    "criteria:scorecard_open": lambda w: [w.commune.code, w.criteria_set.code],
    "criteria:scorecard_detail": lambda w: [w.scorecard.pk],
    "criteria:scorecard_print": lambda w: [w.scorecard.pk],
    "criteria:criterion_entry": lambda w: [w.scorecard.pk, w.criterion.number],
    "criteria:log_status": lambda w: [w.scorecard.pk, w.criterion.number],
    "criteria:measure": lambda w: [w.scorecard.pk, w.indicator.pk],
    "criteria:indicator_detail": lambda w: [w.scorecard.pk, w.indicator.pk],
    "criteria:withdraw_status": lambda w: [w.entry.pk],
    "criteria:withdraw_measurement": lambda w: [w.measurement.pk],
    "criteria:round_list": lambda _: [],
    "criteria:round_add": lambda _: [],
    "criteria:round_detail": lambda w: [w.round.pk],
    "criteria:round_edit": lambda w: [w.round.pk],
    "criteria:round_close": lambda w: [w.round.pk],
    "round-detail": lambda w: [w.round.pk],
    "round-close": lambda w: [w.round.pk],
    "scorecard-detail": lambda w: [w.scorecard.pk],
    "scorecard-statuses": lambda w: [w.scorecard.pk],
    "scorecard-measurements": lambda w: [w.scorecard.pk],
    "criteria:set_list": lambda _: [],
    "criteria:set_detail": lambda world: [world.criteria_set.code],
    "criteria:criterion_detail": lambda world: [world.criteria_set.code, world.criterion.number],
    "criteria:indicator_page": lambda world: [world.indicator.pk],
    "criteria:threshold_add": lambda world: [world.indicator.pk],
    "criteria:threshold_correct": lambda world: [world.threshold.pk],
    "criteria:threshold_check": lambda world: [world.threshold.pk],
    "criteria:threshold_withdraw": lambda world: [world.threshold.pk],
}
