import json
import sys
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
from ntm_portal.bench.measure import Row, table
from ntm_portal.bench.printing import printing
from ntm_portal.bench.red import red_list


class Command(BaseCommand):
    help = (
        "Đo tốc độ các trang chính cạnh trang sàn, trên cơ sở dữ liệu tạm với dữ liệu trình diễn."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rounds", type=int, default=60, help="số lượt đo mỗi trang")
        parser.add_argument("--json", type=Path, default=settings.VAR_DIR / "bench.json")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        runner = DiscoverRunner(verbosity=0, interactive=False)
        with override_settings(ROOT_URLCONF="ntm_portal.bench.floor", ALLOWED_HOSTS=["*"]):
            databases = runner.setup_databases()
            try:
                rows = self.measured(options["rounds"])
            finally:
                runner.teardown_databases(databases)
        options["json"].parent.mkdir(parents=True, exist_ok=True)
        report = json.dumps([row.as_json() for row in rows], ensure_ascii=False, indent=2)
        options["json"].write_text(report)
        self.stdout.write(table(rows))
        if not all(row.ok for row in rows):
            sys.exit(1)

    def measured(self, rounds: int) -> list[Row]:
        from ntm_portal.bench.sheets import sheets  # noqa: PLC0415 -- openpyxl is a tool of developers

        import_module("ntm_portal.wsgi")  # as the web process starts
        call_command("collectstatic", verbosity=0, interactive=False)
        call_command("load_reference", verbosity=0)
        call_command("seed_demo", verbosity=0)
        return [
            *pages.reading(rounds),
            *pages.saving(rounds),
            *across.turned_entry(rounds),
            *assignment_matrix(rounds),
            *red_list(rounds),
            *programme.programme_pages(rounds),
            *pages.reporting(5),
            *printing(),
            *sheets(),
        ]
