"""In which stage the maker of a draft will speak."""

from criteria.models import EntryDraft
from criteria.permissions import stead_choices


def spoken_stage(draft: EntryDraft) -> int:
    """The stage of the mandate that was chosen, else the highest that its maker may have; 0: none."""
    chosen = draft.options.get("speaking_as", "")
    keys = [chosen] if chosen else [key for key, _ in stead_choices(draft.by)]
    return max((int(key.split("-")[0]) for key in keys), default=0)
