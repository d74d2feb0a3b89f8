from typing import Any

from django.core.management.base import BaseCommand

from criteria.services import rebuild_current


class Command(BaseCommand):
    help = "Lập lại trạng thái hiện tại của mọi phiếu từ các kết quả đã ghi."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        self.stdout.write(f"Đã lập lại {rebuild_current()} ô.")
