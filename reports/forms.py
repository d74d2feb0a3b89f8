import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.calendar import DAY_FORMATS
from accounts.models import User
from communes.models import Agency, Commune, District, held_by
from criteria.models import Round
from reports.choices import Kind
from reports.kinds import KINDS
from reports.selectors.cycles import districts_of, kinds_of, reporters_of
from reports.selectors.run_page import Words
from reports.selectors.runs import agencies_to_ask_for, rounds_to_ask_for


class RequestForm(forms.Form):
    """Of which agency (a sheet: of which commune), for which round. Only what the person may ask for is offered."""

    agency = forms.ModelChoiceField(
        Agency.objects.none(), label="Cơ quan, đơn vị", empty_label="— chọn —"
    )
    commune = forms.ModelChoiceField(Commune.objects.none(), label="Xã", empty_label="— chọn —")
    round = forms.ModelChoiceField(Round.objects.none(), label="Kỳ", empty_label="— chọn —")

    def __init__(self, *args: Any, kind: Kind, user: User, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of = KINDS[kind]
        held = held_by(user)
        self.own = held[0].agency if held else None
        self.agencies = list(agencies_to_ask_for(kind, user, on))
        agency, period = self.fields["agency"], self.fields["round"]
        agency.queryset = Agency.objects.filter(pk__in=[one.pk for one in self.agencies])  # type: ignore[attr-defined]
        if len(self.agencies) == 1:
            agency.initial = self.agencies[0].pk
        if of.of_commune:  # whoever asks makes it: their own agency
            del self.fields["agency"]
            self.fields["commune"].queryset = Commune.objects.on(on).select_related("district")  # type: ignore[attr-defined]
        else:
            del self.fields["commune"]
        if of.rounds is None:
            del self.fields["round"]
        else:
            period.queryset = rounds_to_ask_for(kind, on)  # type: ignore[attr-defined]
            period.initial = period.queryset.values_list("pk", flat=True).first()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if "agency" not in self.fields:
            given["agency"] = self.own
        return given


class WordsForm(forms.Form):
    """What people write in a report: a field for each place of the text, by its version."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, words: Sequence[Words], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in words:
            self.fields[f"w{one.place}"] = forms.CharField(
                label=one.heading or "Đoạn mở đầu",
                initial=one.text,
                required=False,
                widget=forms.Textarea(attrs={"rows": one.tall, "class": "form-control"}),
            )

    @property
    def changed_words(self) -> dict[int, str]:
        """Places whose words are not those that stood there, with the new ones."""
        return {
            int(name[1:]): self.cleaned_data[name]
            for name, one in self.fields.items()
            if name != "version" and self.cleaned_data[name] != (one.initial or "").strip()
        }


class CycleForm(forms.Form):
    """Which reports of a round are made in one go, and where: nothing chosen is the whole province."""

    kinds = forms.MultipleChoiceField(
        label="Loại báo cáo", widget=forms.CheckboxSelectMultiple, required=False
    )
    districts = forms.ModelMultipleChoiceField(
        District.objects.none(),
        label="Chỉ các huyện",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, period: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.counts = Counter(one.kind for one in reporters_of(period, kinds_of(period)))
        choices = [
            (kind.value, f"{kind.label} ({self.counts[kind]})") for kind in kinds_of(period)
        ]
        self.fields["kinds"].choices = choices  # type: ignore[attr-defined]
        self.fields["kinds"].initial = [value for value, _ in choices]
        places = districts_of(period)
        self.fields["districts"].queryset = places  # type: ignore[attr-defined]
        if not places:
            del self.fields["districts"]

    def said(self) -> dict[str, Any]:
        return {
            "kinds": [Kind(one) for one in self.cleaned_data["kinds"]],
            "districts": list(self.cleaned_data.get("districts") or ()),
        }


class DueForm(forms.Form):
    """Until when the reports of a round are to be sent: all of them, or those of a kind."""

    due_on = forms.DateField(label="Hạn nộp", input_formats=DAY_FORMATS)
    kind = forms.ChoiceField(label="Của loại báo cáo", required=False)

    def __init__(self, *args: Any, period: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(one.value, one.label) for one in kinds_of(period)]
        self.fields["kind"].choices = [("", "mọi loại"), *kinds]  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        kind = self.cleaned_data["kind"]
        return {"due_on": self.cleaned_data["due_on"], "kind": Kind(kind) if kind else None}
