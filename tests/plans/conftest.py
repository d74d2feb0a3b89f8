"""What ships, a table that waits, and a programme of last year."""

import pytest

from communes.imports.places import load_agencies, load_places
from criteria.imports import load_criteria_set
from criteria.imports.shipped import SET_FILES
from documents.imports import load_letterheads, load_papers
from plans.choices import TaskState
from plans.imports import load_groups, load_programmes
from plans.imports.programme_table import read_text
from plans.services import programme_drafts as services
from tests.factories import (
    AgencyFactory,
    MembershipFactory,
    PaperFactory,
    TaskFactory,
    TaskPartyFactory,
    TaskProgressFactory,
    TaskReviewFactory,
    WorkProgrammeFactory,
)
from tests.kept import standing
from tests.plans.programme_tables import table
from tests.plans.yardstick import say, yardstick

__all__ = ["say", "yardstick"]


@pytest.fixture(scope="module")
def shipped(django_db_setup, django_db_blocker):
    """Places, issuers, papers, yardsticks and the programme as they ship, and nothing that happened."""

    def load():
        load_places()
        load_agencies()
        load_letterheads()
        papers = load_papers()
        for path in SET_FILES:
            load_criteria_set(path)
        load_groups()
        load_programmes(papers)

    with django_db_blocker.unblock(), standing("shipped", load):
        yield


@pytest.fixture
def keeper():
    return MembershipFactory(agency=AgencyFactory(office=True)).user


@pytest.fixture
def treasury():
    return AgencyFactory(slug="so-tc", name="Sở Tài chính")


@pytest.fixture
def opened(keeper, treasury):
    def open_table(*lines, **said):
        text = table(*lines)
        told = {"year": 2024, "title": "Chương trình", "paper": PaperFactory(year=2024)} | said
        return services.open_programme(by=keeper, table=read_text(text, 2024), text=text, **told)

    return open_table


@pytest.fixture
def last_year(treasury):
    programme = WorkProgrammeFactory(title="Chương trình trọng tâm năm 2024")
    done = TaskFactory(group__programme=programme, due_text="Quý II/2024", order=1)
    TaskPartyFactory(task=done, agency=treasury, text="Sở Tài chính")
    TaskProgressFactory(task=done, agency=treasury, state=TaskState.DONE)
    TaskReviewFactory(task=done, subject=treasury)
    late = TaskFactory(group=done.group, order=2, content="Mục tiêu năm 2024", due_text="Năm 2024")
    TaskPartyFactory(task=late, text="Sở Lạ")
    return programme
