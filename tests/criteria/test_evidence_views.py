"""The pages of evidence: who sees, who may give, what is said when a file cannot come in."""

import io
import zipfile

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from criteria import services
from criteria.models import Evidence
from documents.models import StoredFile
from tests.documents import files
from tests.documents.files import upload
from tests.factories import EvidenceFactory, IndicatorFactory

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PREVIEWS_ROOT = tmp_path / "previews"


@pytest.fixture
def sponsor(world, client):
    client.force_login(world.people["sponsor"])
    return world.people["sponsor"]


@pytest.fixture
def place(world):
    return reverse("criteria:evidence_list", args=[world.scorecard.pk, world.indicator.pk])


def given(world, **more):
    return EvidenceFactory(
        scorecard=world.scorecard,
        criterion=world.criterion,
        indicator=world.indicator,
        agency=world.sponsor,
        **more,
    )


MAY_GIVE = {"commune", "sponsor", "director of the sponsor", "responsible", "district", "office"}


def test_who_may_give_and_who_may_look(world, client, place):
    for name, person in world.people.items():
        client.force_login(person)
        member, giver = name != "stranger", name in MAY_GIVE
        seen = client.get(place)
        assert seen.status_code == (200 if member else 404), name
        assert ("Nộp minh chứng" in seen.content.decode()) is giver, name
        sent = client.post(place, {"files": upload(files.pdf(mark=name), "a.pdf")})
        assert sent.status_code == (302 if giver else 403 if member else 404), name
    assert Evidence.objects.count() == len(MAY_GIVE)


def test_who_answers_for_one_indicator_gives_nothing_behind_another(world, client):
    other = IndicatorFactory(criterion=world.criterion, code="8.2", order=2)
    client.force_login(world.people["responsible"])
    url = reverse("criteria:evidence_list", args=[world.scorecard.pk, other.pk])
    assert client.post(url, {"files": upload(files.pdf())}).status_code == 403


def test_without_scripts_the_page_comes_back_with_words(world, sponsor, client, place):
    EvidenceFactory(
        file__data=files.pdf(), file__name="chung.pdf", scorecard__commune__name="Thuận"
    )
    sent = client.post(
        place, {"files": [upload(files.pdf(), "a.pdf"), upload(files.photo(), "b.jpg")]}
    )
    assert sent.url == place
    told = [str(one) for one in get_messages(sent.wsgi_request)]
    assert told[0] == "Đã nộp 2 tệp."
    assert told[1].startswith("Tệp «a.pdf» đã dùng ở")
    assert "của xã Thuận" in told[1]


def test_with_htmx_the_box_comes_back_with_the_new_file(world, sponsor, client, place):
    sent = client.post(
        place, {"files": upload(files.pdf(3), "biên bản.pdf"), "page": "2"}, headers=HTMX
    )
    text = sent.content.decode()
    assert sent.status_code == 200
    assert "<html" not in text
    assert f'id="minh-chung-ct-{world.indicator.pk}"' in text
    assert "biên bản.pdf" in text
    assert "PDF · " in text
    assert "3 trang · xem trang 2" in text


def test_a_refused_file_answers_409_and_keeps_what_was_typed(world, sponsor, client, place):
    for headers in ({}, HTMX):
        sent = client.post(
            place, {"files": upload(b"MZ\x90", "a.pdf"), "quote": "đã đạt 98 %"}, headers=headers
        )
        text = sent.content.decode()
        assert sent.status_code == 409
        assert "«a.pdf»: Đây là tệp chương trình hoặc kịch bản" in text
        assert 'value="đã đạt 98 %"' in text
    assert not Evidence.objects.exists()


@pytest.mark.usefixtures("sponsor")
def test_an_endless_upload_is_cut_off_and_refused_for_its_size(
    client, place, settings, monkeypatch
):
    settings.FILE_MAX_BYTES = 1024 * 1024
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    seen = []
    kept = services.attach
    monkeypatch.setattr(
        services, "attach", lambda **told: seen.append(told["files"][0].size) or kept(**told)
    )
    sent = client.post(place, {"files": upload(files.pdf() + b"0" * 5_000_000, "a.pdf")})
    assert sent.status_code == 409
    assert "lớn hơn mức 1 MB. Hãy nén ảnh hoặc tách tệp." in sent.content.decode()
    assert seen == [1024 * 1024 + 1]


def test_no_file_at_all_answers_422(world, sponsor, client, place):
    sent = client.post(place, {"note": "quên tệp"})
    assert sent.status_code == 422
    assert "Hãy chọn ít nhất một tệp." in sent.content.decode()


def test_a_file_given_before_is_chosen_for_another_value(world, sponsor, client):
    one = given(world)
    url = reverse("criteria:criterion_evidence", args=[world.scorecard.pk, world.criterion.number])
    assert "đã dùng ở 8.1" in client.get(url).content.decode()
    assert client.post(url, {"known": [one.file_id]}).status_code == 302
    assert Evidence.objects.get(indicator=None).file == one.file
    stranger = EvidenceFactory()
    assert client.post(url, {"known": [stranger.file_id]}).status_code == 422


def test_the_page_of_a_piece_tells_all_of_it(world, sponsor, client):
    one = given(world, quote="98 % số hộ", note="bản quét")
    other = EvidenceFactory(file=one.file, scorecard__commune__name="Thuận")
    text = client.get(reverse("criteria:evidence_detail", args=[one.pk])).content.decode()
    for word in (one.file.sha256, "98 % số hộ", "bản quét", "Sở đỡ đầu", "xã Thuận"):
        assert word in text
    assert reverse("criteria:evidence_detail", args=[other.pk]) in text
    client.force_login(world.people["stranger"])
    assert client.get(reverse("criteria:evidence_detail", args=[one.pk])).status_code == 404


def test_taking_back_asks_who_and_why(world, client, place):
    one = given(world)
    url = reverse("criteria:evidence_withdraw", args=[one.pk])
    client.force_login(world.people["commune"])
    assert client.post(url, {"reason": "nhầm"}).status_code == 403
    client.force_login(world.people["office"])
    assert client.post(url, {"reason": ""}).status_code == 422
    answer = client.post(url, {"reason": ""}, headers=HTMX)
    assert (answer.status_code, "<html" in answer.content.decode()) == (422, False)
    assert client.post(url, {"reason": "nhầm tệp"}).url == place
    assert client.post(url, {"reason": "lần nữa"}).status_code == 409
    text = client.get(place).content.decode()
    assert "Đã rút (1)" in text
    assert "nhầm tệp" in text


def test_taking_back_with_htmx_shows_the_box(world, sponsor, client):
    url = reverse("criteria:evidence_withdraw", args=[given(world).pk])
    text = client.post(url, {"reason": "nhầm"}, headers=HTMX).content.decode()
    assert f'id="minh-chung-ct-{world.indicator.pk}"' in text
    assert "Đã rút (1)" in text


def test_all_of_a_commune_by_criterion(world, sponsor, client):
    given(world, file__name="một.pdf")
    EvidenceFactory(scorecard=world.scorecard, file__name="hai.pdf")
    url = reverse("criteria:evidence_all", args=[world.scorecard.pk])
    text = client.get(url).content.decode()
    assert "một.pdf" in text
    assert "hai.pdf" in text
    text = client.get(url, {"tieu-chi": world.criterion.number}).content.decode()
    assert "một.pdf" in text
    assert "hai.pdf" not in text


def test_all_files_of_a_commune_in_a_zip_with_their_list(world, sponsor, client):
    data = files.pdf(mark="zip")
    one = given(world, file__data=data, file__name="tên tệp.pdf")
    given(world, file__data=b"%PDF-khac", file__name="tên tệp.pdf")
    EvidenceFactory(scorecard=world.scorecard, withdrawn_at=one.recorded_at,
                    withdrawn_by=sponsor, withdrawn_reason="nhầm")  # fmt: skip
    url = reverse("criteria:evidence_all", args=[world.scorecard.pk])
    answer = client.get(url, {"dang": "zip"})
    assert answer.streaming
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert archive.namelist() == [
        "danh-sach.xlsx", "8.1 – tên tệp.pdf", "8.1 – tên tệp (2).pdf",
    ]  # fmt: skip
    assert archive.read("8.1 – tên tệp.pdf") == data
    assert archive.testzip() is None


def test_the_zip_leaves_out_a_file_that_is_gone(world, sponsor, client):
    one = given(world)
    one.file.content.storage.delete(one.file.content.name)
    url = reverse("criteria:evidence_all", args=[world.scorecard.pk])
    answer = client.get(url, {"dang": "zip"})
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert archive.namelist() == ["danh-sach.xlsx"]


def queries(client, url):
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


@pytest.mark.parametrize("name", ["evidence_list", "evidence_all", "evidence_detail"])
def test_pages_cost_the_same_with_one_file_and_with_five(world, sponsor, client, name):
    first = given(world)
    args = {"evidence_list": [world.scorecard.pk, world.indicator.pk],
            "evidence_all": [world.scorecard.pk], "evidence_detail": [first.pk]}  # fmt: skip
    url = reverse(f"criteria:{name}", args=args[name])
    EvidenceFactory(file=first.file, scorecard=world.scorecard)
    one = queries(client, url)
    for _ in range(4):
        given(world)
        EvidenceFactory(file=first.file)
        EvidenceFactory(scorecard=world.scorecard)
    assert queries(client, url) == one


def test_a_file_is_shown_to_members_once_it_is_evidence(world, client):
    stored = given(world, file__by=world.people["sponsor"]).file
    url = reverse("documents:file", args=[stored.pk])
    for name, person in world.people.items():
        client.force_login(person)
        assert client.get(url).status_code == (404 if name == "stranger" else 200), name
    assert StoredFile.objects.count() == 1
