from django.contrib import auth, messages
from django.contrib.auth import views as django_views
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import notices, services
from accounts.choices import NoticeKind
from accounts.forms import (
    ForgottenPasswordForm,
    LoginForm,
    MailedPasswordForm,
    NoticeSettingsForm,
    OwnPasswordForm,
)
from accounts.http import SignedInRequest, next_page, session_ran_out
from accounts.models import Notice
from accounts.selectors import notice_paces, notice_tallies

NOTICES_A_PAGE = 50


@login_not_required
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    wanted = next_page(request)
    if request.user.is_authenticated:
        return redirect(wanted)
    if getattr(request, "htmx", False):
        return _sign_in_again(request)
    form = LoginForm(request, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        auth.login(request, form.get_user())
        return redirect(wanted)
    context = {
        "form": form,
        "next": wanted,
        "sent_here": "next" in request.GET,
        "session_ran_out": session_ran_out(request),
    }
    return render(request, "accounts/login.html", context, status=422 if form.errors else 200)


def _sign_in_again(request: HttpRequest) -> HttpResponse:
    """A page that was open while its session ended: keep what was typed on it, say what to do."""
    page = request.htmx.current_url_abs_path  # type: ignore[attr-defined]
    response = render(request, "accounts/_signed_out.html", {"page": page or "/"}, status=403)
    response.headers["HX-Retarget"] = "#refusals"
    response.headers["HX-Reswap"] = "innerHTML"
    return response


@login_not_required
@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    auth.logout(request)
    messages.success(request, "Bạn đã đăng xuất.")
    return redirect("accounts:login")


@sensitive_post_parameters("old_password", "new_password1", "new_password2")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password_change(request: SignedInRequest) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = OwnPasswordForm(request.user, posted)
    if form.is_valid():
        person = form.save()
        auth.update_session_auth_hash(request, person)
        messages.success(request, "Đã đổi mật khẩu. Các phiên làm việc khác của bạn đã kết thúc.")
        return redirect(next_page(request))
    context = {"form": form, "forced": request.user.must_change_password}
    return render(
        request,
        "accounts/password_change.html",
        context,
        status=422 if form.errors else 200,
    )


password_reset = django_views.PasswordResetView.as_view(
    form_class=ForgottenPasswordForm,
    template_name="accounts/password_reset.html",
    email_template_name="emails/accounts/password_reset.body.txt",
    subject_template_name="emails/accounts/password_reset.subject.txt",
    success_url=reverse_lazy("accounts:password_reset_done"),
)
password_reset_done = django_views.PasswordResetDoneView.as_view(
    template_name="accounts/password_reset_done.html"
)
password_reset_confirm = django_views.PasswordResetConfirmView.as_view(
    form_class=MailedPasswordForm,
    template_name="accounts/password_reset_confirm.html",
    success_url=reverse_lazy("accounts:password_reset_complete"),
)
password_reset_complete = django_views.PasswordResetCompleteView.as_view(
    template_name="accounts/password_reset_complete.html"
)


@require_safe
def notice_list(request: SignedInRequest) -> HttpResponse:
    """?loai=…: only one kind; ?chua-doc=1: only what is unread."""
    rows, kind = Notice.objects.visible_to(request.user), _kind(request.GET.get("loai"))
    tallies = notice_tallies(request.user)
    only_unread = bool(request.GET.get("chua-doc"))
    shown = rows.filter(kind=kind) if kind else rows
    if only_unread:
        shown = shown.unread()
    context = {
        "page": Paginator(shown.unread_first(), NOTICES_A_PAGE).get_page(request.GET.get("trang")),
        "tallies": tallies,
        "kind": kind,
        "total": sum(one.count for one in tallies),
        "unread": sum(one.unread for one in tallies),
        "unread_of_kind": sum(one.unread for one in tallies if kind in {None, one.kind}),
        "only_unread": only_unread,
    }
    return render(request, "accounts/notice_list.html", context)


@require_POST
def notice_open(request: SignedInRequest, pk: int) -> HttpResponse:
    """Mark it read, and go where it leads."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    notices.read(user=request.user, notice=notice)
    return redirect(notice.address or "accounts:notice_list")


@require_POST
def notice_read_all(request: SignedInRequest) -> HttpResponse:
    """All of the kind that was shown, or all."""
    kind = _kind(request.POST.get("loai"))
    count = notices.read(user=request.user, kind=kind)
    if count:
        about = f" về {kind.label}" if kind else ""
        messages.success(request, f"Đã đánh dấu đọc {count} thông báo{about}.")
    page = reverse("accounts:notice_list")
    return redirect(f"{page}?loai={kind}" if kind else page)


@require_http_methods(["GET", "HEAD", "POST"])
def notice_settings(request: SignedInRequest) -> HttpResponse:
    """How soon one is mailed about each kind; the portal shows all of them anyway."""
    posted = request.POST if request.method == "POST" else None
    paces = notice_paces(request.user)
    initial = {kind.value: pace.value for kind, pace in paces.items()}
    form = NoticeSettingsForm(posted, initial=initial)
    if form.is_valid():
        services.choose_notice_mail(person=request.user, chosen=form.chosen, by=request.user)
        messages.success(request, "Đã lưu cách nhận thông báo.")
        return redirect("accounts:notice_settings")
    context = {"form": form, "address": request.user.email}
    status = 422 if form.errors else 200
    return render(request, "accounts/notice_settings.html", context, status=status)


def _kind(asked: str | None) -> NoticeKind | None:
    """A kind of the address; one that is not there asks for all."""
    return NoticeKind(asked) if asked in NoticeKind.values else None
