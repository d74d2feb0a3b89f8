import unicodedata

import pytest

from communes.models import Commune
from communes.names import matches, search_key, sort_key
from tests.factories import CommuneFactory


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Hướng Việt", "huong viet"),
        (unicodedata.normalize("NFD", "Hướng Việt"), "huong viet"),
        ("Đakrông", "dakrong"),
        ("  Sở KH&ĐT  ", "so kh dt"),
        ("Mò Ó", "mo o"),
        ("", ""),
    ],
)
def test_search_key_knows_no_diacritics(name, key):
    assert search_key(name) == key


def test_names_sort_as_vietnamese_does():
    names = ["Đakrông", "Ba Lòng", "Ba Nang", "A Vao", "Ái Tử", "Cam Lộ", "Hải Ba", "Húc", "Ê Đê"]
    assert sorted(names, key=sort_key) == [
        *("A Vao", "Ái Tử", "Ba Lòng", "Ba Nang", "Cam Lộ", "Đakrông", "Ê Đê", "Hải Ba", "Húc"),
    ]


def test_tones_decide_only_between_the_same_letters():
    assert sorted(["má", "mà", "ma", "mạ", "mã", "mả"], key=sort_key) == [
        *("ma", "mà", "mả", "mã", "má", "mạ"),
    ]


@pytest.mark.django_db
def test_every_word_asked_begins_a_word_of_the_name():
    CommuneFactory(name="Hướng Việt")
    CommuneFactory(name="Hướng Lập")
    found = Commune.objects.filter(matches("viet huong"))
    assert [commune.name for commune in found] == ["Hướng Việt"]
    assert Commune.objects.filter(matches("uong")).count() == 0
