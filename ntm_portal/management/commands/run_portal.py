import os
import signal
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ntm_portal import one_machine
from ntm_portal.supervisor import StartRefusedError, die_with_parent


class Command(BaseCommand):
    help = "Runs the whole portal on this machine: queue, web, worker and beat, with demonstration data."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=os.environ.get("PORT", "8000"))

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        if not settings.DEMO:
            raise CommandError(
                "run_portal is for one machine with demonstration data: use ntm_portal.settings.dev."
            )
        if "MAKELEVEL" in os.environ:
            die_with_parent(signal.SIGTERM)  # `make` killed hard takes us along
        try:
            one_machine.run(port=options["port"], say=self._say)
        except StartRefusedError as refusal:
            raise CommandError(str(refusal)) from refusal

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        sys.stdout.flush()
