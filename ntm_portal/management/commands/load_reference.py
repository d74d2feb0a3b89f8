"""Load what is real: places, agencies, yardsticks, papers, mandates, and what the papers say."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from communes.imports.places import load_agencies, load_places
from communes.imports.table import DataError


class Command(BaseCommand):
    help = "Nạp dữ liệu gốc (chạy lại bao nhiêu lần cũng được, không ghi đè)."

    def handle(self, **options: Any) -> None:  # noqa: ARG002
        started = time.monotonic()
        try:
            keepers = [*load_places(), *load_agencies()]
        except DataError as error:
            raise CommandError(str(error)) from error
        for keeper in keepers:
            name = keeper.model._meta.verbose_name
            self.stdout.write(f"{name}: {len(keeper)} (thêm {keeper.added})")
            for row in keeper.differing:
                self.stdout.write(f"  khác với tệp, giữ nguyên: {row}")
        self.stdout.write(f"Xong trong {time.monotonic() - started:.1f} giây.")
