from django.urls import path

from plans.views import plans
from plans.views import sponsor_plan_deeds as deeds
from plans.views import sponsor_plan_rows as rows
from plans.views import sponsor_plans as views

AT = "ke-hoach/do-dau/<int:pk>/"

urlpatterns = [
    path("ke-hoach/", plans.plan_list, name="plan_list"),
    path("ke-hoach/do-dau/moi/", views.sponsor_plan_add, name="sponsor_plan_add"),
    path(AT, views.sponsor_plan, name="sponsor_plan"),
    path(f"{AT}sua/", views.sponsor_plan_edit, name="sponsor_plan_edit"),
    path(f"{AT}hien-trang/", views.sponsor_plan_renew, name="sponsor_plan_renew"),
    path(f"{AT}van-ban/", views.sponsor_plan_feed, name="sponsor_plan_feed"),
    path(f"{AT}viet/", views.sponsor_plan_write, name="sponsor_plan_write"),
    # its communes
    path(f"{AT}xa/moi/", rows.sponsor_row_add, name="sponsor_row_add"),
    path(f"{AT}xa/<int:row>/", rows.sponsor_row, name="sponsor_row"),
    path(f"{AT}xa/<int:row>/tach/", rows.sponsor_plan_split, name="sponsor_plan_split"),
    path(f"{AT}xa/<int:row>/chuyen/", rows.sponsor_row_move, name="sponsor_row_move"),
    path(f"{AT}xa/<int:row>/bo/", rows.sponsor_row_drop, name="sponsor_row_drop"),
    path(f"{AT}xa/<int:row>/viec/", rows.sponsor_row_promise, name="sponsor_row_promise"),
    # what is to be done, and by whom
    path(f"{AT}viec/moi/", deeds.sponsor_deed_add, name="sponsor_deed_add"),
    path(f"{AT}viec/<int:row>/", deeds.sponsor_deed_edit, name="sponsor_deed_edit"),
    path(f"{AT}viec/<int:row>/bo/", deeds.sponsor_deed_drop, name="sponsor_deed_drop"),
    path(f"{AT}phong/moi/", deeds.sponsor_office_add, name="sponsor_office_add"),
    path(f"{AT}phong/<int:row>/bo/", deeds.sponsor_office_drop, name="sponsor_office_drop"),
]
