"""Prints of papers: asked for once, made by the worker, what happens when it dies, and how they are taken away."""

import datetime as dt
import errno

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError

from documents import pdf, tasks
from documents.blocks import Heading, Paragraph, Table, to_json
from documents.blocks.contract import Column, Row
from documents.choices import PaperState, PrintState
from documents.models import OfficialDocument, PrintRun
from documents.selectors.prints import print_of
from documents.services import printing
from documents.services.claims import Superseded
from tests.factories import MembershipFactory, PaperFactory

pytestmark = pytest.mark.django_db

BODY = to_json((Heading("I", "Mục đích"), Paragraph("Nâng cao chất lượng các tiêu chí.")))
LOST = dt.timedelta(seconds=61)


@pytest.fixture
def paper():
    return PaperFactory(
        body=BODY, number="645", notation="QĐ-BCĐCTMTQG", issuer_text="Ban Chỉ đạo"
    )


@pytest.fixture
def drawn(monkeypatch):
    """What was sent to print; each print has bytes of its own."""
    papers = []

    def draw(page, told=None):
        papers.append(page)
        if told:
            told(1)
        return pdf.print_html(f"<html lang=vi><title>x</title><p>Bản in {len(papers)}")

    monkeypatch.setattr(pdf, "render", draw)
    return papers


@pytest.fixture
def handed(monkeypatch):
    keys = []
    monkeypatch.setattr(tasks.print_paper, "delay", keys.append)
    return keys


def made(paper):
    run = printing.ask_for_print(paper, None)
    tasks.print_paper(run.pk)
    run.refresh_from_db()
    return run


def lose_worker(run):
    PrintRun.objects.filter(pk=run.pk).update(heartbeat=timezone.now() - LOST)


# Asking


@pytest.mark.usefixtures("drawn")
def test_a_paper_is_printed_once_and_the_print_used_again(paper):
    run = made(paper)

    assert (run.state, run.attempt, run.progress, run.pages) == (PrintState.DONE, 1, 100, 1)
    assert run.file.content.read().startswith(b"%PDF")
    assert printing.ask_for_print(paper, None) == run
    assert printing.latest_print(paper) == run


def test_a_print_under_way_is_not_asked_for_twice(paper):
    first = printing.ask_for_print(paper, None)

    assert printing.ask_for_print(paper, None) == first


def test_two_who_ask_at_one_moment_share_a_run(paper, monkeypatch):
    first = []

    def meanwhile(_):
        first.append(PrintRun.objects.create(paper=paper, version=paper.version))

    monkeypatch.setattr(printing, "latest_print", meanwhile)

    assert printing.ask_for_print(paper, None) == first[0]


@pytest.mark.usefixtures("drawn")
def test_a_paper_that_says_something_else_since_is_printed_anew(paper):
    old = made(paper)
    paper.number = "646"
    paper.save()

    assert printing.latest_print(paper) is None
    assert print_of(paper).is_old
    new = made(paper)
    assert new != old
    paper.number = "645"  # the first print's bytes count again, and are the same file
    assert printing.latest_print(paper) == old


def test_a_paper_without_text_is_not_printed():
    with pytest.raises(ValidationError) as refusal:
        printing.ask_for_print(PaperFactory(), None)

    assert refusal.value.code == "no_text"


def test_a_failed_print_is_asked_for_anew(paper, monkeypatch):
    monkeypatch.setattr(pdf, "render", lambda *_: 1 / 0)
    failed = made(paper)

    assert failed.state == PrintState.FAILED
    assert failed.error.endswith(f"(mã tra nhật ký: {failed.pk}-1)")
    assert printing.ask_for_print(paper, None) != failed


# Making


@pytest.mark.usefixtures("drawn")
def test_a_second_delivery_does_nothing(paper, drawn):
    run = made(paper)
    tasks.print_paper(run.pk)

    run.refresh_from_db()
    assert (run.attempt, len(drawn)) == (1, 1)


@pytest.mark.usefixtures("drawn")
def test_a_superseded_worker_writes_nothing(paper):
    run = printing.ask_for_print(paper, None)
    slow = printing.start_print(run.pk)
    lose_worker(run)
    second = printing.start_print(run.pk)

    with pytest.raises(Superseded):
        printing.make_print(slow)
    printing.fail_print(slow, RuntimeError("late"))
    printing.make_print(second)

    run.refresh_from_db()
    assert (run.state, run.attempt, run.error) == (PrintState.DONE, 2, "")


def test_a_worker_superseded_while_it_lays_out_goes_quietly(paper, monkeypatch):
    run = printing.ask_for_print(paper, None)

    def taken_over(_, told):
        PrintRun.objects.filter(pk=run.pk).update(attempt=2)
        told(3)

    monkeypatch.setattr(pdf, "render", taken_over)
    tasks.print_paper(run.pk)

    run.refresh_from_db()
    assert (run.state, run.attempt, run.error) == (PrintState.RUNNING, 2, "")


def test_progress_tells_the_pages_laid_out(paper, monkeypatch):
    monkeypatch.setattr(printing, "OFTEN", 0)
    rows = tuple(Row((f"{place}", "Một việc phải làm")) for place in range(110))
    columns = (Column("STT", 10), Column("Nội dung", 90))
    paper.body = to_json((Table(columns, rows),))
    paper.save()
    told = []
    real = printing.tell

    def listen(run, percent, step, **more):
        told.append((percent, more.get("pages_done")))
        real(run, percent, step, **more)

    monkeypatch.setattr(printing, "tell", listen)
    run = made(paper)

    pages = [done for _, done in told if done is not None]
    assert run.pages > 3
    assert pages == list(range(run.pages))
    assert [percent for percent, _ in told] == sorted(percent for percent, _ in told)
    assert run.pages_done == run.pages


def test_the_print_carries_the_code_and_what_its_form_lacks(paper):
    run = made(paper)

    import pypdfium2  # noqa: PLC0415

    with run.file.content.open() as file:
        text = pypdfium2.PdfDocument(file.read())[0].get_textpage().get_text_range()
    assert paper.shown_code in text
    assert {"rule", "where", "what", "mend"} == set(run.findings[0])  # no signer's name


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "full"), "Máy chủ hết chỗ lưu tệp"),
        (pdf.GlyphMissing("Phông chữ không có «👍»."), "Phông chữ không có «👍»."),
        (KeyError("x"), "Có lỗi khi lập bản in. Bấm «In lại»"),
    ],
)
def test_a_failed_print_says_why(paper, monkeypatch, error, said):
    def refuse(*_):
        raise error

    monkeypatch.setattr(pdf, "render", refuse)

    assert made(paper).error.startswith(said)


# Lost


def test_what_was_lost_is_queued_again_and_given_up_after_its_tries(paper, handed):
    run = printing.ask_for_print(paper, None)
    for _ in range(3):
        assert printing.start_print(run.pk)
        lose_worker(run)
        tasks.sweep_lost_prints()

    run.refresh_from_db()
    assert handed == [run.pk, run.pk]
    assert (run.state, run.attempt) == (PrintState.FAILED, 3)
    assert "dừng giữa chừng 3 lần" in run.error
    assert printing.start_print(run.pk) is None


def test_a_print_stays_queued_while_the_broker_is_away(paper, monkeypatch):
    def away(run_pk):
        raise OperationalError(f"no broker for {run_pk}")

    monkeypatch.setattr(tasks.print_paper, "delay", away)
    run = printing.ask_for_print(paper, None)

    assert tasks.hand_over(run.pk) is False
    run.refresh_from_db()
    assert run.state == PrintState.QUEUED


def test_the_sweep_is_on_the_beat(settings):
    beat = {one["task"] for one in settings.CELERY_BEAT_SCHEDULE.values()}

    assert tasks.sweep_lost_prints.name in beat
    assert tasks.SOFT_LIMIT < tasks.HARD_LIMIT
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"] / 2 >= tasks.HARD_LIMIT


# Pages


def test_asking_hands_the_run_to_the_worker_and_shows_its_state(
    member, client, paper, handed, django_capture_on_commit_callbacks
):
    url = reverse("documents:paper_print", args=[paper.pk])
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(url)

    run = PrintRun.objects.get()
    assert (response.status_code, response.url) == (302, url)
    assert (handed, run.by) == ([run.pk], member)
    assert "Đang chờ đến lượt in" in client.get(url).content.decode()
    state = client.get(url, headers={"HX-Request": "true"})
    assert "hx-trigger" in state.content.decode()
    assert "HX-Refresh" not in state.headers


@pytest.mark.usefixtures("member", "drawn")
def test_a_finished_print_shows_its_pages_and_gives_its_bytes(client, paper):
    run = made(paper)
    page = client.get(reverse("documents:paper_detail", args=[paper.pk])).content.decode()
    picture = reverse("documents:paper_page", args=[paper.pk, 1])
    state = client.get(
        reverse("documents:paper_print", args=[paper.pk]), headers={"HX-Request": "true"}
    )

    assert f'src="{picture}?ban={run.pk}"' in page
    assert state.headers["HX-Refresh"] == "true"
    sent = client.get(reverse("documents:paper_pdf", args=[paper.pk]))
    assert b"".join(sent.streaming_content) == run.file.content.read()
    assert 'filename="qd-645-qd-bcdctmtqg-2020.pdf"' in sent.headers["Content-Disposition"]
    drawn_page = client.get(picture)
    assert drawn_page.headers["Content-Type"] == "image/png"
    assert b"".join(drawn_page.streaming_content).startswith(b"\x89PNG")
    again = client.get(picture, headers={"If-None-Match": drawn_page.headers["ETag"]})
    assert again.status_code == 304
    assert client.get(reverse("documents:paper_page", args=[paper.pk, 2])).status_code == 404


@pytest.mark.usefixtures("member")
def test_without_a_print_the_pdf_leads_to_where_it_is_asked_for(client, paper):
    response = client.get(reverse("documents:paper_pdf", args=[paper.pk]), follow=True)

    assert response.redirect_chain[0][0] == reverse("documents:paper_print", args=[paper.pk])
    assert "Bấm «In ra PDF»" in response.content.decode()


@pytest.mark.usefixtures("member")
def test_a_paper_that_is_only_registered_is_refused(client):
    paper = PaperFactory()
    url = reverse("documents:paper_print", args=[paper.pk])
    response = client.post(url)

    assert response.status_code == 409
    assert "chỉ vào sổ" in response.content.decode()
    assert client.get(reverse("documents:paper_docx", args=[paper.pk])).status_code == 404


@pytest.mark.usefixtures("member")
@pytest.mark.parametrize("door", ["paper_print", "paper_pdf", "paper_docx"])
def test_a_draft_of_others_is_not_there(client, door):
    draft = PaperFactory(body=BODY, state=PaperState.DRAFT)

    assert client.get(reverse(f"documents:{door}", args=[draft.pk])).status_code == 404


# Codes


@pytest.mark.usefixtures("member")
@pytest.mark.parametrize("typed", ["{0}", "{0}".lower(), "{1}"])
def test_the_code_at_the_foot_finds_the_paper(client, paper, typed):
    text = typed.format(paper.shown_code, paper.code.lower())
    response = client.get(reverse("documents:code_find", args=[text]))

    assert response.url == reverse("documents:paper_detail", args=[paper.pk])


@pytest.mark.usefixtures("member")
def test_a_code_does_not_lead_to_a_draft_of_others(client):
    draft = PaperFactory(body=BODY, state=PaperState.DRAFT)

    assert client.get(reverse("documents:code_find", args=[draft.code])).status_code == 404
    assert client.get(reverse("documents:code_find", args=["0000-0000"])).status_code == 404


def test_the_search_box_knows_codes(client, paper):
    client.force_login(MembershipFactory().user)
    PaperFactory()
    found = client.get(reverse("reports:search"), {"q": paper.shown_code}, follow=True)

    assert paper.title in found.content.decode()
    assert OfficialDocument.objects.count() == 2


# The command


@pytest.mark.parametrize("said", ["645/QĐ-BCĐCTMTQG", "645/qđ-bcđctmtqg", "code", "pk"])
def test_the_command_prints_a_paper_by_any_of_its_names(paper, tmp_path, said, drawn):
    out = tmp_path / "x.pdf"
    call_command(
        "print_paper", {"code": paper.shown_code, "pk": f"{paper.pk}"}.get(said, said), out=out
    )

    assert out.read_bytes().startswith(b"%PDF")
    assert drawn[0].head.number == "645"


@pytest.mark.usefixtures("drawn")
def test_the_command_asks_for_the_year_where_two_papers_share_a_symbol(paper, tmp_path):
    other = PaperFactory(body=BODY, number="645", notation="QĐ-BCĐCTMTQG", year=2021)
    out = tmp_path / "x.pdf"

    with pytest.raises(CommandError, match=rf"--year(?s:.*){other.pk}: (?s:.*){paper.pk}: "):
        call_command("print_paper", "645/QĐ-BCĐCTMTQG", out=out)
    call_command("print_paper", "645/QĐ-BCĐCTMTQG", out=out, year=2021)
    assert out.exists()


def test_the_command_says_what_it_cannot_print(tmp_path):
    registered = PaperFactory()
    for said, why in [("9/KH", "không có văn bản nào"), (registered.symbol, "chỉ vào sổ")]:
        with pytest.raises(CommandError, match=why):
            call_command("print_paper", said, out=tmp_path / "x.pdf")
