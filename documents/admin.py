"""Papers at the administrators' door: to read. A paper is never changed there."""

from django.contrib import admin

from accounts.admin import ReadOnlyAdmin
from documents.models import Arrival, OfficialDocument, StoredFile


@admin.register(OfficialDocument)
class PaperAdmin(ReadOnlyAdmin):
    list_display = ["title", "kind", "number", "notation", "dated", "state"]
    list_filter = ["kind", "state", "confidence", "demo"]
    search_fields = ["search_key"]


@admin.register(Arrival)
class ArrivalAdmin(ReadOnlyAdmin):
    list_display = ["paper", "agency", "number", "arrived_on"]
    list_select_related = ["paper", "agency"]


@admin.register(StoredFile)
class StoredFileAdmin(ReadOnlyAdmin):
    """What is known of a file; its bytes are for those who see what rests on it."""

    list_display = ["name", "media_type", "size", "by", "recorded_at"]
    list_filter = ["media_type"]
    list_select_related = ["by"]
    search_fields = ["name", "sha256"]
    exclude = ["content"]
