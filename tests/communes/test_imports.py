import csv
import datetime as dt
import shutil
from decimal import Decimal

import pytest

from accounts import trail
from communes.choices import AgencyKind, Confidence
from communes.imports.places import DATA, load_agencies, load_places
from communes.imports.table import DataError, read_csv
from communes.models import Agency, Commune, CommuneAlias, District, Province, Succession
from tests.factories import UserFactory
from tests.kept import sweep

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
DEMO_DAY = dt.date(2024, 6, 18)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The shipped places and agencies, loaded once and swept away after the module."""
    with django_db_blocker.unblock():
        yield [*load_places(), *load_agencies()]
        sweep()


@pytest.fixture
def folder(tmp_path):
    """A copy of the shipped files, to spoil."""
    shutil.copytree(DATA, tmp_path / "data")
    return tmp_path / "data"


def spoil(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_province_has_its_101_communes_and_ten_districts():
    by_district = dict.fromkeys(District.objects.on(DEMO_DAY).values_list("name", flat=True), 0)
    for commune in Commune.objects.on(DEMO_DAY).select_related("district"):
        by_district[commune.district.name] += 1
    assert by_district == {
        "Vĩnh Linh": 15,
        "Hướng Hóa": 19,
        "Gio Linh": 15,
        "Đakrông": 12,
        "Cam Lộ": 7,
        "Triệu Phong": 17,
        "Hải Lăng": 15,
        "Quảng Trị": 1,
        "Đông Hà": 0,
        "Cồn Cỏ": 0,
    }


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (dt.date(2019, 12, 31), 0),
        (dt.date(2020, 1, 1), 101),
        (DEMO_DAY, 101),
        (dt.date(2024, 12, 31), 101),
        (dt.date(2025, 1, 1), 95),
        (dt.date(2025, 3, 1), 95),
        (dt.date(2025, 6, 30), 95),
        (dt.date(2025, 7, 1), 69),
        (dt.date(2026, 11, 22), 69),
    ],
)
def test_the_programme_measures_101_then_95_then_69_communes(day, count):
    assert Commune.objects.on(day).count() == count


def test_the_merged_province_has_78_units_33_xa_of_the_old_one_and_no_district():
    units = Commune.objects.filter(starts=dt.date(2025, 7, 1))
    kinds = {kind: units.filter(kind=kind).count() for kind in ("xã", "phường", "đặc khu")}
    assert kinds == {"xã": 69, "phường": 8, "đặc khu": 1}
    assert not units.exclude(district=None).exists()
    of_old = units.filter(origins__old__province__code="45").distinct()
    assert (of_old.filter(kind="xã").count(), of_old.count()) == (33, 37)
    assert [one.code for one in Province.objects.on(dt.date(2025, 7, 1))] == ["44"]
    assert not District.objects.on(dt.date(2025, 7, 1)).exists()


def test_every_unit_before_the_merger_became_one_of_2025():
    """271 units: 101 xã, 24 towns and Cồn Cỏ of Quảng Trị, 145 of Quảng Bình."""
    ends = set(Commune.objects.filter(starts=dt.date(2025, 7, 1)).values_list("pk", flat=True))
    steps = dict(Succession.objects.values_list("old", "new"))
    assert len(steps) == Succession.objects.count() == 274
    old = Commune.objects.filter(starts=dt.date(2020, 1, 1)).exclude(code="15085")
    assert old.count() == 271
    for commune in old:
        heir = commune.pk
        while heir in steps:
            heir = steps[heir]
        assert heir in ends, commune
    assert Succession.objects.filter(basis="").count() == 0


def test_vinh_hoang_came_of_four_communes_and_keeps_the_code_of_one():
    heir = Commune.objects.get(code="19372", starts=dt.date(2025, 7, 1))
    assert heir.name == "Vĩnh Hoàng"
    steps = Succession.objects.filter(new=heir)
    assert {one.old.name for one in steps} == {"Vĩnh Thái", "Vĩnh Tú", "Trung Nam", "Vĩnh Hòa"}
    assert all("1680/NQ-UBTVQH15" in one.basis for one in steps)
    assert Commune.objects.filter(code="19372").count() == 2


def test_what_joined_early_in_2025_is_marked_as_inferred():
    early = Succession.objects.filter(on=dt.date(2025, 1, 1))
    assert {(one.old.name, one.new.name, one.new.kind) for one in early} == {
        ("Gio Châu", "Gio Linh", "thị trấn"),
        ("Gio Việt", "Cửa Việt", "thị trấn"),
        ("Linh Hải", "Gio Sơn", "xã"),
        ("Triệu An", "Triệu Tân", "xã"),
        ("Triệu Vân", "Triệu Tân", "xã"),
        ("Triệu Sơn", "Triệu Cơ", "xã"),
        ("Triệu Lăng", "Triệu Cơ", "xã"),
        ("Hải Ba", "Hải Bình", "xã"),
        ("Hải Quế", "Hải Bình", "xã"),
    }
    assert all("chưa tìm được" in one.basis for one in early)
    begun = Commune.objects.filter(starts=dt.date(2025, 1, 1))
    assert {(one.code, one.name, one.confidence) for one in begun} == {
        ("19627", "Triệu Tân", Confidence.RECALLED),
        ("19654", "Triệu Cơ", Confidence.RECALLED),
        ("19687", "Hải Bình", Confidence.RECALLED),
    }
    gone = Commune.objects.filter(ends=dt.date(2024, 12, 31))
    assert gone.count() == 9
    assert all("suy luận" in one.note for one in gone)


def test_names_of_before_2020_are_known_with_their_basis():
    names = {(one.commune.name, one.name) for one in CommuneAlias.objects.all()}
    assert {("Lìa", "A Túc"), ("Lìa", "A Xing"), ("Đakrông", "Đa Krông")} <= names
    assert len(names) == 24
    assert not CommuneAlias.objects.filter(basis="").exists()
    assert "Gio Thành" not in {name for _, name in names}  # split: whose it was is not known


def test_a_succession_names_units_that_stood_on_either_side(folder):
    spoil(folder, "succession.csv", "19372,Vĩnh Tú,", "99999,Vĩnh Tú,")
    with pytest.raises(DataError, match="không có đơn vị mã «99999» vào ngày 30/06/2025"):
        load_places(folder)


def test_the_names_beside_the_codes_are_those_of_the_units():
    with (DATA / "succession.csv").open(encoding="utf-8", newline="") as file:
        told = [(row["old_name"], row["new_name"]) for row in csv.DictReader(file)]
    rows = Succession.objects.order_by("on", "old__code").select_related("old", "new")
    assert told == [(step.old.name, step.new.name) for step in rows]


def test_border_is_known_not_known_or_no():
    home = Commune.objects.on(DEMO_DAY)
    counts = {border: home.filter(border=border).count() for border in (True, False, None)}
    assert counts == {True: 15, False: 82, None: 4}


def test_kinds_and_codes_are_those_of_the_lists():
    towns = dict(District.objects.on(DEMO_DAY).values_list("code", "kind"))
    assert {code for code, kind in towns.items() if kind != "huyện"} == {"461", "462"}
    assert (towns["461"], towns["462"]) == ("thành phố", "thị xã")
    province = Province.objects.on(DEMO_DAY).get()
    assert (province.code, province.confidence) == ("45", Confidence.RECALLED)
    assert "suy luận" in province.note


def test_a_commune_elsewhere_is_known_but_never_counts():
    elsewhere = Commune.objects.get(code="15085")
    assert (elsewhere.name, elsewhere.district.name, elsewhere.province.name) == (
        *("Quang Trung", "Ngọc Lặc", "Thanh Hóa"),
    )
    assert elsewhere.confidence == Confidence.RECALLED
    assert "15085" not in Commune.objects.on(DEMO_DAY).values_list("code", flat=True)
    assert [one.code for one in Province.objects.on(DEMO_DAY)] == ["45"]


def test_a_place_inside_the_outline_is_kept_to_five_decimals():
    commune = Commune.objects.get(code="19438")
    assert (commune.latitude, commune.longitude) == (Decimal("16.83883"), Decimal("106.58766"))


def test_loading_twice_changes_nothing(loaded):
    second = [*load_places(), *load_agencies()]
    assert [keeper.added for keeper in loaded] == [4, 19, 353, 274, 24, 225, 40]
    assert [(len(keeper), keeper.added, keeper.changed) for keeper in second] == [
        *((4, 0, 0), (19, 0, 0), (353, 0, 0), (274, 0, 0), (24, 0, 0), (225, 0, 0), (40, 0, 0)),
    ]


def test_a_changed_file_is_followed_but_not_over_a_persons_correction(folder):
    spoil(folder, "communes.csv", "19438,Hướng Việt", "19438,Hướng Viêt")
    spoil(folder, "communes.csv", "19369,Vĩnh Thái", "19369,Vĩnh Thai")
    corrected = Commune.objects.get(code="19369")
    trail.record(UserFactory(), "corrected reference", corrected)
    communes = load_places(folder)[2]
    assert communes.changed == 1
    assert communes.kept == ["xã Vĩnh Thái: name"]
    assert Commune.objects.get(code="19438").name == "Hướng Viêt"
    assert Commune.objects.get(code="19369").name == "Vĩnh Thái"


def test_agencies_of_every_tier_are_there():
    kinds = {kind: Agency.objects.filter(kind=kind).count() for kind in AgencyKind}
    assert kinds[AgencyKind.OFFICE] == 1
    assert kinds[AgencyKind.PROVINCE] == 2
    assert kinds[AgencyKind.DISTRICT] == 10
    assert kinds[AgencyKind.COMMUNE] == 101 + 3 + 69
    assert Agency.objects.get(slug="ubnd-vinh-linh").district.name == "Vĩnh Linh"
    huong_viet = Agency.objects.get(slug="ubnd-xa-19438")
    assert (str(huong_viet), huong_viet.commune.name) == ("UBND xã Hướng Việt", "Hướng Việt")
    assert Agency.objects.filter(slug="cuc-thong-ke").exists()


def test_a_department_ends_with_the_reorganisation_and_names_its_successor():
    tttt = Agency.objects.get(slug="so-thong-tin-truyen-thong")
    assert (str(tttt), tttt.superior_name) == ("Sở TT&TT", "UBND tỉnh Quảng Trị")
    assert tttt.ends == dt.date(2025, 2, 28)
    assert tttt.successor.slug == "so-khoa-hoc-cong-nghe"
    ended = Agency.objects.filter(ends=dt.date(2025, 2, 28))
    assert ended.count() == 7
    assert not ended.filter(successor=None).exists()


@pytest.mark.parametrize(
    ("alias", "slug"),
    [
        ("SKH", "so-ke-hoach-dau-tu"),
        ("SNN", "so-nong-nghiep-ptnt"),
        ("Sở TTTT", "so-thong-tin-truyen-thong"),
        ("VPĐP", "vpdp-ntm"),
        ("LMHTX", "lien-minh-htx"),
        ("UBND huyện HH", "ubnd-huong-hoa"),
    ],
)
def test_papers_know_agencies_by_other_names(alias, slug):
    assert Agency.objects.get(aliases__name=alias).slug == slug


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (
            "communes.csv",
            "xã,45,464,2020-01-01",
            "xã,45,464,2020-13-01",
            "communes.csv, dòng 2, mục «starts»: «2020-13-01» không phải ngày dạng YYYY-MM-DD.",
        ),
        (
            "communes.csv",
            "xã,45,464",
            "xã,45,999",
            "communes.csv, dòng 2, mục «district_code»: không có đơn vị mã «999» vào ngày 01/01/2020.",
        ),
        (
            "communes.csv",
            "19369,Vĩnh Thái",
            "19369,",
            "communes.csv, dòng 2, mục «name»: không được để trống.",
        ),
        (
            "communes.csv",
            "2025-06-30,false",
            "2025-06-30,không",
            "communes.csv, dòng 2, mục «border»: «không» phải là true, false hoặc để trống.",
        ),
        (
            "communes.csv",
            "17.13146",
            "bắc",
            "communes.csv, dòng 2, mục «latitude»: «bắc» không phải số.",
        ),
        (
            "districts.csv",
            "code,name",
            "code,title",
            "districts.csv, dòng 1, mục «name, title»: thiếu cột, hoặc cột không biết.",
        ),
        (
            "provinces.csv",
            "recalled",
            "certain",
            "provinces.csv, dòng 2, mục «confidence»: «certain» không phải một trong sourced, recalled, missing.",
        ),
    ],
)
def test_a_mistake_names_file_row_and_field(folder, name, old, new, message):
    spoil(folder, name, old, new)
    with pytest.raises(DataError) as refused:
        load_places(folder)
    assert str(refused.value) == message


def test_a_file_with_a_mistake_leaves_nothing_behind(folder):
    spoil(folder, "provinces.csv", "38,Thanh Hóa", "38,Thanh Hoá")
    spoil(folder, "communes.csv", "19369,Vĩnh Thái", "19369,")
    with pytest.raises(DataError):
        load_places(folder)
    assert Province.objects.get(code="38").name == "Thanh Hóa"


def test_two_spans_of_one_code_may_not_share_a_day(folder):
    with (folder / "communes.csv").open("a", encoding="utf-8") as file:
        file.write("19369,Vĩnh Hoàng,xã,45,464,2024-12-31,,,,,sourced,\n")
    with pytest.raises(DataError) as refused:
        load_places(folder)
    assert str(refused.value) == (
        "communes.csv, dòng 132, mục «starts»: Trùng thời gian với «xã Vĩnh Thái» đã có từ "
        "01/01/2020 đến 30/06/2025: đổi ngày bắt đầu, hoặc kết thúc bản ghi kia trước."
    )


def test_a_code_used_again_after_a_merger_is_another_commune():
    assert Commune.objects.on(dt.date(2024, 6, 18)).get(code="19372").name == "Vĩnh Tú"
    assert Commune.objects.on(dt.date(2025, 7, 1)).get(code="19372").name == "Vĩnh Hoàng"


def test_a_successor_must_be_on_the_list(folder):
    spoil(folder, "agencies.csv", ",so-tai-chinh,", ",so-tai-chinhh,")
    with pytest.raises(DataError) as refused:
        load_agencies(folder)
    assert (refused.value.file, refused.value.field) == ("agencies.csv", "successor")


def test_a_row_with_a_cell_too_many_is_refused(tmp_path):
    path = tmp_path / "few.csv"
    path.write_text("a,b\n1,2,3\n", encoding="utf-8")
    with pytest.raises(DataError, match="dòng 2: phải có đúng 2 cột"):
        read_csv(path, "a", "b")
