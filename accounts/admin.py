"""Accounts at the administrators' door. Trail and delegations are there to read, not to touch."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from accounts import trail
from accounts.forms import GivenPasswordForm, StaffLoginForm
from accounts.models import Activity, Delegation, User

admin.site.site_header = "Cổng nông thôn mới tỉnh Quảng Trị – quản trị dữ liệu"
admin.site.site_title = "Quản trị dữ liệu"
admin.site.index_title = "Danh mục và tài khoản"
admin.site.login_form = StaffLoginForm
admin.site.unregister(Group)  # what people may do follows from where they serve


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows to read."""

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False


@admin.register(User)
class PersonAdmin(UserAdmin):  # type: ignore[type-arg]
    change_password_form = GivenPasswordForm
    list_display = ["username", "full_name", "post", "email", "is_active", "is_staff"]
    search_fields = ["username", "full_name", "email"]
    ordering = ["username"]
    filter_horizontal = ()
    list_filter = ["is_active", "is_staff", "demo"]
    readonly_fields = ["last_login", "date_joined", "must_change_password", "demo"]
    fieldsets = (
        (None, {"fields": ("username", "password", "must_change_password")}),
        ("Người dùng", {"fields": ("full_name", "post", "email", "phone", "demo")}),
        (
            "Quyền vào trang quản trị",
            {"fields": ("is_active", "is_staff", "is_superuser")},
        ),
        ("Thời điểm", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": (
                    "username",
                    "full_name",
                    "email",
                    "usable_password",
                    "password1",
                    "password2",
                ),
            },
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Only a superuser makes another, or opens this door to somebody."""
        fixed = list(super().get_readonly_fields(request, obj))
        return fixed if _is_superuser(request) else [*fixed, "is_staff", "is_superuser"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if isinstance(obj, User) and obj.is_superuser and not _is_superuser(request):
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Accounts are closed, not deleted: what people did stays theirs."""
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: Any) -> None:
        if not change:
            obj.must_change_password = True
        super().save_model(request, obj, form, change)
        verb = "changed account" if change else "added account"
        trail.record(_admin(request), verb, obj, fields=form.changed_data)


@admin.register(Delegation)
class DelegationAdmin(ReadOnlyAdmin):
    list_display = ["giver", "receiver", "starts", "ends", "reason", "revoked_at"]
    list_select_related = ["giver", "receiver"]
    date_hierarchy = "starts"


@admin.register(Activity)
class ActivityAdmin(ReadOnlyAdmin):
    list_display = ["at", "by", "on_behalf_of", "verb", "title"]
    list_select_related = ["by", "on_behalf_of"]
    search_fields = ["title", "subject", "by__full_name"]
    date_hierarchy = "at"


def _admin(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 -- for the type checker
    return request.user


def _is_superuser(request: HttpRequest) -> bool:
    return _admin(request).is_superuser
