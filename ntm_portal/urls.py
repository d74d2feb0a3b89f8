from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import DefaultRouter

import accounts.api
import communes.api
import criteria.api
import documents.api
import plans.api
import reports.api
from ntm_portal.health import healthz

router = DefaultRouter()
accounts.api.register(router)
communes.api.register(router)
criteria.api.register(router)
documents.api.register(router)
plans.api.register(router)
reports.api.register(router)

urlpatterns = [
    path("", include("reports.urls")),
    path("", include("criteria.urls")),
    path("", include("plans.urls")),
    path("", include("documents.urls")),
    path("", include("communes.urls")),
    path("tai-khoan/", include("accounts.urls")),
    path("quan-tri/", admin.site.urls),
    path("healthz", healthz, name="healthz"),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/v1/", include(router.urls)),
]

handler403 = "ntm_portal.refusals.forbidden"
handler404 = "ntm_portal.refusals.not_found"
handler500 = "ntm_portal.refusals.server_error"
