"""Papers at the administrators' door: to read. A paper is never changed there."""

from django.contrib import admin

from accounts.admin import ReadOnlyAdmin
from documents.models import Arrival, OfficialDocument


@admin.register(OfficialDocument)
class PaperAdmin(ReadOnlyAdmin):
    list_display = ["title", "kind", "number", "notation", "dated", "state"]
    list_filter = ["kind", "state", "confidence", "demo"]
    search_fields = ["search_key"]


@admin.register(Arrival)
class ArrivalAdmin(ReadOnlyAdmin):
    list_display = ["paper", "agency", "number", "arrived_on"]
    list_select_related = ["paper", "agency"]
