from django.urls import path

from documents.views import steps

urlpatterns = [
    path("van-ban/cho-toi/", steps.paper_waiting, name="paper_waiting"),
    path("van-ban/<int:pk>/buoc/<slug:act>/", steps.paper_step, name="paper_step"),
]
