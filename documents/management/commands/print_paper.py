from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents.models import OfficialDocument
from documents.selectors.prints import as_printed
from documents.selectors.register import named
from documents.services.word import paper_as_word

SHOWN = 10


class Command(BaseCommand):
    help = (
        "In một văn bản ra tệp PDF (hoặc DOCX), không cần trình duyệt và không cần hệ thống nền."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paper",
            metavar="SYMBOL",
            help="số, ký hiệu (645/QĐ-BCĐCTMTQG), mã in ở chân trang hoặc khóa",
        )
        parser.add_argument("--out", type=Path, required=True, help="tệp ghi ra; .docx cho Word")
        parser.add_argument("--year", type=int, help="năm, khi nhiều văn bản cùng số, ký hiệu")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        paper = self._paper(options["paper"], options["year"])
        out: Path = options["out"]
        try:
            out.write_bytes(self._content(paper, out))
        except OSError as error:
            raise CommandError(f"Không ghi được {out}: {error.strerror}.") from error
        self.stdout.write(f"{paper}: {out}")

    def _content(self, paper: OfficialDocument, out: Path) -> bytes:
        if out.suffix.lower() == ".docx":
            return paper_as_word(paper)
        from documents import pdf

        try:
            return pdf.render(as_printed(paper))
        except (pdf.FontMissing, pdf.GlyphMissing) as error:
            raise CommandError(str(error)) from error

    def _paper(self, text: str, year: int | None) -> OfficialDocument:
        found = list(named(text, year)[: SHOWN + 1])
        if not found:
            raise CommandError(f"Sổ không có văn bản nào có số, ký hiệu, mã hay khóa «{text}».")
        if len(found) > 1:
            lines = "\n".join(f"  {one.pk}: {one}, {one.issuer_text}" for one in found[:SHOWN])
            raise CommandError(
                f"Nhiều văn bản cùng tên «{text}». Thêm --year, hoặc dùng khóa ở đầu dòng:\n{lines}"
            )
        if not found[0].body:
            raise CommandError(f"{found[0]} chỉ vào sổ, không có toàn văn để in.")
        return found[0]
