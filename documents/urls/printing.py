from django.urls import path

from documents.views import printing

urlpatterns = [
    path("van-ban/<int:pk>/in/", printing.paper_print, name="paper_print"),
    path("van-ban/<int:pk>/pdf/", printing.paper_pdf, name="paper_pdf"),
    path("van-ban/<int:pk>/docx/", printing.paper_docx, name="paper_docx"),
    path("van-ban/<int:pk>/trang/<int:number>.png", printing.paper_page, name="paper_page"),
    path("ma/<str:code>/", printing.code_find, name="code_find"),
]
