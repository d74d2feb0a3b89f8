from django.urls import path

from documents.views import letterheads

urlpatterns = [
    path("chu-the-ban-hanh/", letterheads.letterhead_list, name="letterhead_list"),
    path("chu-the-ban-hanh/moi/", letterheads.letterhead_add, name="letterhead_add"),
    path("chu-the-ban-hanh/<int:pk>/", letterheads.letterhead_edit, name="letterhead_edit"),
    path("chu-the-ban-hanh/<int:pk>/quyen/", letterheads.right_add, name="right_add"),
    path("chu-the-ban-hanh/quyen/<int:pk>/", letterheads.right_end, name="right_end"),
    path(
        "chu-the-ban-hanh/<int:pk>/ky-hieu/", letterheads.symbol_rule_set, name="symbol_rule_set"
    ),
    path(
        "chu-the-ban-hanh/ky-hieu/<int:pk>/bo/",
        letterheads.symbol_rule_drop,
        name="symbol_rule_drop",
    ),
]
