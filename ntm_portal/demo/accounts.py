"""The demonstration accounts: who they are, where they serve, what each is for."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError

from accounts.choices import Role
from accounts.models import User
from communes.models import Agency, Membership

PASSWORD = "nong-thon-moi-2024"  # noqa: S105 -- printed at every start; never with production settings
STARTS = dt.date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Account:
    username: str
    full_name: str
    post: str
    agency: str
    roles: tuple[Role, ...]
    purpose: str
    staff: bool = False


OFFICER = (Role.OFFICER,)
ACCOUNTS = (
    Account(
        "tttt",
        "Cán bộ trình diễn Sở TT&TT",
        "Chuyên viên",
        "so-thong-tin-truyen-thong",
        (Role.OFFICER, Role.FOCAL_POINT),
        "ghi kết quả bốn xã và tiêu chí 8; cũng là đầu mối của Sở",
    ),
    Account(
        "khdt",
        "Cán bộ trình diễn Sở KH&ĐT",
        "Chuyên viên",
        "so-ke-hoach-dau-tu",
        OFFICER,
        "ghi kết quả bốn xã, nhiệm vụ chưa rõ",
    ),
    Account(
        "lmhtx",
        "Cán bộ trình diễn Liên minh HTX tỉnh",
        "Chuyên viên",
        "lien-minh-htx",
        OFFICER,
        "ghi kết quả bốn xã đã đạt chuẩn",
    ),
    Account(
        "snnptnt",
        "Cán bộ trình diễn Sở NN&PTNT",
        "Chuyên viên",
        "so-nong-nghiep-ptnt",
        OFFICER,
        "ghi các chỉ tiêu Sở phụ trách ở mọi xã",
    ),
    Account(
        "gdtttt",
        "Giám đốc trình diễn Sở TT&TT",
        "Giám đốc",
        "so-thong-tin-truyen-thong",
        (Role.DIRECTOR,),
        "thủ trưởng của Sở, thử ủy quyền",
    ),
    Account(
        "vpdp",
        "Cán bộ trình diễn VPĐP NTM tỉnh",
        "Chuyên viên",
        "vpdp-ntm",
        OFFICER,
        "xem toàn tỉnh, xác nhận, lập báo cáo",
    ),
    Account(
        "lanhdao",
        "Lãnh đạo trình diễn UBND tỉnh",
        "Lãnh đạo",
        "ubnd-tinh",
        (Role.DIRECTOR,),
        "xem tổng quan toàn tỉnh",
    ),
    Account(
        "vinhlinh",
        "Cán bộ trình diễn UBND huyện Vĩnh Linh",
        "Chuyên viên",
        "ubnd-vinh-linh",
        OFFICER,
        "thẩm tra các xã của huyện (có số liệu chỉ tiêu minh họa)",
    ),
    Account(
        "huongviet",
        "Công chức trình diễn UBND xã Hướng Việt",
        "Công chức",
        "ubnd-xa-19438",
        OFFICER,
        "khai báo cho xã Hướng Việt",
    ),
    Account(
        "quantri",
        "Quản trị trình diễn",
        "Quản trị hệ thống",
        "vpdp-ntm",
        (Role.ADMIN,),
        "tài khoản và dữ liệu gốc (/quan-tri/)",
        staff=True,
    ),
)


def create_accounts() -> int:
    """The accounts as listed; one that exists gets its password, its name and its place back."""
    names = [account.username for account in ACCOUNTS]
    taken = User.objects.filter(username__in=names, demo=False).values_list("username", flat=True)
    if taken:
        raise ValidationError(
            f"Tên đăng nhập đã có người thật dùng: {', '.join(taken)}.", code="taken"
        )
    password = make_password(PASSWORD)
    made = 0
    for account in ACCOUNTS:
        user, new = User.objects.update_or_create(
            username=account.username,
            defaults={
                "demo": True,
                "full_name": account.full_name,
                "post": account.post,
                "email": f"{account.username}@example.vn",
                "password": password,
                "is_active": True,
                "is_staff": account.staff,
                "is_superuser": account.staff,
            },
        )
        made += new
        agency = Agency.objects.on(STARTS).get(slug=account.agency)
        for role in account.roles:
            Membership.objects.get_or_create(
                user=user, agency=agency, role=role, defaults={"starts": STARTS}
            )
    return made


def account_lines() -> list[str]:
    """What is printed when the portal starts."""
    width = max(len(account.username) for account in ACCOUNTS)
    lines = [f"Tài khoản trình diễn, mật khẩu chung: {PASSWORD}"]
    lines += [
        f"  {account.username:<{width}}  {account.full_name}: {account.purpose}"
        for account in ACCOUNTS
    ]
    return lines
