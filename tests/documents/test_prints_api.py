import pytest
from django.urls import reverse

from documents import pdf, tasks
from documents.blocks import Paragraph, to_json
from documents.choices import PaperState
from documents.models import PrintRun
from tests.factories import PaperFactory

pytestmark = pytest.mark.django_db

BODY = to_json((Paragraph("Nâng cao chất lượng các tiêu chí."),))


@pytest.fixture
def paper():
    return PaperFactory(body=BODY)


@pytest.fixture(autouse=True)
def _drawn(monkeypatch):
    monkeypatch.setattr(
        pdf, "render", lambda *_: pdf.print_html("<html lang=vi><title>x</title><p>Bản in")
    )
    monkeypatch.setattr(tasks.print_paper, "delay", lambda _: None)


def door(name, paper):
    return reverse(f"paper-print-{name}", args=[paper.pk])


def test_a_print_is_asked_for_watched_and_taken(client, member, paper):
    assert client.get(door("detail", paper)).json()["state"] == ""
    assert client.get(door("pdf", paper)).status_code == 404

    asked = client.post(door("ask", paper))
    assert (asked.status_code, asked.json()["state"]) == (202, "queued")
    run = PrintRun.objects.get()
    assert run.by == member
    tasks.print_paper(run.pk)

    said = client.get(door("detail", paper)).json()
    run.refresh_from_db()
    assert (said["state"], said["ready"], said["pages"]) == ("done", True, 1)
    assert said["sha256"] == run.file.sha256
    sent = client.get(door("pdf", paper))
    assert b"".join(sent.streaming_content) == run.file.content.read()


@pytest.mark.usefixtures("member")
def test_word_comes_without_a_worker(client, paper):
    assert client.get(door("docx", paper)).content.startswith(b"PK")


@pytest.mark.usefixtures("member")
def test_what_is_only_registered_is_refused(client):
    registered = PaperFactory()

    assert client.post(door("ask", registered)).status_code == 409
    assert client.get(door("docx", registered)).status_code == 404


@pytest.mark.usefixtures("member")
@pytest.mark.parametrize("name", ["detail", "pdf", "docx"])
def test_drafts_of_others_are_not_there(client, name):
    draft = PaperFactory(body=BODY, state=PaperState.DRAFT)

    assert client.get(door(name, draft)).status_code == 404


@pytest.mark.usefixtures("member")
def test_drafts_of_others_are_not_printed(client):
    draft = PaperFactory(body=BODY, state=PaperState.DRAFT)

    assert client.post(door("ask", draft)).status_code == 404
    assert not PrintRun.objects.exists()
