"""What was handed in is shown as it was found, whatever it is; a file that is not what it is said to be is refused."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from documents.choices import PaperFileKind
from documents.models import PaperFile
from documents.services.signed import attach_file
from documents.signing import Modification, SignatureReport, Signed, TimeSource, Trust
from tests.documents import files
from tests.documents.files import upload
from tests.documents.house import House
from tests.factories import StoredFileFactory


@pytest.fixture(autouse=True)
def media(settings, tmp_path, db):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PREVIEWS_ROOT = tmp_path / "previews"


@pytest.fixture
def house():
    return House()


def report(trust, source):
    time = dt.datetime(2024, 6, 17, 1, 30, tzinfo=dt.UTC)
    one = Signed("Nguyễn Văn Thử", "Sở Thử nghiệm", time, source, valid=True, trust=trust)
    return SignatureReport(
        original_intact=True,
        covers_whole=True,
        modification=Modification.SIGNATURES,
        signatures=(one,),
    )


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (TimeSource.STAMP, "dấu thời gian tin cậy"),
        (TimeSource.UNKNOWN_STAMP, "dấu thời gian, chưa rõ nơi cấp"),
        (TimeSource.CLAIMED, "giờ trên máy người ký"),
    ],
)
@pytest.mark.parametrize("trust", Trust)
def test_signer_time_and_trust_are_shown_as_they_are(client, house, trust, source, told):
    paper = house.at("signing")
    PaperFile.objects.create(
        paper=paper,
        kind=PaperFileKind.SIGNED,
        file=StoredFileFactory.create(),
        name="da-ky.pdf",
        version=1,
        report=report(trust, source).to_json(),
    )
    client.force_login(house.officer)

    page = client.get(reverse("documents:paper_files", args=[paper.pk])).content.decode()

    for words in ("Nguyễn Văn Thử", "Sở Thử nghiệm", "17/6/2024", trust.label, trust.words):
        assert words in page, words
    assert told in page
    others = [one.words for one in Trust if one != trust]
    assert not [one for one in others if one in page]


def test_a_picture_is_no_word_file(house):
    paper = house.at("signing")
    given = {"upload": upload(files.photo(), "kh.docx"), "copy": upload(files.pdf(), "ky.pdf")}

    with pytest.raises(ValidationError) as refused:
        attach_file(paper=paper, kind=PaperFileKind.WORD, by=house.officer, **given)

    assert refused.value.error_dict["file"][0].code == "kind"
    assert not paper.files.exists()
