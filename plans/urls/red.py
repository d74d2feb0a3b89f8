from django.urls import path

from plans.views import acceptances, aims, red

urlpatterns = [
    path("chua-dat/", red.red_page, name="red_list"),
    path("chua-dat/gan-nhiem-vu/", red.red_attach, name="red_attach"),
    path("chua-dat/chap-nhan/", acceptances.acceptance_list, name="acceptance_list"),
    path("chua-dat/chap-nhan/moi/", acceptances.acceptance_add, name="acceptance_add"),
    path("chua-dat/chap-nhan/<int:pk>/thoi/", acceptances.acceptance_end, name="acceptance_end"),
    path("nhiem-vu/<int:pk>/gan/", aims.task_aims, name="task_aims"),
    path("nhiem-vu/gan/<int:pk>/bo/", aims.aim_drop, name="aim_drop"),
]
