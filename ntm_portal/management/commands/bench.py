import json
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.test import override_settings
from django.test.runner import DiscoverRunner

from ntm_portal.bench import across, pages, programme
from ntm_portal.bench.assignments import assignment_matrix
from ntm_portal.bench.cycle import cycle_speed
from ntm_portal.bench.dashboards import dashboards
from ntm_portal.bench.measure import Row, table
from ntm_portal.bench.printing import printing
from ntm_portal.bench.real_reports import real_reports
from ntm_portal.bench.red import red_list
from ntm_portal.bench.review import review_pages

PARTS: dict[str, Callable[[int], list[Row]]] = {
    "trang": lambda rounds: [*pages.reading(rounds), *pages.saving(rounds)],
    "tong-quan": lambda rounds: dashboards(max(rounds // 3, 5)),
    "ma-tran": across.turned_entry,
    "phan-cong": assignment_matrix,
    "viec-do": red_list,
    "chuong-trinh": programme.programme_pages,
    "bao-cao": lambda _: real_reports(),
    "chu-ky": lambda _: cycle_speed(),
    "in": lambda _: printing(),
    "bang-tinh": lambda _: _sheets(),
    "ho-so": review_pages,
}
WITHOUT_DATA = {"in"}


def _sheets() -> list[Row]:
    from ntm_portal.bench.sheets import sheets  # noqa: PLC0415 -- openpyxl is a tool of developers

    return sheets()


class Command(BaseCommand):
    help = (
        "Đo tốc độ các trang chính cạnh trang sàn, trên cơ sở dữ liệu tạm với dữ liệu trình diễn."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rounds", type=int, default=60, help="số lượt đo mỗi trang")
        parser.add_argument(
            "--only", nargs="+", choices=PARTS, default=list(PARTS), help="chỉ đo các phần này"
        )
        parser.add_argument("--json", type=Path, default=settings.VAR_DIR / "bench.json")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        rows = self.measured(options["only"], options["rounds"])
        options["json"].parent.mkdir(parents=True, exist_ok=True)
        report = json.dumps([row.as_json() for row in rows], ensure_ascii=False, indent=2)
        options["json"].write_text(report)
        self.stdout.write(table(rows))
        if not all(row.ok for row in rows):
            sys.exit(1)

    def measured(self, parts: list[str], rounds: int) -> list[Row]:
        if set(parts) <= WITHOUT_DATA:
            return [row for part in parts for row in PARTS[part](rounds)]
        runner = DiscoverRunner(verbosity=0, interactive=False)
        with override_settings(ROOT_URLCONF="ntm_portal.bench.floor", ALLOWED_HOSTS=["*"]):
            databases = runner.setup_databases()
            try:
                import_module("ntm_portal.wsgi")  # as the web process starts
                call_command("collectstatic", verbosity=0, interactive=False)
                call_command("load_reference", verbosity=0)
                call_command("seed_demo", verbosity=0)
                return [row for part in parts for row in PARTS[part](rounds)]
            finally:
                runner.teardown_databases(databases)
