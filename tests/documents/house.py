"""An agency that writes papers: a letterhead and one person in each role."""

import datetime as dt

from accounts.choices import Role
from documents.models import PaperFile
from documents.services import steps
from documents.services.drafts import start_draft
from tests.factories import AgencyFactory, LetterheadFactory, MembershipFactory, StoredFileFactory

DAY = dt.date(2024, 6, 18)


class House:
    """`at` takes a new paper to a state, each step by whoever takes it."""

    def __init__(self, **letterhead):
        self.agency = AgencyFactory.create()
        self.letterhead = LetterheadFactory.create(agency=self.agency, **letterhead)
        self.people = {role: self.person(role) for role in Role}
        self.officer = self.people[Role.OFFICER]
        self.head = self.people[Role.DIRECTOR]
        self.desk = self.people[Role.FOCAL_POINT]

    def person(self, role):
        return MembershipFactory.create(agency=self.agency, role=role).user

    def paper(self, **given):
        words = {"kind": "KH", "title": "Đỡ đầu xã", "by": self.officer} | given
        return start_draft(letterhead=self.letterhead, **words)

    def at(self, state, **given):
        paper = self.paper(**given)
        for wanted, act in (
            ("unit", lambda: steps.send_up(paper=paper, by=self.officer)),
            ("checking", lambda: steps.approve(paper=paper, by=self.head)),
            ("signing", lambda: steps.confirm_form(paper=paper, by=self.desk)),
            ("signed", lambda: steps.sign(paper=paper, by=self.head)),
            ("numbered", lambda: number(paper, self.desk)),
            ("issued", lambda: steps.issue(paper=paper, by=self.desk)),
        ):
            if paper.state == state:
                break
            act()
            paper.refresh_from_db()
            assert paper.state == wanted
        return paper


def number(paper, by, **given):
    words = {"number": "07", "day": DAY} | given
    return steps.give_number(paper=paper, by=by, **words)


def attach_scan(paper, kind="scan"):
    return PaperFile.objects.create(
        paper=paper, kind=kind, file=StoredFileFactory.create(), name="ban-ky.pdf", version=1
    )
