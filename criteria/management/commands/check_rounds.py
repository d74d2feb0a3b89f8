from typing import Any

from django.core.management.base import BaseCommand, CommandError

from criteria.models import Round
from criteria.selectors.rounds import differences


class Command(BaseCommand):
    help = "Tính lại mọi kỳ đã đóng và so với kết quả đã chốt."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        closed = Round.objects.exclude(closed_at=None)
        found = [words for period in closed for words in differences(period)]
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write(f"{len(closed)} kỳ đã đóng: kết quả đã chốt khớp với tính lại.")
