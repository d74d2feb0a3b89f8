from django.urls import path

from plans.views import commune_plan_rows as rows
from plans.views import commune_plans as views

AT = "ke-hoach/xa/<int:pk>/"

urlpatterns = [
    path("ke-hoach/xa/moi/", views.commune_plan_add, name="commune_plan_add"),
    path(AT, views.commune_plan, name="commune_plan"),
    path(f"{AT}tieu-chi/", views.commune_plan_criteria, name="commune_plan_criteria"),
    path(f"{AT}van-ban/", views.commune_plan_feed, name="commune_plan_feed"),
    # what the plan sets
    path(f"{AT}viec/moi/", rows.gap_add, name="gap_add"),
    path(f"{AT}viec/<int:row>/", rows.gap_edit, name="gap_edit"),
    path(f"{AT}viec/<int:row>/bo/", rows.gap_drop, name="gap_drop"),
    path(f"{AT}moc/moi/", rows.milestone_add, name="milestone_add"),
    path(f"{AT}moc/<int:row>/", rows.milestone_edit, name="milestone_edit"),
    path(f"{AT}moc/<int:row>/bo/", rows.milestone_drop, name="milestone_drop"),
    path(f"{AT}kien-nghi/moi/", rows.plan_proposal_add, name="plan_proposal_add"),
    path(f"{AT}kien-nghi/<int:row>/", rows.plan_proposal_edit, name="plan_proposal_edit"),
    path(f"{AT}kien-nghi/<int:row>/bo/", rows.plan_proposal_drop, name="plan_proposal_drop"),
    # what comes of it
    path(f"{AT}thon/", rows.village_tick, name="village_tick"),
]
