from django.urls import path

from plans.views import agency_groups as groups
from plans.views import programme_drafts as drafts
from plans.views import programme_tasks as tasks
from plans.views import programmes

urlpatterns = [
    path("chuong-trinh/", programmes.programme_list, name="programme_list"),
    path("chuong-trinh/moi/", programmes.programme_add, name="programme_add"),
    path("chuong-trinh/nhap/", drafts.programme_import, name="programme_import"),
    path("chuong-trinh/nhap/<int:pk>/", drafts.programme_draft, name="programme_draft"),
    path(
        "chuong-trinh/nhap/<int:pk>/ten/", drafts.programme_draft_head, name="programme_draft_head"
    ),
    path(
        "chuong-trinh/nhap/<int:pk>/tra-loi/",
        drafts.programme_draft_answer,
        name="programme_draft_answer",
    ),
    path(
        "chuong-trinh/nhap/<int:pk>/sua/", drafts.programme_draft_mend, name="programme_draft_mend"
    ),
    path(
        "chuong-trinh/nhap/<int:pk>/ghi/",
        drafts.programme_draft_store,
        name="programme_draft_store",
    ),
    path(
        "chuong-trinh/nhap/<int:pk>/bo/",
        drafts.programme_draft_discard,
        name="programme_draft_discard",
    ),
    path("chuong-trinh/soan/<int:pk>/", programmes.programme_edit, name="programme_edit"),
    path("chuong-trinh/soan/<int:pk>/nam-sau/", programmes.programme_next, name="programme_next"),
    path("chuong-trinh/soan/<int:pk>/nhom/", programmes.taskgroup_add, name="taskgroup_add"),
    path("chuong-trinh/soan/nhom/<int:pk>/", programmes.taskgroup_edit, name="taskgroup_edit"),
    path(
        "chuong-trinh/soan/nhom/<int:pk>/bo/", programmes.taskgroup_remove, name="taskgroup_remove"
    ),
    path("chuong-trinh/soan/nhom/<int:pk>/nhiem-vu/", tasks.task_add, name="task_add"),
    path("nhiem-vu/<int:pk>/sua/", tasks.task_edit, name="task_edit"),
    path("nhiem-vu/<int:pk>/chuyen/", tasks.task_move, name="task_move"),
    path("nhiem-vu/<int:pk>/xoa/", tasks.task_remove, name="task_remove"),
    path("chuong-trinh/nhom/", groups.group_list, name="group_list"),
    path("chuong-trinh/nhom/moi/", groups.group_add, name="group_add"),
    path("chuong-trinh/nhom/<int:pk>/", groups.group_edit, name="group_edit"),
    path(
        "chuong-trinh/nhom/<int:pk>/thanh-vien/", groups.group_member_add, name="group_member_add"
    ),
    path(
        "chuong-trinh/nhom/thanh-vien/<int:pk>/", groups.group_member_end, name="group_member_end"
    ),
]
