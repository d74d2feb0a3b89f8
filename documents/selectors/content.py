"""What a draft says, as plain data: what the editor sends, what a version keeps, what two versions differ in."""

from typing import Any

from documents.models import OfficialDocument

# Fields of a paper that its writers set, as they stand in the content.
FIELDS = (
    *("title", "place", "day", "month", "year", "number", "notation", "effective_on"),
    *("unit_name", "drafter_mark", "urgency", "attached_to"),
    *("signer_prefix", "signer_post", "signer_second_post", "signer_name"),
)


def content_of(paper: OfficialDocument) -> dict[str, Any]:
    """The whole content: the fields by name, then `bases`, `recipients`, `relations` and `body`.

    `bases`: text, and the key of the paper named there or None. `recipients`: text, purpose, the agency's
    slug or nothing. `relations`: kind and the other paper's key. `body`: `documents.blocks.to_json`.
    `effective_on` is YYYY-MM-DD or nothing.
    """
    fields = {name: getattr(paper, name) for name in FIELDS}
    day = paper.effective_on
    return fields | {
        "effective_on": day.isoformat() if day else "",
        "bases": [{"text": one.text, "paper": one.other_id} for one in paper.bases.all()],
        "recipients": [
            {
                "text": one.text,
                "purpose": one.purpose,
                "agency": one.agency.slug if one.agency else "",
            }
            for one in paper.recipients.select_related("agency")
        ],
        "relations": [
            {"kind": one.kind, "paper": one.other_id} for one in paper.relations.order_by("pk")
        ],
        "body": paper.body,
    }
