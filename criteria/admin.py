"""The catalogue at the administrators' door: corrected with its source, and on the trail.

What was corrected here is no longer the shipped files' to change. Nothing is deleted: a row ends.
What people said about communes is there to read.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from accounts import trail
from accounts.admin import ReadOnlyAdmin
from accounts.models import User
from communes.choices import Confidence
from criteria.models import (
    CriteriaSet,
    Criterion,
    CurrentStatus,
    Denominator,
    EntryDraft,
    Evidence,
    FrozenStatus,
    Indicator,
    LevelRule,
    Mapping,
    Measurement,
    Reply,
    Responsibility,
    Round,
    Scorecard,
    StatusEntry,
    Threshold,
)


class CorrectedAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Reference data that a person may correct or add to."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 -- Django's own signature
        super().save_model(request, obj, form, change)
        assert isinstance(request.user, User)  # noqa: S101 -- the admin let it through
        trail.record(request.user, trail.CORRECTED, obj, fields=form.changed_data)


class SourcedForm(forms.ModelForm):  # type: ignore[type-arg]
    """A fact that is called sourced says where it comes from."""

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or self.cleaned_data
        if given.get("confidence") == Confidence.SOURCED and not given.get("source"):
            self.add_error("source", "Đánh dấu «có nguồn» thì phải ghi nguồn.")
        return given


@admin.register(CriteriaSet)
class CriteriaSetAdmin(CorrectedAdmin):
    list_display = ["short_name", "name", "level", "starts", "ends", "paper"]
    list_filter = ["level"]
    raw_id_fields = ["paper"]
    list_select_related = ["paper"]


@admin.register(Criterion)
class CriterionAdmin(CorrectedAdmin):
    list_display = ["number", "name", "group_name", "criteria_set"]
    list_filter = ["criteria_set"]
    list_select_related = ["criteria_set"]
    search_fields = ["name"]


@admin.register(Indicator)
class IndicatorAdmin(CorrectedAdmin):
    list_display = ["code", "name", "criterion", "value_type", "unit", "name_confidence"]
    list_filter = ["criterion__criteria_set", "name_confidence", "value_type"]
    list_select_related = ["criterion"]
    search_fields = ["code", "name"]


@admin.register(Threshold)
class ThresholdAdmin(ReadOnlyAdmin):
    """To read: a threshold is corrected on its indicator's page, by a new row with a reason."""

    list_display = [
        *("indicator", "part", "region", "year", "comparator", "number", "answer", "word"),
        *("starts", "ends", "confidence", "superseded_at"),
    ]
    list_filter = ["indicator__criterion__criteria_set", "confidence", "region"]
    list_select_related = ["indicator"]
    search_fields = ["indicator__code", "indicator__name"]


@admin.register(Responsibility)
class ResponsibilityAdmin(CorrectedAdmin):
    form = SourcedForm
    list_display = ["indicator", "agency", "starts", "ends", "confidence"]
    list_filter = ["indicator__criterion__criteria_set", "confidence"]
    list_select_related = ["indicator", "agency"]
    search_fields = ["indicator__code", "agency__name"]
    raw_id_fields = ["indicator", "agency", "paper"]


@admin.register(Round)
class RoundAdmin(CorrectedAdmin):
    list_display = ["name", "kind", "year", "starts", "ends", "closed_at"]
    readonly_fields = ["closed_at", "closed_by"]


@admin.register(Scorecard)
class ScorecardAdmin(ReadOnlyAdmin):
    list_display = ["commune", "criteria_set"]
    list_filter = ["criteria_set"]
    list_select_related = ["commune", "criteria_set"]
    search_fields = ["commune__name"]


@admin.register(StatusEntry)
class StatusEntryAdmin(ReadOnlyAdmin):
    list_display = ["scorecard", "criterion", "status", "stage", "effective_on", "by"]
    list_filter = ["status", "stage", "illustrative"]
    list_select_related = ["scorecard__commune", "scorecard__criteria_set", "criterion", "by"]


@admin.register(Measurement)
class MeasurementAdmin(ReadOnlyAdmin):
    list_display = ["scorecard", "indicator", "part", "number", "answer", "word", "stage", "by"]
    list_filter = ["stage", "illustrative"]
    list_select_related = ["scorecard__commune", "scorecard__criteria_set", "indicator", "by"]


@admin.register(CurrentStatus)
class CurrentStatusAdmin(ReadOnlyAdmin):
    list_display = ["scorecard", "criterion", "status"]
    list_filter = ["status"]
    list_select_related = ["scorecard__commune", "scorecard__criteria_set", "criterion"]


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    list_display = ["name", "scorecard", "criterion", "indicator", "agency", "withdrawn_at"]
    list_select_related = [
        *("scorecard__commune", "scorecard__criteria_set", "criterion", "indicator", "agency"),
    ]
    search_fields = ["name"]


@admin.register(Reply)
class ReplyAdmin(ReadOnlyAdmin):
    list_display = ["agency", "agrees", "note", "by", "recorded_at"]
    list_filter = ["agrees"]
    list_select_related = ["agency", "by"]


@admin.register(EntryDraft)
class EntryDraftAdmin(ReadOnlyAdmin):
    list_display = ["kind", "state", "criteria_set", "by", "recorded_at"]
    list_filter = ["kind", "state"]
    list_select_related = ["criteria_set", "by"]


@admin.register(LevelRule)
class LevelRuleAdmin(ReadOnlyAdmin):
    list_display = ["level", "requires", "starts", "ends"]


@admin.register(Mapping)
class MappingAdmin(ReadOnlyAdmin):
    """To read: a mapping is corrected on its own page, with a reason."""

    list_display = ["__str__", "old_set", "new_set"]
    list_select_related = ["old_set", "new_set"]


@admin.register(Denominator)
class DenominatorAdmin(ReadOnlyAdmin):
    list_display = ["commune", "name", "value", "illustrative"]
    list_filter = ["illustrative"]
    list_select_related = ["commune"]


@admin.register(FrozenStatus)
class FrozenStatusAdmin(ReadOnlyAdmin):
    list_display = ["round", "scorecard", "criterion", "status"]
    list_filter = ["round"]
    list_select_related = [
        *("round", "scorecard__commune", "scorecard__criteria_set", "criterion"),
    ]
