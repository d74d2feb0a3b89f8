from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from documents.services import clean_files


class Command(BaseCommand):
    help = (
        "Dọn tệp không ai dùng: tệp mồ côi, tệp dở dang, ảnh xem trước thừa (để yên 24 giờ đầu)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="chỉ kể, không xóa gì")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        cleaned = clean_files(dry_run=options["dry_run"])
        word = "sẽ xóa" if options["dry_run"] else "đã xóa"
        for digest in cleaned.orphans:
            self.stdout.write(f"tệp mồ côi: {digest}")
        for name in cleaned.unused:
            self.stdout.write(f"tệp không ai dùng: {name}")
        self.stdout.write(
            f"{word}: {len(cleaned.orphans)} tệp mồ côi, {len(cleaned.half)} tệp dở dang, "
            f"{len(cleaned.unused)} tệp không ai dùng, {cleaned.previews} ảnh xem trước."
        )
