import datetime as dt
from typing import Any

from django import forms

from accounts.calendar import DAY_FORMATS, working_day
from accounts.choices import Role
from accounts.models import User
from communes.choices import CommuneClassKind
from communes.models import Agency, Commune
from communes.services.classes import NewClass
from communes.services.people import NewPerson


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    """A person to add to an agency; it shapes and checks, the service writes."""

    role = forms.TypedChoiceField(label="Vai trò", coerce=Role)

    class Meta:
        model = User
        fields = ["username", "full_name", "post", "email", "phone"]
        labels = {"username": "Tên đăng nhập", "email": "Thư điện tử"}
        help_texts = {
            "username": "Chữ không dấu, chữ số và @ . + - _; không có dấu cách.",
            "email": "Để người dùng tự đặt lại mật khẩu khi quên.",
        }

    def __init__(self, *args: Any, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        assert isinstance(role, forms.TypedChoiceField)  # noqa: S101 -- for the type checker
        role.choices = [(one.value, one.label.capitalize()) for one in roles]
        self.fields["username"].widget.attrs.update(autocapitalize="none", spellcheck="false")

    def clean_username(self) -> str:
        username = str(self.cleaned_data["username"]).lower()
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError(
                f"Đã có tài khoản với tên đăng nhập «{username}». Hãy chọn tên khác."
            )
        return username

    def new_person(self, agency: Agency) -> NewPerson:
        return NewPerson(agency=agency, **self.cleaned_data)


class ColleagueField(forms.ChoiceField):
    """One of a list of people, as the selector gave them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people: dict[str, User] = {}

    def offer(self, people: list[User], nobody: str) -> None:
        self.people = {str(person.pk): person for person in people}
        named = [
            (key, f"{person} – {person.post}" if person.post else str(person))
            for key, person in self.people.items()
        ]
        self.choices = [("", nobody), *named]

    def clean(self, value: Any) -> Any:
        return self.people.get(super().clean(value))


class CloseForm(forms.Form):
    """Close a leaver's account, and who takes over."""

    successor = ColleagueField(
        label="Người nhận bàn giao",
        required=False,
        help_text="Nhận các vai trò đang có của người nghỉ, từ hôm nay.",
    )

    def __init__(self, *args: Any, colleagues: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["successor"]
        assert isinstance(field, ColleagueField)  # noqa: S101 -- for the type checker
        field.offer(colleagues, "Chưa bàn giao cho ai")


class DayInput(forms.DateInput):
    """Shows a day as the portal writes it everywhere, 8/6/2024, and gives back what was typed."""

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, dt.date):
            return f"{value.day}/{value.month}/{value.year}"
        return super().format_value(value)


class DayField(forms.DateField):
    """A day as typed, 30/6/2024, whatever language the browser speaks."""

    input_formats = DAY_FORMATS
    default_error_messages = {"invalid": "Ngày chưa đúng. Hãy nhập như 18/6/2024."}
    widget = DayInput({"placeholder": "18/6/2024"})


class DelegationForm(forms.Form):
    """To whom, from when to when, why."""

    receiver = ColleagueField(
        label="Người được ủy quyền", error_messages={"required": "Chọn người được ủy quyền."}
    )
    starts = DayField(label="Từ ngày")
    ends = DayField(label="Đến ngày")
    reason = forms.CharField(label="Lý do", max_length=300)

    def __init__(self, *args: Any, colleagues: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["receiver"]
        assert isinstance(field, ColleagueField)  # noqa: S101 -- for the type checker
        field.offer(colleagues, "Chọn người cùng cơ quan")
        self.fields["starts"].initial = working_day

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and starts < working_day():
            self.add_error("starts", "Ủy quyền không lùi về trước: chọn từ hôm nay trở đi.")
        if starts and ends and ends < starts:
            self.add_error("ends", "Ngày kết thúc phải từ ngày bắt đầu trở đi.")
        return cleaned


class PeopleFileForm(forms.Form):
    """A spreadsheet with people."""

    file = forms.FileField(
        label="Tệp Excel (.xlsx)",
        widget=forms.FileInput({"accept": ".xlsx"}),
        error_messages={"required": "Chọn tệp cần nhập."},
    )


class ClassForm(forms.Form):
    """A class from a day on, and the paper that says so."""

    kind = forms.TypedChoiceField(
        label="Loại xã",
        coerce=CommuneClassKind,
        choices=[("", "Chọn loại"), *CommuneClassKind.choices],
    )
    starts = DayField(label="Từ ngày")
    ends = DayField(label="Đến ngày", required=False, help_text="Trống: đến khi có phân loại mới.")
    basis = forms.CharField(
        label="Căn cứ", max_length=300, help_text="Số, ngày văn bản; số thứ tự trong danh mục."
    )

    def new_class(self, commune: Commune) -> NewClass:
        return NewClass(commune=commune, **self.cleaned_data)


class ClassPasteForm(forms.Form):
    """Lines «xã, loại», from which day and on which paper."""

    lines = forms.CharField(
        label="Danh sách",
        widget=forms.Textarea({"rows": 8, "spellcheck": "false"}),
        help_text="Mỗi dòng một xã: tên hoặc mã, dấu phẩy hoặc tab, rồi loại "
        "(ĐBKK, không ĐBKK, nhóm 1, nhóm 2, nhóm 3). Dán thẳng hai cột từ bảng tính được.",
        strip=False,
    )
    starts = DayField(label="Từ ngày")
    basis = forms.CharField(label="Căn cứ", max_length=300)
