from django.urls import path

from plans.views import board, paper_drafts, tasks

urlpatterns = [
    path("chuong-trinh/<int:year>/", board.programme_detail, name="programme_detail"),
    path("chuong-trinh/<int:year>/in/", board.programme_print, name="programme_print"),
    path("chuong-trinh/<int:year>/muc-bao/", board.programme_limits, name="programme_limits"),
    path(
        "chuong-trinh/<int:year>/quyet-dinh/", paper_drafts.decision_draft, name="decision_draft"
    ),
    path("nhiem-vu/<int:pk>/", tasks.task_detail, name="task_detail"),
    path("nhiem-vu/<int:pk>/tien-do/", tasks.task_progress, name="task_progress"),
    path("nhiem-vu/<int:pk>/phan-tram/<slug:slug>/", tasks.task_percent, name="task_percent"),
    path("nhiem-vu/<int:pk>/xac-nhan/", tasks.task_review, name="task_review"),
    path("nhiem-vu/<int:pk>/gia-han/", tasks.extension_ask, name="extension_ask"),
    path("nhiem-vu/tien-do/<int:pk>/rut/", tasks.progress_withdraw, name="progress_withdraw"),
    path("nhiem-vu/xac-nhan/<int:pk>/rut/", tasks.review_withdraw, name="review_withdraw"),
    path("nhiem-vu/gia-han/<int:pk>/quyet-dinh/", tasks.extension_decide, name="extension_decide"),
    path("nhiem-vu/gia-han/<int:pk>/rut/", tasks.extension_withdraw, name="extension_withdraw"),
]
