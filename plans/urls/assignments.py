from django.urls import path

from plans.views import assignment_edit as edit
from plans.views import assignment_import as importing
from plans.views import assignments as views

DRAFT = "phan-cong/nhap/<int:pk>/"

urlpatterns = [
    path("phan-cong/", views.assignment_list, name="assignment_list"),
    path("phan-cong/ma-tran/", views.assignment_matrix, name="assignment_matrix"),
    path("phan-cong/chua-co/", views.assignment_alone, name="assignment_alone"),
    path("phan-cong/nhap/", importing.assignment_import, name="assignment_import"),
    path(DRAFT, importing.assignment_draft, name="assignment_draft"),
    path(f"{DRAFT}tra-loi/", importing.assignment_answer, name="assignment_answer"),
    path(f"{DRAFT}ghi/", importing.assignment_store, name="assignment_store"),
    path(f"{DRAFT}bo/", importing.assignment_discard, name="assignment_discard"),
    path("phan-cong/them/", edit.assignment_add, name="assignment_add"),
    path("phan-cong/<int:pk>/ket-thuc/", edit.assignment_end, name="assignment_end"),
    path("phan-cong/<int:pk>/nhiem-vu/", edit.assignment_duty, name="assignment_duty"),
]
