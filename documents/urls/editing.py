from django.urls import path

from documents.views import editing, versions

urlpatterns = [
    path("van-ban/<int:pk>/sua/", editing.paper_edit, name="paper_edit"),
    path("van-ban/<int:pk>/sua/tu-luu/", editing.paper_autosave, name="paper_autosave"),
    path("van-ban/<int:pk>/sua/xem/", editing.paper_leaf, name="paper_leaf"),
    path("van-ban/<int:pk>/sua/dan/", editing.paper_paste, name="paper_paste"),
    path("van-ban/<int:pk>/sua/nguon/", editing.paper_source, name="paper_source"),
    path("van-ban/<int:pk>/phien-ban/", versions.version_list, name="version_list"),
    path(
        "van-ban/<int:pk>/phien-ban/<int:older>/<int:newer>/",
        versions.version_diff,
        name="version_diff",
    ),
]
