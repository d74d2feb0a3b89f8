from django.urls import path

from documents import views

urlpatterns = [
    path("van-ban/", views.paper_list, name="paper_list"),
    path("van-ban/<int:pk>/", views.paper_detail, name="paper_detail"),
]
