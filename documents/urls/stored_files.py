from django.urls import path

from documents import views

urlpatterns = [
    path("tep/<int:pk>/", views.file_content, name="file"),
    path("tep/<int:pk>/xem-truoc/", views.file_preview, name="file_preview"),
]
