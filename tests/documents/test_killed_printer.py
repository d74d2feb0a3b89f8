"""A real worker is killed in the middle of a print: the page says so much as is known, and it ends exactly once."""

from pathlib import Path

import pytest

from tests.workers import Stage, portal_with_a_queue, rows_of

ASK = """
import json
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from documents import tasks
from documents.blocks import Paragraph, to_json
from documents.services import printing
from tests import factories as make

words = "Rà soát, đánh giá kết quả thực hiện các tiêu chí xã nông thôn mới của từng xã. " * 12
person = make.MembershipFactory(agency=make.AgencyFactory(office=True)).user
paper = make.PaperFactory(body=to_json(tuple(Paragraph(words) for _ in range(20))))
run = printing.ask_for_print(paper, person)
assert tasks.hand_over(run.pk)
reader = Client(SERVER_NAME="localhost")
reader.force_login(person)

def look():
    page = reader.get(reverse("documents:paper_print", args=[paper.pk]), headers={"hx-request": "true"})
    return json.dumps(" ".join(strip_tags(page.content.decode()).split()))

deeds |= {"sweep": tasks.sweep_lost_prints, "look": look}
"""


@pytest.fixture
def environment(tmp_path):
    with portal_with_a_queue(tmp_path) as own:
        yield own


def test_a_print_whose_worker_is_killed_ends_exactly_once_and_its_page_tells(environment):
    stage = Stage(environment, ASK, "documents_printrun", look=True)
    killed = stage.kill_at(lambda run: run["step"].startswith("Dàn trang"))

    assert (killed.caught["state"], killed.caught["attempt"]) == ("running", 1)
    assert killed.left["state"] == "running"  # nobody has said otherwise
    done = killed.ended
    assert (done["state"], done["attempt"], done["progress"]) == ("done", 2, 100)
    (kept,) = rows_of(environment, "documents_storedfile")
    assert kept["id"] == done["file_id"]
    media = Path(environment["VAR_DIR"]) / "media" / "files"
    heads = [one.read_bytes()[:4] for one in media.rglob("*") if one.is_file()]
    assert heads == [b"%PDF"]

    alone, waiting, again, ended = killed.seen
    assert "Đang in: Dàn trang" in alone
    assert "Đang chờ đến lượt in" in waiting
    assert "Đang in: Dàn trang" in again
    assert "lần thử 2" in again
    assert f"Bản in {done['pages']} trang" in ended
