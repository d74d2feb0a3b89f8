from django.urls import path

from plans.views import attachments, needs, support, support_acts, support_import

urlpatterns = [
    path("ho-tro/", support.support_list, name="support_list"),
    path("ho-tro/tong-hop/", support.support_sums, name="support_sums"),
    path("ho-tro/moi/", support.support_add, name="support_add"),
    path("ho-tro/nhap/", support_import.support_import, name="support_import"),
    path("ho-tro/nhap/mau.xlsx", support_import.support_template, name="support_template"),
    path("ho-tro/nhap/<int:pk>/", support_import.support_draft, name="support_draft"),
    path(
        "ho-tro/nhap/<int:pk>/xa/",
        support_import.support_draft_answer,
        name="support_draft_answer",
    ),
    path(
        "ho-tro/nhap/<int:pk>/ghi/", support_import.support_draft_store, name="support_draft_store"
    ),
    path(
        "ho-tro/nhap/<int:pk>/bo/",
        support_import.support_draft_discard,
        name="support_draft_discard",
    ),
    path("ho-tro/<int:pk>/", support_acts.support_detail, name="support_detail"),
    path("ho-tro/<int:pk>/sua/", support.support_edit, name="support_edit"),
    path("ho-tro/<int:pk>/thuc-hien/", support_acts.support_done, name="support_done"),
    path("ho-tro/<int:pk>/khong-thuc-hien/", support_acts.support_drop, name="support_drop"),
    path("ho-tro/<int:pk>/tro-lai/", support_acts.support_resume, name="support_resume"),
    path("ho-tro/<int:pk>/tep/", support_acts.support_attach, name="support_attach"),
    path("nhu-cau/", needs.need_list, name="need_list"),
    path("nhu-cau/moi/", needs.need_add, name="need_add"),
    path("nhu-cau/<int:pk>/", needs.need_detail, name="need_detail"),
    path("nhu-cau/<int:pk>/sua/", needs.need_edit, name="need_edit"),
    path("nhu-cau/<int:pk>/ket-qua/", needs.need_end, name="need_end"),
    path("tep-kem-theo/<int:pk>/", attachments.attachment_file, name="attachment_file"),
    path("tep-kem-theo/<int:pk>/go/", support_acts.attachment_detach, name="attachment_detach"),
]
