import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    AuthenticationForm,
    PasswordChangeForm,
    PasswordResetForm,
    SetPasswordForm,
)
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from accounts import selectors, services
from accounts.choices import MailPace, NoticeKind
from accounts.http import address_of
from accounts.models import User

WHO_HELPS = (
    "hoặc nhờ đầu mối của cơ quan bạn hay Văn phòng Điều phối nông thôn mới tỉnh cấp lại mật khẩu."
)
RULES = (
    "Ít nhất 10 ký tự, không chỉ gồm chữ số, không quá quen thuộc, "
    "không giống tên đăng nhập hay thư điện tử của bạn."
)


class LoginForm(AuthenticationForm):
    """Sign in; after five wrong tries of one name from one address, wait."""

    error_messages = {
        "invalid_login": (
            "Tên đăng nhập hoặc mật khẩu chưa đúng. Kiểm tra phím Caps Lock và tắt bộ gõ "
            f"tiếng Việt khi gõ mật khẩu. Quên mật khẩu: bấm «Quên mật khẩu» bên dưới, {WHO_HELPS}"
        ),
        "inactive": (
            "Tài khoản này đã đóng. Hãy hỏi đầu mối của cơ quan bạn "
            "hay Văn phòng Điều phối nông thôn mới tỉnh."
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Tên đăng nhập"
        self.fields["password"].label = "Mật khẩu"
        for field in self.fields.values():
            field.widget.attrs.update(spellcheck="false", autocapitalize="none")

    @sensitive_variables()
    def clean(self) -> dict[str, Any]:
        assert isinstance(self.request, HttpRequest)  # noqa: S101 -- for the type checker
        who = {
            "username": self.cleaned_data.get("username") or "",
            "address": address_of(self.request),
        }
        self._refuse_locked(**who)
        try:
            cleaned = super().clean()
        except ValidationError as error:
            if error.code != "invalid_login":
                raise
            services.note_failed_login(**who)
            self._refuse_locked(**who)
            raise
        if self.get_user():
            services.forget_failed_logins(**who)
        return cleaned

    def _refuse_locked(self, *, username: str, address: str) -> None:
        until = selectors.locked_until(username, address)
        if until:
            minutes = 1 + (until - timezone.now()) // dt.timedelta(minutes=1)
            raise ValidationError(
                f"Đã nhập sai {selectors.TRIES} lần. Chờ {minutes} phút nữa "
                f"(đến {timezone.localtime(until):%H:%M}) rồi thử lại; {WHO_HELPS}",
                code="locked",
            )


class StaffLoginForm(LoginForm):
    """The door of the administration pages: the same locks, and only for staff."""

    def confirm_login_allowed(self, user: Any) -> None:
        super().confirm_login_allowed(user)
        if not user.is_staff:
            raise ValidationError(
                "Tài khoản này không vào được trang quản trị dữ liệu. "
                "Hãy vào cổng ở trang đăng nhập chung.",
                code="not_staff",
            )


class _NewPasswordForm(SetPasswordForm):  # type: ignore[type-arg]
    """Two fields for a new password, with its rules said before it is refused."""

    how = ""
    error_messages = {
        **SetPasswordForm.error_messages,
        "password_mismatch": "Hai lần nhập mật khẩu mới không giống nhau. Nhập lại cả hai.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = "Mật khẩu mới"
        self.fields["new_password1"].help_text = RULES
        self.fields["new_password2"].label = "Nhập lại mật khẩu mới"
        self.fields["new_password2"].help_text = ""

    def validate_password_for_user(
        self,
        user: Any,
        password_field_name: str = "new_password2",  # noqa: S107 -- a field's name
    ) -> None:
        """Refuse with our own words: Django's are only partly Vietnamese."""
        password = self.cleaned_data.get(password_field_name)
        if not password:
            return
        try:
            password_validation.validate_password(password, user)
        except ValidationError as error:
            for one in error.error_list:
                reason = REASONS.get(one.code or "", RULES)
                self.add_error("new_password1", ValidationError(reason, code=one.code))

    def save(self, commit: bool = True) -> User:  # noqa: ARG002, FBT001, FBT002 -- Django's signature
        return services.choose_password(
            person=self.user,
            password=self.cleaned_data["new_password1"],
            how=self.how,
            by=self.user,
        )


REASONS = {
    "password_too_short": "Mật khẩu quá ngắn: cần ít nhất 10 ký tự.",
    "password_too_common": "Mật khẩu này quá quen thuộc, dễ bị đoán. Chọn mật khẩu khác.",
    "password_entirely_numeric": "Mật khẩu không được chỉ gồm chữ số. Thêm chữ cái.",
    "password_too_similar": (
        "Mật khẩu giống tên đăng nhập hoặc thư điện tử của bạn. Chọn mật khẩu khác."
    ),
}


class OwnPasswordForm(_NewPasswordForm, PasswordChangeForm):
    """Choose a new password knowing the old one."""

    how = "page"
    error_messages = {
        **_NewPasswordForm.error_messages,
        "password_incorrect": "Mật khẩu đang dùng chưa đúng. Nhập lại.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "Mật khẩu đang dùng"

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        given = self.cleaned_data
        if given.get("old_password") and given.get("old_password") == given.get("new_password1"):
            self.add_error("new_password1", "Mật khẩu mới phải khác mật khẩu đang dùng.")
        return cleaned


class MailedPasswordForm(_NewPasswordForm):
    """Choose a new password having followed the link of a mail."""

    how = "mail"


class ForgottenPasswordForm(PasswordResetForm):
    """Ask for a mail; the answer is the same whether or not an account has this address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Thư điện tử của tài khoản"


class GivenPasswordForm(AdminPasswordChangeForm):  # type: ignore[type-arg]
    """A password that an administrator gives is not the person's own: they change it first.

    As with `services.give_password`, what was open under the old one is closed.
    """

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002 -- Django's signature
        person: User = self.user
        person.must_change_password = True
        super().save(commit=commit)
        services.end_tokens(person=person)
        return person


ABOUT_KINDS = {
    NoticeKind.REVIEW: "Hồ sơ đến lượt bạn, được trả lại, chuyển tiếp, xác nhận, gia hạn, mở lại.",
    NoticeKind.PAPER: "Văn bản đến bước của bạn, được trả lại, được ban hành.",
    NoticeKind.REPORT: "Báo cáo được yêu cầu, sắp đến hạn, quá hạn; dự thảo đã lập xong.",
    NoticeKind.PROPOSAL: "Kiến nghị gửi đến cơ quan bạn; kiến nghị của cơ quan bạn được trả lời.",
    NoticeKind.OTHER: "Những việc không thuộc các loại trên.",
}


class NoticeSettingsForm(forms.Form):
    """One choice a kind: how soon one is mailed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        paces = [
            (MailPace.AT_ONCE.value, "Gửi ngay"),
            (MailPace.DAILY.value, f"Mỗi ngày một thư, từ {settings.NOTICE_DIGEST_HOUR} giờ"),
            (MailPace.NONE.value, "Không gửi thư"),
        ]
        for kind in NoticeKind:
            self.fields[kind.value] = forms.ChoiceField(
                label=kind.label.capitalize(),
                help_text=ABOUT_KINDS[kind],
                choices=paces,
                widget=forms.RadioSelect,
                error_messages={
                    "required": "Hãy chọn một cách nhận thư.",
                    "invalid_choice": "Hãy chọn một trong ba cách nhận thư.",
                },
            )

    @property
    def chosen(self) -> dict[NoticeKind, MailPace]:
        return {kind: MailPace(self.cleaned_data[kind.value]) for kind in NoticeKind}
