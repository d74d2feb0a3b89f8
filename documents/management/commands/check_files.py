import sys
from typing import Any

from django.core.management.base import BaseCommand

from documents.models import StoredFile
from documents.services import wrong_files


class Command(BaseCommand):
    help = "Kiểm tra từng tệp đã nhận: còn trên đĩa và đúng từng byte như lúc nhận (SHA-256)."

    def handle(self, **options: Any) -> None:  # noqa: ARG002
        wrong = 0
        for stored, why in wrong_files():
            wrong += 1
            self.stdout.write(f"{why}: {stored.sha256} «{stored}» ({stored.content.name})")
        self.stdout.write(
            f"đã kiểm tra {StoredFile.objects.count()} tệp, {wrong} tệp mất hoặc sai."
        )
        if wrong:
            sys.exit(1)
