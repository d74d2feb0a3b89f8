"""Illustrative needs of communes and help for them: every word and figure here is made up.

Only who stands behind which commune is real (QĐ 1841, the plans of 2020). Two stated totals do not close
on purpose, so that what is not split and what contradicts itself can be seen.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from communes.models import Agency, Commune
from criteria.models import Criterion
from ntm_portal.demo.words import SET
from plans.choices import ActionState, DraftKind, MoneySource, SupportForm
from plans.models import Attachment, Need, PlanDraft, SupportAction, SupportMoney
from plans.services.needs import settle

DAY = dt.date(2024, 6, 18)
TTTT, KHDT, LMHTX, NN = (
    *("so-thong-tin-truyen-thong", "so-ke-hoach-dau-tu"),
    *("lien-minh-htx", "so-nong-nghiep-ptnt"),
)
GIVERS = {TTTT: "tttt", KHDT: "khdt", LMHTX: "lmhtx", NN: "snnptnt"}
HUONG_VIET, VINH_THAI, VINH_TU, VINH_LONG = "19438", "19369", "19372", "19387"
GIO_MAI, THUAN, GIO_MY, CAM_CHINH = "19543", "19471", "19510", "19618"
HAI_THUONG, HAI_BA, HAI_DUONG, TAN_LIEN = "19708", "19687", "19711", "19465"


@dataclass(frozen=True, slots=True)
class Asked:
    """A need: of which commune, for which criterion, what, how much, by when; money in triệu đồng."""

    commune: str
    criterion: int
    content: str
    quantity: str
    unit: str
    money: str
    by_day: dt.date


@dataclass(frozen=True, slots=True)
class Given:
    """Help: done on a day, or planned for one; money by source, (planned, done) in triệu đồng."""

    agency: str
    commune: str
    criterion: int
    form: SupportForm
    content: str
    done_on: dt.date | None = None
    planned_on: dt.date | None = None
    money: tuple[tuple[MoneySource, str, str], ...] = ()
    days: tuple[str, str] = ("", "")
    stated: tuple[str, str] = ("", "")
    quantity: tuple[str, str, str] = ("", "", "")
    partner: str = ""
    need: int | None = None  # its place in NEEDS


def day(month: int, number: int, year: int = 2024) -> dt.date:
    return dt.date(year, month, number)


NEEDS = (
    Asked(GIO_MAI, 2, "Bê tông hóa đường trục thôn còn lại", "1.8", "km", "2700", day(12, 31)),
    Asked(THUAN, 17, "Đường ống nước sạch cho hai thôn", "4", "km", "1900", day(9, 30)),
    Asked(THUAN, 13, "Mô hình liên kết tiêu thụ sắn", "1", "mô hình", "", day(5, 31)),
    Asked(
        HUONG_VIET, 8, "Đài truyền thanh không dây cho ba bản", "3", "cụm loa", "180", day(8, 31)
    ),
    Asked(HUONG_VIET, 10, "Giống và kỹ thuật trồng cây ăn quả", "40", "hộ", "200", day(10, 31)),
    Asked(TAN_LIEN, 13, "Củng cố hợp tác xã cà phê", "1", "hợp tác xã", "", day(11, 30)),
    Asked(HAI_BA, 17, "Thùng phân loại rác tại nguồn", "300", "hộ", "90", day(6, 30)),
)
OWN, APPEAL, BLEND = MoneySource.OWN, MoneySource.ENTERPRISES, MoneySource.INTEGRATED
LABOUR, CREDIT = MoneySource.LABOUR_DAYS, MoneySource.CREDIT
HELP = (
    Given(
        *(TTTT, HUONG_VIET, 8, SupportForm.DIRECT, "Lắp cụm loa truyền thanh không dây"),
        done_on=day(5, 16),
        planned_on=day(5, 15),
        money=((OWN, "60", "60"), (APPEAL, "60", "45")),
        quantity=("3", "2", "cụm loa"),
        need=3,
    ),
    Given(
        *(TTTT, HUONG_VIET, 8, SupportForm.TRAINING, "Tập huấn tổ công nghệ số cộng đồng"),
        done_on=day(3, 21),
        money=((OWN, "", "12.5"),),
        quantity=("", "24", "người"),
    ),
    Given(
        *(TTTT, VINH_THAI, 8, SupportForm.GUIDANCE, "Hướng dẫn hoàn thiện hồ sơ tiêu chí 8"),
        done_on=day(4, 9),
    ),
    Given(
        *(TTTT, VINH_TU, 8, SupportForm.APPEAL, "Vận động doanh nghiệp viễn thông phủ sóng thôn"),
        planned_on=day(9, 15),
        money=((APPEAL, "350", ""),),
    ),
    Given(
        *(TTTT, VINH_LONG, 17, SupportForm.LABOUR, "Ngày thứ Bảy vì nông thôn mới: dọn vệ sinh"),
        done_on=day(6, 8),
        money=((LABOUR, "", "9"),),
        days=("", "45"),
    ),
    Given(
        *(KHDT, GIO_MAI, 2, SupportForm.INTEGRATED, "Lồng ghép vốn làm đường trục thôn"),
        planned_on=day(9, 30),
        money=((BLEND, "1500", ""),),
        quantity=("1", "", "km"),
        need=0,
    ),
    Given(
        *(KHDT, THUAN, 17, SupportForm.INTEGRATED, "Lồng ghép vốn công trình nước sạch"),
        done_on=day(5, 28),
        planned_on=day(6, 30),
        money=((BLEND, "800", "650"), (MoneySource.PROVINCIAL, "300", "300")),
        stated=("1900", "1500"),
        quantity=("4", "2.5", "km"),
        need=1,
    ),
    Given(
        *(KHDT, THUAN, 5, SupportForm.APPEAL, "Tặng bàn ghế, sách cho trường tiểu học"),
        done_on=day(1, 26),
        money=((OWN, "", "15"), (APPEAL, "", "42.416")),
        stated=("", "57.415"),
    ),
    Given(
        *(KHDT, THUAN, 18, SupportForm.MEETING, "Làm việc với Ban Chỉ đạo xã về lộ trình 2024"),
        done_on=day(2, 27),
    ),
    Given(
        *(KHDT, GIO_MY, 2, SupportForm.DIRECT, "Hỗ trợ xi măng làm ngõ xóm"),
        done_on=day(11, 20, 2023),
        money=((OWN, "30", "30"), (LABOUR, "20", "24"), (MoneySource.COMMUNITY_CASH, "40", "36")),
        days=("", "120"),
        quantity=("", "20", "tấn"),
    ),
    Given(
        *(KHDT, CAM_CHINH, 13, SupportForm.GUIDANCE, "Hướng dẫn hồ sơ sản phẩm OCOP"),
        planned_on=day(8, 20),
    ),
    Given(
        *(LMHTX, TAN_LIEN, 13, SupportForm.LOAN, "Cho hợp tác xã cà phê vay vốn lưu động"),
        done_on=day(4, 23),
        money=((CREDIT, "500", "300"),),
        partner="Quỹ hỗ trợ phát triển hợp tác xã",
        need=5,
    ),
    Given(
        *(LMHTX, HAI_THUONG, 13, SupportForm.TRAINING, "Tập huấn Luật Hợp tác xã 2023"),
        done_on=day(5, 10),
        money=((OWN, "", "8"),),
        quantity=("", "35", "người"),
    ),
    Given(
        *(LMHTX, HAI_BA, 17, SupportForm.LABOUR, "Thanh niên tình nguyện thu gom rác"),
        done_on=day(6, 1),
        money=((LABOUR, "", "6"), (MoneySource.IN_KIND, "", "4.5")),
        days=("", "30"),
        stated=("", "8"),
    ),
    Given(
        *(LMHTX, HAI_DUONG, 13, SupportForm.UNBLOCKING, "Gỡ vướng thủ tục chuyển đổi hợp tác xã"),
        done_on=day(12, 14, 2023),
    ),
    Given(
        *(NN, THUAN, 10, SupportForm.DIRECT, "Cấp giống dê cho hộ nghèo"),
        planned_on=day(7, 15),
        money=((MoneySource.CENTRAL, "240", ""),),
        quantity=("60", "", "con"),
    ),
)


def write_support() -> str:
    """Needs, then help: as of the demonstration's day."""
    people = {one.username: one for one in User.objects.filter(username__in=GIVERS.values())}
    agencies = {one.slug: one for one in Agency.objects.on(DAY).filter(slug__in=GIVERS)}
    communes = {one.code: one for one in Commune.objects.on(DAY)}
    criteria = {one.number: one for one in Criterion.objects.filter(criteria_set__code=SET)}
    needs = [
        Need.objects.create(
            commune=communes[one.commune],
            criterion=criteria[one.criterion],
            content=one.content,
            unit=one.unit,
            by_day=one.by_day,
            illustrative=True,
            **_amounts(quantity=one.quantity, money=one.money),
        )
        for one in NEEDS
    ]
    for one in HELP:
        action = SupportAction.objects.create(
            agency=agencies[one.agency],
            commune=communes[one.commune],
            criterion=criteria[one.criterion],
            need=needs[one.need] if one.need is not None else None,
            form=one.form,
            content=one.content,
            partner=one.partner,
            state=ActionState.DONE if one.done_on else ActionState.PLANNED,
            planned_on=one.planned_on,
            done_on=one.done_on,
            quantity_unit=one.quantity[2],
            by=people.get(GIVERS[one.agency]),
            illustrative=True,
            **_amounts(quantity_planned=one.quantity[0], quantity_done=one.quantity[1]),
            **_amounts(total_planned=one.stated[0], total_done=one.stated[1]),
        )
        SupportMoney.objects.bulk_create(_money(action, one))
    for need in needs:
        settle(need)
    return f"{len(needs)} nhu cầu, {len(HELP)} hoạt động"


def _money(action: SupportAction, given: Given) -> list[SupportMoney]:
    return [
        SupportMoney(
            action=action,
            source=source,
            **_amounts(planned=planned, done=done),
            **(
                _amounts(days_planned=given.days[0], days_done=given.days[1])
                if source == LABOUR
                else {}
            ),
        )
        for source, planned, done in given.money
    ]


def _amounts(**texts: str) -> dict[str, Any]:
    """Numbers; blank was not said."""
    return {name: Decimal(text) if text else None for name, text in texts.items()}


def clear_support(demo: QuerySet[User]) -> None:
    """What is made up, and what demonstration accounts entered; real help loses only its pointer."""
    marked = Q(illustrative=True) | Q(by__in=demo) | Q(on_behalf_of__in=demo)
    actions, needs = SupportAction.objects.filter(marked), Need.objects.filter(marked)
    Attachment.objects.filter(Q(action__in=actions) | Q(by__in=demo)).delete()
    actions.delete()
    SupportAction.objects.filter(need__in=needs).update(need=None)
    needs.delete()
    drafts = PlanDraft.objects.filter(kind=DraftKind.SUPPORT)
    drafts.filter(Q(by__in=demo) | Q(stored_by__in=demo)).delete()
