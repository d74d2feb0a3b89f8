from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from criteria.imports import load_around, load_criteria_set
from criteria.imports.shipped import SET_FILES


class Command(BaseCommand):
    help = "Load the criteria sets, levels, mappings and who answers for what. Running it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, help="sets; none: all shipped files")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- Django names them
        for path in options["files"] or SET_FILES:
            self.stdout.write(f"{path.name}: {load_criteria_set(path)}")
        if not options["files"]:
            for name, report in load_around():
                self.stdout.write(f"{name}: {report}")
