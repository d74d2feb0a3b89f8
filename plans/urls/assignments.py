from django.urls import path

from plans.views import assignments as views

urlpatterns = [
    path("phan-cong/", views.assignment_list, name="assignment_list"),
]
