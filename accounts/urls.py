from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("dang-nhap/", views.login, name="login"),
    path("dang-xuat/", views.logout, name="logout"),
    path("thong-bao/", views.notice_list, name="notice_list"),
    path("thong-bao/da-doc/", views.notice_read_all, name="notice_read_all"),
    path("thong-bao/cai-dat/", views.notice_settings, name="notice_settings"),
    path("thong-bao/<int:pk>/", views.notice_open, name="notice_open"),
    path("mat-khau/", views.password_change, name="password_change"),
    path("quen-mat-khau/", views.password_reset, name="password_reset"),
    path("quen-mat-khau/da-gui/", views.password_reset_done, name="password_reset_done"),
    path(
        "dat-lai-mat-khau/<uidb64>/<token>/",
        views.password_reset_confirm,
        name="password_reset_confirm",
    ),
    path(
        "dat-lai-mat-khau/xong/",
        views.password_reset_complete,
        name="password_reset_complete",
    ),
]
