from typing import Any

from django.core.management.base import BaseCommand

from ntm_portal.demo.clear import clear_demo


class Command(BaseCommand):
    help = "Bỏ số liệu minh họa và tài khoản trình diễn, giữ nguyên những gì là thật."

    def handle(self, **options: Any) -> None:  # noqa: ARG002
        for line in clear_demo().lines:
            self.stdout.write(line)
