"""Load what is real: places, agencies, yardsticks, papers, mandates, and what the papers say."""

import time
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from communes.imports.places import load_agencies, load_places
from communes.imports.table import DataError
from communes.services.reference import Keeper
from criteria.imports import load_around, load_criteria_set
from criteria.imports.history import load_history, open_scorecards
from criteria.imports.shipped import SET_FILES
from documents.imports import load_letterheads, load_papers
from plans.imports import (
    load_groups,
    load_offices,
    load_plan_actions,
    load_plans,
    load_programmes,
    load_targets,
    load_texts,
)
from plans.imports.aims import load_aims
from plans.imports.urging import load_urging


class Command(BaseCommand):
    help = "Nạp dữ liệu gốc; chạy lại bao nhiêu lần cũng được, không mất bản sửa tay."

    def handle(self, **options: Any) -> None:  # noqa: ARG002
        started = time.monotonic()
        try:
            with transaction.atomic():
                self.load()
        except DataError as error:
            raise CommandError(str(error)) from error
        except ValidationError as refused:
            raise CommandError("\n".join(refused.messages)) from refused
        self.stdout.write(f"Xong trong {time.monotonic() - started:.1f} giây.")

    def load(self) -> None:
        self.tell(*load_places(), *load_agencies(), load_letterheads())
        papers = load_papers()
        self.tell(*papers.keepers())
        for path in SET_FILES:
            self.stdout.write(f"{path.name}: {load_criteria_set(path)}")
        for name, report in load_around():
            self.stdout.write(f"{name}: {report}")
        self.tell(*load_history(papers).keepers(), load_targets(papers))
        self.tell(load_offices(papers), load_plan_actions(papers))
        self.tell(*load_groups(), *load_programmes(papers))
        self.tell(load_aims(papers), load_urging())
        self.tell(*load_plans(papers), *load_texts(papers))
        self.stdout.write(f"phiếu theo dõi tiêu chí mới: {open_scorecards()}")
        if connection.vendor == "postgresql":
            # Its planner takes tables filled a moment ago for empty ones, and joins them row by row for minutes.
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")

    def tell(self, *keepers: Keeper[Any]) -> None:
        for keeper in keepers:
            self.stdout.write(str(keeper))
            for row in keeper.kept:
                self.stdout.write(f"  khác với tệp, giữ bản sửa tay: {row}")
