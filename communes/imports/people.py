"""People from a spreadsheet: what each row was understood as, what is refused and why."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO

from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models.functions import Lower
from python_calamine import CalamineError, load_workbook

from accounts.calendar import working_day
from accounts.choices import Role
from accounts.models import User
from communes.models import Agency
from communes.names import search_key
from communes.services.people import NewPerson

HEADER = {
    "username": "Tên đăng nhập",
    "full_name": "Họ và tên",
    "post": "Chức vụ",
    "email": "Thư điện tử",
    "phone": "Điện thoại",
    "agency": "Cơ quan",
    "role": "Vai trò",
}
MAY_BE_MISSING = {"post", "email", "phone"}
MOST_ROWS = 500
MOST_BYTES = 2 * 1024 * 1024
ROLES = {search_key(role.label): role for role in Role}
SALT = "communes.imports.people"
VALID_FOR = 60 * 60


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it was typed, with its number on the sheet."""

    number: int
    username: str = ""
    full_name: str = ""
    post: str = ""
    email: str = ""
    phone: str = ""
    agency: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is refused: in which column."""

    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Understood:
    """A row and what it means; it is either whole or has problems."""

    row: Row
    person: NewPerson | None
    problems: tuple[Problem, ...]


def read(file: BinaryIO, *, size: int) -> list[Row]:
    """The rows of the first sheet. Blank rows are passed over; columns are found by their heads.

    `size` is in bytes. Refusals: `too_big`, `unreadable`, `missing_columns`, `no_rows`, `too_many_rows`.
    """
    if size > MOST_BYTES:
        raise ValidationError("Tệp lớn hơn 2 MB. Chia danh sách thành nhiều tệp.", code="too_big")
    try:
        table = load_workbook(file).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, IndexError):
        raise ValidationError(
            "Không đọc được tệp này. Hãy dùng tệp Excel (.xlsx) theo mẫu tải về.",
            code="unreadable",
        ) from None
    columns = _columns(table[0] if table else [])
    rows = [
        Row(number, **{field: _text(cells, at) for field, at in columns.items()})
        for number, cells in enumerate(table[1:], start=2)
        if any(str(cell).strip() for cell in cells)
    ]
    if not rows:
        raise ValidationError("Tệp chưa có dòng nào dưới dòng tiêu đề.", code="no_rows")
    if len(rows) > MOST_ROWS:
        raise ValidationError(
            f"Tệp có {len(rows)} dòng; mỗi lần nhập nhiều nhất {MOST_ROWS}. Chia thành nhiều tệp.",
            code="too_many_rows",
        )
    return rows


def _columns(heads: Sequence[Any]) -> dict[str, int]:
    found = {search_key(str(head)): at for at, head in enumerate(heads)}
    missing = [
        label
        for field, label in HEADER.items()
        if search_key(label) not in found and field not in MAY_BE_MISSING
    ]
    if missing:
        raise ValidationError(
            f"Thiếu cột {', '.join(f'«{one}»' for one in missing)} ở dòng 1. "
            "Hãy dùng đúng tên cột của tệp mẫu.",
            code="missing_columns",
        )
    return {
        field: found[search_key(label)]
        for field, label in HEADER.items()
        if search_key(label) in found
    }


def _text(cells: Sequence[Any], at: int) -> str:
    """A number typed into a text column comes as 912345678.0: give it back as it was seen."""
    value = cells[at] if at < len(cells) else ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())


class AgencyFinder:
    """Agencies of the working day by slug, code, name, short name or alias, without diacritics."""

    def __init__(self) -> None:
        self._by_key: dict[str, dict[int, Agency]] = {}
        agencies = Agency.objects.on(working_day()).select_related("commune", "district")
        for agency in agencies.prefetch_related("aliases"):
            names = [agency.slug, agency.code, agency.name, agency.short_name]
            names += [alias.name for alias in agency.aliases.all()]
            for name in names:
                if key := search_key(name):
                    self._by_key.setdefault(key, {})[agency.pk] = agency

    def find(self, text: str) -> Agency:
        found = list(self._by_key.get(search_key(text), {}).values())
        if not found:
            raise ValidationError(
                f"Không có cơ quan nào tên «{text}». Ghi tên đầy đủ, ký hiệu hoặc khóa."
            )
        if len(found) > 1:
            slugs = ", ".join(f"«{one.slug}» ({one.name})" for one in found)
            raise ValidationError(f"«{text}» có thể là nhiều cơ quan. Ghi một trong: {slugs}.")
        return found[0]


RolesIn = Callable[[Agency], list[Role]]  # the roles the keeper may give in an agency


class Reader:
    """Understands rows for one keeper: whose agencies, which roles."""

    def __init__(self, *, agency: Agency, roles_in: RolesIn, rows: Sequence[Row]) -> None:
        self.agency, self.roles_in, self.finder = agency, roles_in, AgencyFinder()
        self.rows = rows
        names = [row.username.lower() for row in rows if row.username]
        self.twice = {name for name, count in Counter(names).items() if count > 1}
        users = User.objects.annotate(key=Lower("username")).filter(key__in=names)
        self.taken = set(users.values_list("key", flat=True))

    def understand(self) -> list[Understood]:
        return [self._one(row) for row in self.rows]

    def _one(self, row: Row) -> Understood:
        problems: list[Problem] = self._names(row)
        agency = self._agency(row, problems)
        role = self._role(row, agency, problems)
        if problems or agency is None or role is None:
            return Understood(row, None, tuple(problems))
        person = NewPerson(
            username=row.username.lower(),
            full_name=row.full_name,
            post=row.post,
            email=row.email,
            phone=row.phone,
            role=role,
            agency=agency,
        )
        return Understood(row, person, ())

    def _names(self, row: Row) -> list[Problem]:
        """What the model itself asks of a user's fields, and that a name is free."""
        user = User(
            username=row.username.lower(),
            full_name=row.full_name,
            post=row.post,
            email=row.email,
            phone=row.phone,
        )
        problems = []
        try:
            user.clean_fields(exclude=["password"])
        except ValidationError as error:
            problems = [
                Problem(HEADER[field], " ".join(reasons))
                for field, reasons in error.message_dict.items()
            ]
        if user.username in self.twice:
            problems.append(
                Problem(HEADER["username"], f"«{user.username}» có ở nhiều dòng của tệp.")
            )
        elif user.username in self.taken:
            problems.append(
                Problem(HEADER["username"], f"Đã có tài khoản «{user.username}». Chọn tên khác.")
            )
        return problems

    def _agency(self, row: Row, problems: list[Problem]) -> Agency | None:
        try:
            agency = self.finder.find(row.agency) if row.agency else self.agency
        except ValidationError as error:
            problems.append(Problem(HEADER["agency"], str(error.message)))
            return None
        if not self.roles_in(agency):
            problems.append(
                Problem(HEADER["agency"], f"Bạn không quản lý tài khoản của {agency.name}.")
            )
            return None
        return agency

    def _role(self, row: Row, agency: Agency | None, problems: list[Problem]) -> Role | None:
        role = ROLES.get(search_key(row.role)) if row.role else Role.OFFICER
        allowed = self.roles_in(agency) if agency else list(Role)
        if role in allowed:
            return role
        words = ", ".join(f"«{one.label}»" for one in allowed)
        problems.append(
            Problem(HEADER["role"], f"«{row.role}» không phải vai trò giao được. Ghi {words}.")
        )
        return None


def seal(rows: Sequence[Row], *, by: User) -> str:
    """The rows as a field of the page that shows them: nothing is kept until they are confirmed."""
    return signing.dumps([by.pk, [asdict(row) for row in rows]], salt=SALT, compress=True)


def unseal(sealed: str, *, by: User) -> list[Row]:
    """The rows that this person was shown within the last hour. Refusals: `stale`."""
    try:
        keeper, rows = signing.loads(sealed, salt=SALT, max_age=VALID_FOR)
    except signing.BadSignature:
        keeper, rows = None, []
    if keeper != by.pk:
        raise ValidationError(
            "Bản xem trước đã quá một giờ hoặc không còn nguyên vẹn. Tải tệp lên lại.",
            code="stale",
        )
    return [Row(**row) for row in rows]
