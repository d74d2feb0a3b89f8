"""The doors of this app: open to all, to everybody signed in, or guarded (with arguments from the world)."""

PUBLIC: set[str] = set()
SIGNED_IN: set[str] = {"reports:home"}
GUARDED = {
    # first page and overview
    "reports:overview": lambda _: [],
    "reports:heatmap_file": lambda _: [],
    "reports:nearest": lambda _: [],
    "reports:nearest_file": lambda _: [],
    "reports:province_map": lambda _: [],
    "reports:map_drawing": lambda _: [],
    "reports:map_file": lambda _: [],
    # search and the pages of communes and agencies
    "reports:search": lambda _: [],
    "reports:commune_list": lambda _: [],
    "reports:commune_detail": lambda world: [world.commune.code],
    "reports:agency_detail": lambda world: [world.agency.slug],
    # reports
    "reports:run_list": lambda _: [],
    "reports:request_run": lambda _: [],
    "reports:run_detail": lambda world: [world.run.pk],
    "reports:run_progress": lambda world: [world.run.pk],
    "reports:run_file": lambda world: [world.run.pk],
    "reports:render_again": lambda world: [world.run.pk],
    "report-run-list": lambda _: [],
    "report-run-detail": lambda world: [world.run.pk],
    "report-run-file": lambda world: [world.run.pk],
}
