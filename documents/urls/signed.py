from django.urls import path

from documents.views.signed import paper_file, paper_files_page

urlpatterns = [
    path("van-ban/<int:pk>/tep/", paper_files_page, name="paper_files"),
    path("van-ban/<int:pk>/tep/<int:file>/", paper_file, name="paper_file"),
]
