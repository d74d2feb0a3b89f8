from django.urls import URLPattern, path

from criteria.views import catalogue, logging, scorecard

app_name = "criteria"
urlpatterns: list[URLPattern] = [
    # the scorecard
    path("xa/<str:code>/phieu/<slug:set_code>/", scorecard.scorecard_open, name="scorecard_open"),
    path("phieu/<int:pk>/", scorecard.scorecard_detail, name="scorecard_detail"),
    path("phieu/<int:pk>/in/", scorecard.scorecard_print, name="scorecard_print"),
    path("phieu/<int:pk>/tieu-chi/<int:number>/", logging.criterion_entry, name="criterion_entry"),
    path("phieu/<int:pk>/tieu-chi/<int:number>/ket-qua/", logging.log_status, name="log_status"),
    path("phieu/<int:pk>/chi-tieu/<int:indicator_pk>/", logging.measure, name="measure"),
    path("ket-qua/<int:pk>/rut/", logging.withdraw_status, name="withdraw_status"),
    path("so-lieu/<int:pk>/rut/", logging.withdraw_measurement, name="withdraw_measurement"),
    # what the law asks
    path("tieu-chi/", catalogue.set_list, name="set_list"),
    path("tieu-chi/<slug:code>/", catalogue.set_detail, name="set_detail"),
    path(
        "tieu-chi/<slug:code>/<int:number>/", catalogue.criterion_detail, name="criterion_detail"
    ),
]
