from typing import Any

from django.core.management.base import BaseCommand, CommandError

from criteria.models import Round, Submission
from criteria.selectors.review.rounds import confirmed_faults, file_faults
from criteria.selectors.rounds import differences


class Command(BaseCommand):
    help = "Tính lại mọi kỳ đã đóng và so với kết quả đã chốt; soát hồ sơ đã xác nhận và các bước của hồ sơ."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        closed = Round.objects.exclude(closed_at=None)
        found = [
            words
            for period in closed
            for words in (*differences(period), *confirmed_faults(period))
        ]
        found += file_faults()
        if found:
            raise CommandError("\n".join(found))
        files = Submission.objects.count()
        self.stdout.write(
            f"{len(closed)} kỳ đã đóng: kết quả đã chốt khớp với tính lại; {files} hồ sơ: các bước khớp."
        )
