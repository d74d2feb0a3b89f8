from django.urls import path

from documents import views

app_name = "documents"
urlpatterns = [
    path("van-ban/", views.paper_list, name="paper_list"),
    path("van-ban/<int:pk>/", views.paper_detail, name="paper_detail"),
    path("danh-muc/ngay-nghi/", views.day_off_list, name="day_off_list"),
    path("danh-muc/ngay-nghi/<int:pk>/bo/", views.day_off_drop, name="day_off_drop"),
    path("tep/<int:pk>/", views.file_content, name="file"),
    path("tep/<int:pk>/xem-truoc/", views.file_preview, name="file_preview"),
]
