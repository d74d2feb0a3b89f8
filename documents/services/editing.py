"""Saving what an editor wrote: put together with what others saved meanwhile, or given back to choose."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from documents.blocks.merging import Clash, clashes, contents
from documents.blocks.opened import closed
from documents.models import OfficialDocument
from documents.selectors.content import content_of
from documents.services.drafts import save_draft

_MADE = {"Fed", "Figure"}  # blocks that nobody writes by hand


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of a save. `joined`: whose version it was put together with.

    Where both touched the same, nothing was saved: `clashed` has the other parts by name, `rows` the opened
    text with Clashes in it, `content` all that went together.
    """

    paper: OfficialDocument
    joined: str = ""
    content: dict[str, Any] = field(default_factory=dict)
    clashed: dict[str, Clash] = field(default_factory=dict)
    rows: list[Any] = field(default_factory=list)

    @property
    def is_clash(self) -> bool:
        return bool(self.clashed or clashes(self.rows))


@transaction.atomic
def save_edited(
    *, paper: OfficialDocument, content: Mapping[str, Any], seen: int, by: User, join: bool = True
) -> Saved:
    """Save a draft's content that stands on version `seen`.

    Where others saved meanwhile, changes to different blocks are put together. Refusals: as `save_draft`
    (`stale` with `join` off, or when the version seen is not known), `made` (see `refuse_foreign`).
    """
    rows = OfficialDocument.objects.select_for_update(of=("self",))
    held: OfficialDocument = rows.get(pk=paper.pk)
    joined = ""
    if join and held.is_editable and seen != held.version:
        found = _joined(held, content, seen)
        if found.is_clash:
            return found
        content, seen, joined = found.content, held.version, found.joined
    return Saved(save_draft(paper=held, content=content, seen=seen, by=by), joined)


def refuse_foreign(paper: OfficialDocument, body: Iterable[Any]) -> None:
    """What was made from data, and drawings, come from here: as they stand in the paper, not from outside.

    Refusal: `made`. Tables whose rows do not fit their columns are refused as `table`.
    """
    known = [one for one in _walk(paper.body) if one["block"] in _MADE]
    for one in _walk(body):
        if one["block"] in _MADE and one not in known:
            raise ValidationError(
                "Khối lấy từ số liệu và hình vẽ chỉ thêm được từ nguồn của hệ thống.", code="made"
            )
        if one["block"] == "Table" and any(
            len(row["cells"]) != len(one["columns"]) for row in one["rows"]
        ):
            raise ValidationError("Bảng có dòng không đủ số ô như số cột.", code="table")


def _joined(held: OfficialDocument, content: Mapping[str, Any], seen: int) -> Saved:
    """What both made of the version that was seen. Refusal: `stale` where nobody kept that one."""
    seen_version = held.versions.filter(number=seen).first()
    if seen_version is None:
        raise ValidationError("Bản bạn đang sửa không còn. Hãy tải lại trang.", code="stale")
    found, clashed = contents(seen_version.content, content, content_of(held))
    rows = found.pop("body")
    body = [] if clashes(rows) else closed(rows)
    writers = held.versions.filter(number__gt=seen).select_related("by").order_by("number")
    names = dict.fromkeys(str(one.by) if one.by else "Hệ thống" for one in writers)
    return Saved(held, ", ".join(names), found | {"body": body}, clashed, rows)


def _walk(rows: Iterable[Any]) -> Iterable[dict[str, Any]]:
    """Every block, also those inside appendices. Refusal: `body` where they are not blocks at all."""
    for one in rows:
        if not isinstance(one, dict) or "block" not in one:
            raise ValidationError("Nội dung có phần không đọc được.", code="body")
        yield one
        if one["block"] == "Appendix":
            yield from _walk(one.get("blocks", []))
