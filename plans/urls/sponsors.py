from django.urls import path

from plans.views import contacts, plan_actions
from plans.views import sponsors as views

AT = "phan-cong/don-vi/<slug:slug>/"

urlpatterns = [
    path(AT, views.sponsor_detail, name="sponsor_detail"),
    # people and offices of the agency
    path(f"{AT}dau-moi/", contacts.contact_list, name="contact_list"),
    path(f"{AT}dau-moi/moi/", contacts.contact_add, name="contact_add"),
    path(f"{AT}dau-moi/<int:pk>/", contacts.contact_edit, name="contact_edit"),
    path(f"{AT}phong/moi/", contacts.office_add, name="office_add"),
    path(f"{AT}phong/<int:pk>/", contacts.office_edit, name="office_edit"),
    path(f"{AT}<slug:code>/", views.sponsor_commune, name="sponsor_commune"),
    # what plans promise
    path("viec-ke-hoach/", plan_actions.plan_action_list, name="plan_action_list"),
    path("viec-ke-hoach/moi/", plan_actions.plan_action_add, name="plan_action_add"),
    path("viec-ke-hoach/<int:pk>/", plan_actions.plan_action_edit, name="plan_action_edit"),
]
