from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from criteria.imports import load_criteria_set, load_responsibilities
from criteria.imports.shipped import RESPONSIBILITY_FILE, SET_FILES


class Command(BaseCommand):
    help = "Load the criteria sets and who answers for what. Running it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, help="sets; none: all shipped files")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- Django names them
        for path in options["files"] or SET_FILES:
            self.stdout.write(f"{path.name}: {load_criteria_set(path)}")
        if not options["files"]:
            report = load_responsibilities(RESPONSIBILITY_FILE)
            self.stdout.write(f"{RESPONSIBILITY_FILE.name}: {report}")
