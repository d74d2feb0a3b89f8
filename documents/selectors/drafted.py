"""A draft as it would print with what is being typed, before it is saved."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from documents.blocks import PrintedPaper, Signature, flat, from_json
from documents.models import OfficialDocument
from documents.selectors.printed import ADDRESSED, printed

_POSTS = ("signer_prefix", "signer_post", "signer_second_post")
_DATE = ("day", "month", "year")  # words in their place are not printed


def printed_as(paper: OfficialDocument, content: Mapping[str, Any]) -> PrintedPaper:
    """The paper with another content (`documents.selectors.content`); what it leaves out stays as stored."""
    before = printed(paper)
    said = {name: content.get(name, getattr(paper, name)) for name in (*_POSTS, "signer_name")}
    head = {
        name: content[name]
        for name in ("number", "notation", "place", "day", "month", "year")
        if name in content and not (name in _DATE and isinstance(content[name], str))
    }
    lines = content["recipients"]
    attached = content.get("attached_to", paper.attached_to)
    extra = {name: words for name, words in before.extra.items() if name != "attached_to"}
    return replace(
        before,
        head=replace(before.head, **head),
        subject=content.get("title", paper.title),
        addressees=tuple(one["text"] for one in lines if one["purpose"] == ADDRESSED),
        bases=tuple(one["text"] for one in content["bases"]),
        blocks=flat(from_json(content["body"])),
        signature=Signature(
            tuple(said[name] for name in _POSTS if said[name]), said["signer_name"]
        ),
        recipients=tuple(
            f"{one['text']} ({one['purpose']})" if one["purpose"] else one["text"]
            for one in lines
            if one["purpose"] != ADDRESSED
        ),
        extra=extra | ({"attached_to": attached} if attached else {}),
        drafter=content.get("drafter_mark", paper.drafter_mark),
        urgency=content.get("urgency", paper.urgency),
    )
