from django.urls import path

from communes import views

PEOPLE = "co-quan/<slug:slug>/nguoi-dung/"

app_name = "communes"
urlpatterns = [
    path("tai-khoan/uy-quyen/", views.delegation_list, name="delegation_list"),
    path("tai-khoan/uy-quyen/moi/", views.delegation_give, name="delegation_give"),
    path(
        "tai-khoan/uy-quyen/<int:pk>/thu-hoi/", views.delegation_revoke, name="delegation_revoke"
    ),
    path("xa/<slug:code>/phan-loai/", views.class_list, name="class_list"),
    path("xa/<slug:code>/phan-loai/them/", views.class_add, name="class_add"),
    path("phan-loai-xa/", views.class_index, name="class_index"),
    path("phan-loai-xa/dan/", views.class_paste, name="class_paste"),
    path("tai-khoan/nhat-ky/", views.activity_list, name="activity_list"),
    path(PEOPLE, views.people_list, name="people_list"),
    path(f"{PEOPLE}them/", views.person_add, name="person_add"),
    path(f"{PEOPLE}<int:pk>/mat-khau/", views.person_reset_password, name="person_reset_password"),
    path(f"{PEOPLE}<int:pk>/dong/", views.person_close, name="person_close"),
    path(f"{PEOPLE}nhap/", views.people_import, name="people_import"),
    path(f"{PEOPLE}nhap/xac-nhan/", views.people_import_confirm, name="people_import_confirm"),
    path(f"{PEOPLE}nhap/mau/", views.people_import_template, name="people_import_template"),
]
