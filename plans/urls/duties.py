from django.urls import path

from plans.views import duties as views

AT = "che-do-bao-cao/"

urlpatterns = [
    path(AT, views.duty_list, name="duty_list"),
    path(f"{AT}moi/", views.duty_add, name="duty_add"),
    path(f"{AT}<int:pk>/", views.duty_edit, name="duty_edit"),
    path(f"{AT}<int:pk>/bo/", views.duty_drop, name="duty_drop"),
    path(f"{AT}<int:pk>/yeu-cau/", views.duty_ask, name="duty_ask"),
    path(f"{AT}ky/<int:pk>/", views.duty_done, name="duty_done"),
    path(f"{AT}ky/<int:pk>/bo/", views.duty_undone, name="duty_undone"),
]
