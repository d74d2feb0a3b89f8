"""What people write in a report, beside its figures."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from documents.blocks.opened import closed, opened
from documents.models import OfficialDocument
from documents.services.editing import save_edited
from reports.kinds.outline import LEFT_OPEN
from reports.selectors.run_page import WRITTEN


@transaction.atomic
def write_words(
    *, paper: OfficialDocument, words: Mapping[int, str], seen: int, by: User
) -> OfficialDocument:
    """Put words at places of the text as it stood in version `seen` (`selectors.run_page.words_of`).

    Each line is a paragraph or an item; no words at all take the place out. Who wrote elsewhere meanwhile keeps
    theirs. Refusals: `stale` (the version is gone, or somebody wrote at the same place), `locked` (before the
    signer), `place` (not one of words).
    """
    version = paper.versions.filter(number=seen).first()
    if version is None:
        raise ValidationError("Bản bạn đang sửa không còn. Hãy tải lại trang.", code="stale")
    content = dict(version.content)
    rows = opened(content["body"])
    for place in words:
        if place >= len(rows) or rows[place]["block"] not in WRITTEN:
            raise ValidationError("Chỗ này không phải phần đơn vị viết.", code="place")
    kept = []
    for place, row in enumerate(rows):
        kept += _written(row, words[place]) if place in words else [row]
    saved = save_edited(paper=paper, content=content | {"body": closed(kept)}, seen=seen, by=by)
    if saved.is_clash:
        raise ValidationError(
            "Người khác vừa sửa cùng đoạn này. Hãy chép lại phần bạn viết, tải lại trang rồi sửa tiếp.",
            code="stale",
        )
    return saved.paper


def _written(row: dict[str, object], text: str) -> list[dict[str, object]]:
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    if row["block"] == "Bullets":
        return [row | {"items": lines}] if lines else []
    return [
        row | {"text": one, "italic": one.startswith(LEFT_OPEN) and row["italic"]} for one in lines
    ]
