from django.urls import path

from plans.views import dossiers, targets

urlpatterns = [
    path("muc-tieu/<int:year>/", targets.target_list, name="target_list"),
    path("muc-tieu/<int:year>/moi/", targets.target_add, name="target_add"),
    path("muc-tieu/<int:year>/<int:pk>/", targets.target_detail, name="target_detail"),
    path("muc-tieu/<int:year>/<int:pk>/sua/", targets.target_edit, name="target_edit"),
    path("ho-so-huyen-thon/", dossiers.dossier_list, name="dossier_list"),
    path("ho-so-huyen-thon/moi/", dossiers.dossier_add, name="dossier_add"),
    path("ho-so-huyen-thon/<int:pk>/", dossiers.dossier_edit, name="dossier_edit"),
    path("ho-so-huyen-thon/thon/moi/", dossiers.village_add, name="village_add"),
    path("ho-so-huyen-thon/thon/<int:pk>/", dossiers.village_edit, name="village_edit"),
    path(
        "ho-so-huyen-thon/chuong-trinh/<int:year>/moi/",
        dossiers.district_programme_add,
        name="district_programme_add",
    ),
    path(
        "ho-so-huyen-thon/chuong-trinh/<int:pk>/bo/",
        dossiers.district_programme_drop,
        name="district_programme_drop",
    ),
]
