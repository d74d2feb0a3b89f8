"""Places and agencies at the administrators' door: added, corrected, ended; never deleted."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts import trail
from accounts.models import User
from communes.models import (
    Agency,
    AgencyAlias,
    Commune,
    CommuneClass,
    District,
    Membership,
    Province,
    Span,
    Succession,
)
from communes.names import matches
from communes.services.spans import KEYS, refuse_overlap


class ReferenceForm(forms.ModelForm):  # type: ignore[type-arg]
    """Two rows of one key never share a day."""

    keys: tuple[str, ...] = ()

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # the stubs do not know it
        row = self.instance
        if not self.errors and isinstance(row, Span) and (self.keys or type(row) in KEYS):
            try:
                refuse_overlap(row, *self.keys)
            except ValidationError as refused:
                self.add_error(None, refused)


class ReferenceAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Reference data that a person may correct or add to."""

    form = ReferenceForm

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 -- Django's own signature
        super().save_model(request, obj, form, change)
        assert isinstance(request.user, User)  # noqa: S101 -- the admin let it through
        trail.record(request.user, trail.CORRECTED, obj, fields=form.changed_data)


class NamedAdmin(ReferenceAdmin):
    """Found by name without diacritics, as everywhere in the portal."""

    search_fields = ["search_key"]
    list_filter = ["confidence"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        found, _ = super().get_search_results(request, queryset, "")
        return found.filter(matches(search_term)), False


@admin.register(Province)
class ProvinceAdmin(NamedAdmin):
    list_display = ["name", "code", "starts", "ends", "home", "confidence"]


@admin.register(District)
class DistrictAdmin(NamedAdmin):
    list_display = ["name", "kind", "code", "province", "starts", "ends", "confidence"]
    list_select_related = ["province"]


@admin.register(Commune)
class CommuneAdmin(NamedAdmin):
    list_display = ["name", "code", "district", "starts", "ends", "border", "confidence"]
    list_select_related = ["district"]
    raw_id_fields = ["district"]


@admin.register(CommuneClass)
class CommuneClassAdmin(ReferenceAdmin):
    list_display = ["commune", "kind", "starts", "ends", "basis", "confidence"]
    list_select_related = ["commune"]
    raw_id_fields = ["commune"]


@admin.register(Succession)
class SuccessionAdmin(ReferenceAdmin):
    list_display = ["old", "new", "on", "extent", "basis"]
    list_select_related = ["old", "new"]
    raw_id_fields = ["old", "new"]


class AliasInline(admin.TabularInline):  # type: ignore[type-arg]
    model = AgencyAlias
    extra = 1


@admin.register(Agency)
class AgencyAdmin(NamedAdmin):
    list_display = ["name", "short_name", "code", "kind", "starts", "ends", "successor"]
    list_filter = ["kind", "confidence"]
    list_select_related = ["successor"]
    raw_id_fields = ["district", "commune", "successor"]
    inlines = [AliasInline]


@admin.register(Membership)
class MembershipAdmin(ReferenceAdmin):
    """How the first focal point of an office gets in; from then on its people page does the rest."""

    list_display = ["user", "role", "agency", "starts", "ends"]
    list_select_related = ["user", "agency"]
    search_fields = ["user__username", "agency__search_key"]
    raw_id_fields = ["user", "agency"]
