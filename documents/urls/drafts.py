from django.urls import path

from documents.views import drafts

urlpatterns = [path("van-ban/soan/", drafts.draft_start, name="draft_start")]
