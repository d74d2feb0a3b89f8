"""What beat does every hour and every five minutes, at once: for an operator, and where no beat runs."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.calendar import working_day
from plans.services import urging


class Command(BaseCommand):
    help = "Lập và gửi thư đôn đốc của ngày làm việc; chạy lại không gửi lần thứ hai."

    def handle(self, **options: Any) -> None:  # noqa: ARG002
        written = urging.write_mails(working_day())
        waiting = urging.sendable()
        for pk in waiting:
            urging.send(pk)
        self.stdout.write(f"thư lập mới: {len(written)}; đã thử gửi: {len(waiting)}")
