"""Signed files of registered papers: nothing was printed here to hold them against, so their signatures alone count."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Activity
from documents.choices import PaperFileKind
from documents.services.signed import attach_file
from tests.documents import files
from tests.documents.authority import Authority, sign
from tests.documents.files import upload
from tests.factories import MembershipFactory, PaperFactory


@pytest.fixture(autouse=True)
def media(settings, tmp_path, db):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SIGNING_ROOTS = tmp_path / "roots"


@pytest.fixture
def person():
    return MembershipFactory.create().user


def handed_in(person, content):
    paper = PaperFactory.create(by=person)
    kind = PaperFileKind.SIGNED
    return attach_file(paper=paper, kind=kind, upload=upload(content, "den.pdf"), by=person)


def test_a_signed_paper_of_others_is_kept_with_what_its_signatures_say(person):
    row = handed_in(person, sign(files.pdf(), Authority().person()))

    assert row.report["original_intact"] is None
    assert [one["signer"] for one in row.report["signatures"]] == ["Nguyễn Văn Thử"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (files.pdf(), "không có chữ ký số nào"),
        (
            sign(files.pdf(), Authority().person()).replace(b"(ChuKy)", b"(ChuKi)"),
            "đã bị sửa sau khi ký",
        ),
    ],
)
def test_one_whose_signature_does_not_hold_is_refused_and_the_refusal_is_on_the_trail(
    person, content, why
):
    with pytest.raises(ValidationError) as refused:
        handed_in(person, content)

    assert refused.value.error_dict["file"][0].code == "signature"
    row = Activity.objects.get(verb="refused signed file")
    assert why in row.details["reason"]
    assert row.details["name"] == "den.pdf"


def test_a_picture_is_no_signed_file(person):
    with pytest.raises(ValidationError) as refused:
        handed_in(person, files.photo())

    assert refused.value.error_dict["file"][0].code == "kind"
