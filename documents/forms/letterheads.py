"""Issuers, rights and rules as their keepers type them."""

from typing import Any

from django import forms

from accounts.calendar import working_day
from accounts.choices import Role
from accounts.models import User
from communes.forms import DayField
from communes.models import Agency, Membership
from documents.choices import Authority, PaperStepKind
from documents.forms.steps import WRITTEN
from documents.models import Letterhead

ROLES = [
    ("", "không theo vai trò"),
    *((one.value, one.label) for one in Role if one != Role.ADMIN),
]
AUTHORITIES = [(one.value, f"{one.value} {one.label}".strip()) for one in Authority]


class LetterheadForm(forms.ModelForm):  # type: ignore[type-arg]
    """It shapes and checks, the service writes."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    starts = DayField(label="Từ ngày")
    ends = DayField(label="Đến hết ngày", required=False)

    class Meta:
        model = Letterhead
        fields = [
            *("name", "is_post", "superior", "code", "place", "head_post", "collective"),
            *("archive", "own_series", "by_unit_head", "by_form_check", "starts", "ends"),
        ]
        help_texts = {
            "name": "Viết thường; bản in tự viết hoa.",
            "is_post": "ví dụ Trưởng Ban Chỉ đạo",
            "superior": "Để trống nếu không có.",
            "code": "ví dụ SKHĐT; vào sau dấu gạch của ký hiệu",
            "head_post": "ví dụ Giám đốc; dùng cho GIÁM ĐỐC, KT. GIÁM ĐỐC",
        }

    def _post_clean(self) -> None:
        """The row itself is not touched here: the service sets and checks it under a lock."""

    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class RightForm(forms.Form):
    """Who takes a step, since when, and as what they sign."""

    step = forms.ChoiceField(label="Bước", choices=PaperStepKind.choices)
    person = forms.ChoiceField(label="Người của cơ quan", required=False)
    username = forms.CharField(
        label="Hoặc người nơi khác",
        required=False,
        max_length=150,
        help_text="Tên đăng nhập, khi người ký không thuộc cơ quan này.",
    )
    role = forms.ChoiceField(label="Hoặc vai trò", required=False, choices=ROLES)
    authority = forms.ChoiceField(label="Quyền hạn khi ký", required=False, choices=AUTHORITIES)
    post = forms.CharField(
        label="Chức vụ in trên văn bản",
        required=False,
        max_length=200,
        help_text="Ví dụ Phó Giám đốc; để trống thì lấy chức vụ người đứng đầu.",
    )
    second_post = forms.CharField(label="Chức vụ thứ hai", required=False, max_length=200)
    basis = forms.CharField(
        label="Căn cứ", required=False, max_length=300, help_text="Giấy ủy quyền, phân công."
    )
    starts = DayField(label="Từ ngày")
    ends = DayField(label="Đến hết ngày", required=False)

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = working_day()
        rows = Membership.objects.on(day).filter(agency=agency, user__is_active=True)
        people = {row.user_id: row.user for row in rows.select_related("user")}
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- for the type checker
        field.choices = [
            ("", "chọn người"),
            *((str(key), f"{one}, {one.post}".strip(", ")) for key, one in people.items()),
        ]
        self.people = {str(key): one for key, one in people.items()}
        self.fields["starts"].initial = day

    def clean_username(self) -> User | None:
        name = str(self.cleaned_data["username"]).strip()
        if not name:
            return None
        found = User.objects.filter(username__iexact=name, is_active=True).first()
        if found is None:
            raise forms.ValidationError(f"Không có tài khoản «{name}».")
        return found

    def said(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        other = given.pop("username")
        return given | {"user": self.people.get(given.pop("person")) or other}


class SymbolRuleForm(forms.Form):
    kind = forms.ChoiceField(label="Loại", choices=WRITTEN)
    template = forms.CharField(
        label="Mẫu ký hiệu",
        max_length=60,
        help_text="{kind} loại, {code} chữ viết tắt, {unit} đơn vị soạn; ví dụ {code}-{unit}.",
    )
    series = forms.CharField(
        label="Dãy số",
        max_length=30,
        required=False,
        help_text="Các loại cùng tên dãy dùng chung một dãy số; trống là dãy chung.",
    )


class EndRightForm(forms.Form):
    day = DayField(label="Ngày cuối")
