from django.urls import path

from documents import views

urlpatterns = [
    path("danh-muc/ngay-nghi/", views.day_off_list, name="day_off_list"),
    path("danh-muc/ngay-nghi/<int:pk>/bo/", views.day_off_drop, name="day_off_drop"),
]
