from django.urls import path

from plans.views import difficulties as views

urlpatterns = [
    path("kho-khan/", views.difficulty_list, name="difficulty_list"),
    path("kho-khan/moi/", views.difficulty_add, name="difficulty_add"),
    path("kho-khan/<int:pk>/", views.difficulty_detail, name="difficulty_detail"),
    path("kho-khan/<int:pk>/buoc/", views.difficulty_step, name="difficulty_step"),
    path(
        "kho-khan/buoc/<int:pk>/rut/",
        views.difficulty_step_withdraw,
        name="difficulty_step_withdraw",
    ),
]
