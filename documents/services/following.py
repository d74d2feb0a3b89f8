"""What follows in upper apps from a paper's being issued, replaced or recalled; told to them inside the act.

Upper apps are not known here: `settings.PAPER_FOLLOWERS` names their functions.
"""

import datetime as dt
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import User
from documents.choices import PaperAct
from documents.models import OfficialDocument


class Follower(Protocol):
    def __call__(self, *, paper: OfficialDocument, by: User | None, day: dt.date) -> object: ...


def follow(act: PaperAct, paper: OfficialDocument, by: User | None, day: dt.date) -> None:
    """`day`: from which it holds. What a follower refuses refuses the act."""
    for path in settings.PAPER_FOLLOWERS.get(act.value, ()):
        follower: Follower = import_string(path)
        follower(paper=paper, by=by, day=day)
