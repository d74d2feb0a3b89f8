"""A real worker is killed in the middle of a report: another takes it up, and it ends exactly once."""

import json
from pathlib import Path

import pytest

from tests.workers import Stage, portal_with_a_queue

PRINTING = 60  # percent done when the printing begins

ASK = """
import datetime as dt
from reports import services, tasks
from reports.choices import Kind
from tests import factories as make

entry = make.StatusEntryFactory(effective_on=dt.date(2024, 3, 1))
criteria_set = entry.scorecard.criteria_set
for number in range(101, 120):
    make.CriterionFactory(criteria_set=criteria_set, number=number, name="Một tiêu chí có tên dài")
agency = make.AgencyFactory()
for _ in range(25):  # a report long enough to be caught in the middle of its printing
    make.SponsorAssignmentFactory(agency=agency)
run = services.request_report(
    kind=Kind.AGENCY_HALF_YEAR,
    agency=agency,
    criteria_set=criteria_set,
    round=make.RoundFactory(),
    by=make.UserFactory(),
)
assert tasks.hand_over(run.pk)
deeds |= {"sweep": tasks.sweep_forgotten_runs}
"""


@pytest.fixture
def environment(tmp_path):
    with portal_with_a_queue(tmp_path) as own:
        yield own


def test_a_report_whose_worker_is_killed_ends_exactly_once(environment):
    stage = Stage(environment, ASK, "reports_reportrun")
    killed = stage.kill_at(lambda run: run["progress"] == PRINTING)

    caught, done = killed.caught, killed.ended
    assert (caught["state"], caught["attempt"]) == ("running", 1)
    assert killed.left["state"] == "running"  # nobody has said otherwise
    assert (done["state"], done["attempt"], done["progress"]) == ("done", 2, 100)
    assert json.loads(done["figures"]) == json.loads(caught["figures"])
    media = Path(environment["VAR_DIR"]) / "media"
    files = [file.relative_to(media).as_posix() for file in media.glob("reports/**/*.pdf")]
    assert files == [done["file"]]
    assert (media / files[0]).read_bytes().startswith(b"%PDF")
