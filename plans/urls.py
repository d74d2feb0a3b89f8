from django.urls import path

from plans import views

app_name = "plans"
urlpatterns = [
    path("phan-cong/", views.assignment_list, name="assignment_list"),
]
