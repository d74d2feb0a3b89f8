from documents.urls import (
    arrivals,
    checks,
    days_off,
    drafts,
    editing,
    letterheads,
    printing,
    register,
    signed,
    steps,
    stored_files,
)

app_name = "documents"
urlpatterns = [
    *register.urlpatterns,
    *drafts.urlpatterns,
    *editing.urlpatterns,
    *steps.urlpatterns,
    *printing.urlpatterns,
    *checks.urlpatterns,
    *signed.urlpatterns,
    *arrivals.urlpatterns,
    *letterheads.urlpatterns,
    *days_off.urlpatterns,
    *stored_files.urlpatterns,
]
