from django.urls import path

from plans.views import paper_drafts
from plans.views import urging as views

urlpatterns = [
    path("don-doc/", views.urging_list, name="urging_list"),
    path("don-doc/quy-tac/", views.urging_rules, name="urging_rules"),
    path("don-doc/chep/<slug:slug>/", views.urging_copy, name="urging_copy"),
    path("don-doc/cong-van/<slug:slug>/", paper_drafts.urging_letter, name="urging_letter"),
    path("don-doc/thu/", views.mail_list, name="mail_list"),
    path("don-doc/thu/<int:pk>/", views.mail_detail, name="mail_detail"),
]
