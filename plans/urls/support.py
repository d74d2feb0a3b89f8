from django.urls import path

from plans.views import attachments

urlpatterns = [
    path("tep-kem-theo/<int:pk>/", attachments.attachment_file, name="attachment_file"),
]
