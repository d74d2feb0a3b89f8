from django.urls import path

from documents.views.arrivals import arrival_add, arrival_edit, arrival_list
from documents.views.registering import paper_register, paper_register_edit

urlpatterns = [
    path("van-ban/vao-so/", paper_register, name="paper_register"),
    path("van-ban/<int:pk>/vao-so/", paper_register_edit, name="paper_register_edit"),
    path("van-ban/den/", arrival_list, name="arrival_list"),
    path("van-ban/den/<int:pk>/", arrival_edit, name="arrival_edit"),
    path("van-ban/<int:pk>/den/", arrival_add, name="arrival_add"),
]
