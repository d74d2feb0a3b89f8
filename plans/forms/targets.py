"""Targets as the office types them, with the paper that sets them."""

import datetime as dt
from typing import Any

from django import forms

from accounts.calendar import working_day
from communes.models import Province
from criteria.choices import Level
from criteria.models import Criterion
from criteria.selectors import set_in_force
from documents.forms import PaperField, PapersForm
from plans.choices import TargetKind
from plans.forms.fields import AmountField, CommuneField
from plans.models import Target

PLAIN = ("kind", "level", "at_least", "at_most", "out_of", "below", "year", "text", "paper")


class TargetForm(PapersForm):
    """What is to be reached, where, by when. `seen` is the version the writer looked at."""

    kind = forms.ChoiceField(label="Chỉ tiêu", choices=TargetKind.choices)
    year = forms.IntegerField(
        label="Năm",
        required=False,
        min_value=2009,
        max_value=2100,
        help_text="Để trống khi văn bản không nêu năm.",
    )
    commune = CommuneField(required=False, help_text="Chỉ với mục tiêu đặt cho một xã.")
    level = forms.ChoiceField(
        label="Mức", required=False, choices=[("", "không nêu"), *Level.choices]
    )
    criterion = forms.ChoiceField(
        label="Tiêu chí", required=False, help_text="Chỉ với «số xã đạt tiêu chí»."
    )
    below = forms.IntegerField(
        label="Dưới (tiêu chí)",
        required=False,
        min_value=1,
        help_text="Chỉ với «số xã dưới mức tiêu chí».",
    )
    at_least = AmountField(label="Từ", help_text="Phải đạt ít nhất.")
    at_most = AmountField(label="Đến", help_text="Mức trên, hoặc không được vượt.")
    out_of = forms.IntegerField(label="Trên tổng số", required=False, min_value=1)
    text = forms.CharField(
        label="Nguyên văn", max_length=500, help_text="Lời của văn bản, không sửa."
    )
    paper = PaperField(label="Văn bản", required=True)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, target: Target | None = None, **kwargs: Any) -> None:
        if target is not None:
            kwargs.setdefault("initial", initial_of(target))
        super().__init__(*args, **kwargs)
        day = working_day()
        field = self.fields["commune"]
        assert isinstance(field, CommuneField)  # noqa: S101 -- for the type checker
        field.day = day
        self.criteria = _criteria(day, target)
        chosen = self.fields["criterion"]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 -- for the type checker
        chosen.choices = [("", "không nêu"), *_named(self.criteria)]

    def said(self) -> dict[str, Any]:
        """What the service takes, once the form is valid; without a commune it is for the province."""
        given = self.cleaned_data
        commune = given["commune"]
        paper = given["paper"]
        return {name: given[name] for name in PLAIN} | {
            "commune": commune,
            "province": None if commune else Province.objects.on(working_day()).first(),
            "criterion": self.criteria.get(given["criterion"]),
            "agency": paper.issuer,
        }


def initial_of(target: Target) -> dict[str, Any]:
    """A stored target as the form shows it."""
    paper = target.paper
    names = ("kind", "level", "at_least", "at_most", "out_of", "below", "year", "text", "commune")
    return {name: getattr(target, name) for name in names} | {
        "criterion": str(target.criterion_id or ""),
        "paper": f"{paper.symbol} {paper.year or ''}".strip(),
        "seen": target.version,
    }


def _criteria(day: dt.date, target: Target | None) -> dict[str, Criterion]:
    """Those of the set in force, and the one that the target names already."""
    held = set_in_force(day)
    rows = list(held.criteria.select_related("criteria_set")) if held else []
    if target is not None and target.criterion and target.criterion not in rows:
        rows.append(target.criterion)
    return {str(one.pk): one for one in rows}


def _named(criteria: dict[str, Criterion]) -> list[tuple[str, str]]:
    return [(key, f"{one} (bộ {one.criteria_set.short_name})") for key, one in criteria.items()]
