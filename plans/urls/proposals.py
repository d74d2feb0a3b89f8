from django.urls import path

from plans.views import proposals as views

AT = "kien-nghi/"

urlpatterns = [
    path(AT, views.proposal_list, name="proposal_list"),
    path(f"{AT}<int:pk>/", views.proposal_answer, name="proposal_answer"),
    path(f"{AT}<int:pk>/chuyen/", views.proposal_pass, name="proposal_pass"),
]
