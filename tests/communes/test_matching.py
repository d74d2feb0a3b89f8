import csv
import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communes.imports.places import DATA
from communes.models import Commune, CommuneAlias
from communes.names import search_key, shortened, spelled
from communes.selectors.matching import match_communes
from tests.factories import CommuneFactory, DistrictFactory, SuccessionFactory

DEMO_DAY = dt.date(2024, 6, 18)
with (DATA / "communes.csv").open(encoding="utf-8") as file:
    NAMES = [
        row["name"]
        for row in csv.DictReader(file)
        if row["kind"] == "xã" and row["starts"] <= "2024-06-18" and row["province_code"] == "45"
    ]


@pytest.fixture(scope="module")
def places(reference):
    """The shipped places."""
    return list(Commune.objects.on(DEMO_DAY).select_related("district"))


def one(text, day=DEMO_DAY):
    return match_communes([text], day)[0]


def meaning(text, day=DEMO_DAY):
    found = one(text, day)
    return found.how, found.commune and found.commune.name


def old_tone(name):
    """The other place of a tone: «Thủy» as «Thuỷ», «Hòa» as «Hoà», where a name has one."""
    pairs = {"ủy": "uỷ", "úy": "uý", "òa": "oà", "óa": "oá", "ùy": "uỳ"}
    for new, old in pairs.items():
        name = name.replace(new, old)
    return name


SPELLINGS = {
    "as it is": (lambda name: name, "đúng tên"),
    "decomposed": (lambda name: unicodedata.normalize("NFD", name), "đúng tên"),
    "capitals": (str.upper, "đúng tên"),
    "other tone place": (old_tone, "đúng tên"),
    "i for y": (
        lambda name: name.replace("y", "i").replace("ý", "í").replace("ỷ", "ỉ"),
        "đúng tên",
    ),
    "spaces": (lambda name: f"  {name.replace(' ', '   ')} ", "đúng tên"),
    "kind": (lambda name: f"xã {name}", "đúng tên"),
    "short kind": (lambda name: f"X. {name}", "đúng tên"),
    "short kind, no space": (lambda name: f"X.{name}", "đúng tên"),
    "committee": (lambda name: f"UBND xã {name}", "đúng tên"),
    "number before": (lambda name: f"12. {name}", "đúng tên"),
}


def found(texts, places):
    """What each text means, by the text."""
    return dict(zip(texts, match_communes(texts, DEMO_DAY, places), strict=True))


@pytest.mark.parametrize(("spell", "how"), SPELLINGS.values(), ids=SPELLINGS)
def test_every_commune_is_known_in_every_spelling(places, db, spell, how):
    meant = {spell(name): (name, how) for name in NAMES}

    known = {
        text: (one.commune and one.commune.name, one.how)
        for text, one in found([*meant], places).items()
    }

    assert len(meant) == len(NAMES)
    assert known == meant


def test_every_commune_is_known_without_marks(places, db):
    known = found([search_key(name) for name in NAMES], places)

    for name in NAMES:
        bare = known[search_key(name)]
        if bare.commune:
            assert bare.commune.name == name
        else:
            assert bare.how == "trùng tên"
            assert name in {choice.name for choice in bare.choices}


def test_every_commune_is_known_by_its_district(places, db):
    meant = {
        text: place
        for place in places
        if place.name in NAMES
        for text in (
            f"{place.name} ({place.district.name})",
            f"{place.name}, huyện {place.district.name}",
        )
    }

    known = {text: one.commune for text, one in found([*meant], places).items()}

    assert len(meant) == 2 * len(NAMES)
    assert known == meant


def test_a_shortened_name_is_never_another_commune(places, db):
    meant = [
        (spelling.letters, name) for name in NAMES if " " in name for spelling in shortened(name)
    ]
    known = found([*{text for text, _ in meant}], places)

    mistaken = [
        (text, name)
        for text, name in meant
        if known[text].commune and known[text].commune.name != name
    ]
    assert (len(meant) > len(NAMES), mistaken) == (True, [])


MEANT = {
    "19438": ("mã", "Hướng Việt"),
    "19438.0": ("mã", "Hướng Việt"),
    "19438 - Hướng Việt": ("mã", "Hướng Việt"),
    "Hướng Việt (19438)": ("mã", "Hướng Việt"),
    "huong viet": ("bỏ dấu", "Hướng Việt"),
    "Hướng Viêt": ("bỏ dấu", "Hướng Việt"),
    "Ðakrông": ("đúng tên", "Đakrông"),
    "Đa Krông": ("đúng tên", "Đakrông"),
    "H. Việt": ("viết tắt", "Hướng Việt"),
    "HViệt": ("viết tắt", "Hướng Việt"),
    "H.Viet": ("viết tắt", "Hướng Việt"),
    "Tr. Đại": ("viết tắt", "Triệu Đại"),
    "Xã Tr.Đại": ("viết tắt", "Triệu Đại"),
    "P. Bình": ("viết tắt", "Phong Bình"),
    "Hướng Việt (Hướng Hóa)": ("đúng tên", "Hướng Việt"),
    "Hướng Việt (Hướng Hoá)": ("đúng tên", "Hướng Việt"),
    "Hải Lệ, TX Quảng Trị": ("đúng tên", "Hải Lệ"),
    "Hải Lệ, TX. Quảng Trị, tỉnh Quảng Trị": ("đúng tên", "Hải Lệ"),
    "Hướng Việt, Hướng Hóa, Quảng Trị": ("đúng tên", "Hướng Việt"),
    "Hướng Việt (xã biên giới)": ("đúng tên", "Hướng Việt"),
    "xã Xy": ("đúng tên", "Xy"),
    "Vĩnh Thuỷ - Vĩnh Linh": ("đúng tên", "Vĩnh Thủy"),
    "A Túc": ("tên cũ", "Lìa"),
    "Vĩnh Kim": ("tên cũ", "Kim Thạch"),
    "Cam Thành": ("đúng tên", "Cam Thành"),
    "Cam Thanh": ("trùng tên", None),
    # only suggested
    "Hướng Vit": ("không thấy", None),
    "Hướng Viét": ("không thấy", None),
    "Hướng V": ("không thấy", None),
    "Hướng Việt (Cam Lộ)": ("không thấy", None),
    "19438 Hướng Lập": ("không thấy", None),
    "TT. Lao Bảo": ("không thấy", None),
    "99999": ("không thấy", None),
    "": ("không thấy", None),
    " – ": ("không thấy", None),
    "Tổng cộng": ("không thấy", None),
}


def test_what_texts_of_a_list_mean(places, db):
    known = match_communes([*MEANT], DEMO_DAY)

    assert {
        text: (one.how, one.commune and one.commune.name)
        for text, one in zip(MEANT, known, strict=True)
    } == MEANT


def test_a_typo_brings_suggestions_and_no_guess(places, db):
    assert "Hướng Việt" in {choice.name for choice in one("Hướng Vit").choices}
    assert {choice.name for choice in one("19438 Hướng Lập").choices} == {
        "Hướng Việt",
        "Hướng Lập",
    }
    assert [choice.name for choice in one("Hướng Việt (Cam Lộ)").choices] == ["Hướng Việt"]
    assert one("Tổng cộng").choices == ()


@pytest.mark.parametrize(
    ("text", "day", "how", "name"),
    [
        ("Hải Ba", dt.date(2025, 3, 1), "tên cũ", "Hải Bình"),
        ("Hải Ba", dt.date(2026, 11, 22), "tên cũ", "Vĩnh Định"),
        ("Hải Bình", dt.date(2026, 11, 22), "tên cũ", "Vĩnh Định"),
        ("Trung Nam", dt.date(2026, 11, 22), "tên cũ", "Vĩnh Hoàng"),
        ("A Xing", dt.date(2026, 11, 22), "tên cũ", "Lìa"),
        ("TT. Lao Bảo", dt.date(2026, 11, 22), "tên cũ", "Lao Bảo"),
        ("Lao Bảo", dt.date(2026, 11, 22), "đúng tên", "Lao Bảo"),
        ("Vĩnh Thủy", dt.date(2026, 11, 22), "đúng tên", "Vĩnh Thủy"),
        ("Vĩnh Thủy (Vĩnh Linh)", dt.date(2026, 11, 22), "đúng tên", "Vĩnh Thủy"),
        ("Tân Thành (Minh Hóa)", dt.date(2026, 11, 22), "đúng tên", "Tân Thành"),
        ("Tân Thành (Hướng Hóa)", dt.date(2026, 11, 22), "tên cũ", "Lao Bảo"),
        ("Cam Thủy (Cam Lộ)", dt.date(2026, 11, 22), "tên cũ", "Hiếu Giang"),
        ("Cam Thủy (Lệ Thủy)", dt.date(2026, 11, 22), "tên cũ", "Cam Hồng"),
        ("Cam Thủy", dt.date(2026, 11, 22), "trùng tên", None),
    ],
)
@pytest.mark.usefixtures("places", "db")
def test_a_name_of_the_past_means_who_it_became(text, day, how, name):
    assert meaning(text, day) == (how, name)


def test_queries_do_not_grow_with_the_list(places, db, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        match_communes([*NAMES, "A Túc", "Không có xã này", "Cam Lộ (Cam Lộ)"] * 5, DEMO_DAY)


@pytest.mark.django_db
def test_of_two_with_one_name_only_the_district_decides():
    north, south = DistrictFactory(name="Bắc"), DistrictFactory(name="Nam")
    first = CommuneFactory(name="Rừng Sâu", district=north)
    second = CommuneFactory(name="Rừng Sâu", district=south)
    assert one("Rừng Sâu").how == "trùng tên"
    assert set(one("Rừng Sâu").choices) == {first, second}
    assert one("Rừng Sâu (huyện Nam)").commune == second
    assert one("Rung Sau, Bac").commune == first


@pytest.mark.django_db
def test_an_alias_counts_for_its_commune_and_its_heir():
    old, heir = CommuneFactory(name="Cũ", ends=dt.date(2024, 1, 31)), CommuneFactory(name="Mới")
    CommuneAlias.objects.create(commune=old, name="Xưa", basis="Danh sách năm 2019")
    assert one("Xưa", dt.date(2024, 1, 1)).commune == old
    assert one("Xưa").commune is None
    SuccessionFactory(old=old, new=heir, on=dt.date(2024, 2, 1))
    assert (one("Xưa").how, one("Xưa").commune) == ("tên cũ", heir)


@pytest.mark.django_db
def test_only_those_asked_for_are_found():
    mine, other = CommuneFactory(name="Gần"), CommuneFactory(name="Xa Xôi")
    assert match_communes(["Xa Xôi", "Gần"], DEMO_DAY, [mine])[0].commune is None
    assert match_communes(["Xa Xôi"], DEMO_DAY, [mine, other])[0].commune == other


LETTERS = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạếềểễệ ", min_size=1, max_size=12)


@given(LETTERS)
def test_a_spelling_does_not_depend_on_how_marks_are_composed(text):
    assert spelled(unicodedata.normalize("NFD", text)) == spelled(
        unicodedata.normalize("NFC", text)
    )


@given(LETTERS)
def test_a_name_without_marks_may_always_mean_it(text):
    assert spelled(search_key(text)).may_mean(spelled(text))


@given(LETTERS, LETTERS)
def test_what_may_mean_a_name_has_its_bare_letters(text, name):
    if spelled(text).may_mean(spelled(name)):
        assert spelled(text).bare == spelled(name).bare
