from django.urls import path

from documents.views.checks import paper_check

urlpatterns = [path("van-ban/<int:pk>/kiem-tra/", paper_check, name="paper_check")]
