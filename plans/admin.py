"""Mandates, recognitions and targets as papers state them, at the administrators' door."""

from django.contrib import admin

from communes.admin import ReferenceAdmin, ReferenceForm
from criteria.models import Recognition, SponsorAssignment, StatedCount
from plans.models import Target


class AssignmentForm(ReferenceForm):
    """One agency stands behind a commune once at a time."""

    keys = ("commune", "agency")


@admin.register(SponsorAssignment)
class SponsorAssignmentAdmin(ReferenceAdmin):
    form = AssignmentForm
    list_display = ["agency", "commune", "duty", "paper", "starts", "ends", "carried_on"]
    list_filter = ["duty", "carried_on"]
    list_select_related = ["agency", "commune", "paper"]
    raw_id_fields = ["agency", "commune", "paper"]


@admin.register(Recognition)
class RecognitionAdmin(ReferenceAdmin):
    list_display = ["commune", "level", "year", "decided_on", "since", "paper", "revoked_on"]
    list_filter = ["level", "illustrative", "confidence"]
    list_select_related = ["commune", "paper"]
    raw_id_fields = ["commune", "paper", "revoking_paper"]
    readonly_fields = ["illustrative"]


@admin.register(StatedCount)
class StatedCountAdmin(ReferenceAdmin):
    list_display = ["subject", "province", "district", "commune", "value", "out_of", "as_of"]
    list_filter = ["subject", "derived", "confidence"]
    list_select_related = ["province", "district", "commune"]
    raw_id_fields = ["commune", "district", "paper"]


@admin.register(Target)
class TargetAdmin(ReferenceAdmin):
    list_display = ["text", "kind", "province", "commune", "year", "paper"]
    list_filter = ["kind", "year"]
    list_select_related = ["province", "commune", "paper"]
    raw_id_fields = ["commune", "agency", "criterion", "paper"]
