from django.urls import path

from plans.views import works, works_import

urlpatterns = [
    path("cong-trinh/", works.work_list, name="work_list"),
    path("cong-trinh/moi/", works.work_add, name="work_add"),
    path("cong-trinh/nhap/", works_import.works_import, name="works_import"),
    path("cong-trinh/nhap/mau/<slug:kind>/", works_import.works_template, name="works_template"),
    path("cong-trinh/nhap/<int:pk>/", works_import.works_draft, name="works_draft"),
    path("cong-trinh/nhap/<int:pk>/chon/", works_import.works_answer, name="works_answer"),
    path("cong-trinh/nhap/<int:pk>/ghi/", works_import.works_store, name="works_store"),
    path("cong-trinh/nhap/<int:pk>/bo/", works_import.works_discard, name="works_discard"),
    path("cong-trinh/<int:pk>/", works.work_detail, name="work_detail"),
    path("cong-trinh/<int:pk>/sua/", works.work_edit, name="work_edit"),
    path("von/", works.capital_list, name="capital_list"),
    path("von/moi/", works.capital_add, name="capital_add"),
    path("von/<int:pk>/sua/", works.capital_edit, name="capital_edit"),
    path("von/<int:pk>/bo/", works.capital_drop, name="capital_drop"),
    path("no-xay-dung/", works.debt_list, name="debt_list"),
    path("no-xay-dung/moi/", works.debt_add, name="debt_add"),
    path("no-xay-dung/<int:pk>/sua/", works.debt_edit, name="debt_edit"),
    path("no-xay-dung/<int:pk>/bo/", works.debt_drop, name="debt_drop"),
]
