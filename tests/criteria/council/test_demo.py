"""The demonstration's files of the council: consistent, marked, and gone when it is cleared."""

import io

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.models import User
from criteria.models import CouncilFile, FiledDocument

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def test_there_is_a_file_of_each_kind():
    files = {(one.year, one.level): one for one in CouncilFile.objects.all()}
    told = {(one.opened_on.year, one.level, one.state) for one in files.values()}
    assert told == {
        (2020, "ntm", "decided"),
        (2024, "ntm", "preparing"),
        (2024, "ntm", "passed"),
        (2024, "advanced", "preparing"),
    }
    assert not CouncilFile.objects.filter(illustrative=False).exists()
    decided = CouncilFile.objects.get(state="decided")
    assert decided.frozen["paper"].startswith("QĐ 2540/QĐ-TTg")
    assert (decided.recognition.commune, decided.recognition.illustrative) == (
        decided.commune,
        True,
    )


def test_their_pages_open_for_the_office(client):
    client.force_login(User.objects.get(username="vpdp"))
    for file in CouncilFile.objects.all():
        told = client.get(reverse("criteria:council_detail", args=[file.pk]))
        assert told.status_code == 200
        assert "hồ sơ minh họa" in told.content.decode()
    one = CouncilFile.objects.get(opened_on="2024-05-06")
    told = client.get(reverse("criteria:council_detail", args=[one.pk])).content.decode()
    assert "Khác số liệu của cổng." in told
    assert "nợ đọng 640 triệu đồng đến 31/5/2024" in told


def test_the_demonstration_is_cleared_with_its_files():
    call_command("clear_demo", stdout=io.StringIO())
    assert not CouncilFile.objects.exists()
    assert not FiledDocument.objects.exists()
