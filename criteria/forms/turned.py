"""What is said for a whole page of cells, and which of the machine's proposals to log."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from accounts.calendar import working_day
from communes.forms import DayField
from criteria.selectors.turned_lines import TurnedLine

PAGE_WIDE = {"effective_on": "hieu-luc", "note": "ghi-chu", "speaking_as": "tu-cach"}


class PageWideForm(forms.Form):
    """A day, a note and «tư cách» for every cell of a page, kept in its address (`PAGE_WIDE`)."""

    effective_on = DayField(
        label="Có hiệu lực từ ngày",
        required=False,
    )
    note = forms.CharField(label="Ghi chú", max_length=1000, required=False)
    speaking_as = forms.ChoiceField(
        label="Ghi với tư cách",
        required=False,
        error_messages={"invalid_choice": "Bạn không ghi được với tư cách này. Hãy chọn lại."},
    )

    def __init__(self, query: Mapping[str, str], *, voices: Sequence[tuple[str, str]]) -> None:
        super().__init__({name: query.get(word, "") for name, word in PAGE_WIDE.items()})
        field = self.fields["speaking_as"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- for the type checker
        field.choices = [("", "cấp cao nhất được ghi"), *voices]

    def clean_effective_on(self) -> Any:
        day = self.cleaned_data["effective_on"]
        if day and day > working_day():
            raise ValidationError("Ngày có hiệu lực không được sau ngày làm việc.")
        return day

    @property
    def is_said(self) -> bool:
        """Something is said for every cell."""
        return any(self.data.values())

    def fields_of_cells(self, page: str) -> SafeString:
        """What each cell sends along; nothing of what is refused."""
        good = {name: self.data[name] for name in PAGE_WIDE if name not in self.errors}
        return hidden_fields({"next": page, **good})


def sent_along(sent: Mapping[str, str], *, visible: bool = False) -> SafeString:
    """The same once more for the cell that answers a save; blank where no page is to go back to.

    `visible`: the day and the note stand in fields of their own.
    """
    if not sent.get("next"):
        return SafeString()
    names = ("next", "speaking_as") if visible else ("next", *PAGE_WIDE)
    return hidden_fields({name: sent.get(name, "") for name in names})


def hidden_fields(said: Mapping[str, str]) -> SafeString:
    pairs = [(name, value) for name, value in said.items() if value]
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


class ProposalForm(forms.Form):
    """Rows come as «code:base:status»: a proposal that changed since is refused by name."""

    effective_on = DayField(
        label="Có hiệu lực từ ngày",
        required=False,
    )
    note = forms.CharField(label="Ghi chú", max_length=1000, required=False)

    def __init__(self, *args: Any, rows: Sequence[TurnedLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {one.commune.code: one for one in rows}

    @property
    def ticked(self) -> set[str]:
        """The codes that were ticked; before anything is sent all are."""
        if not self.is_bound:
            return set(self.rows)
        return {one.split(":")[0] for one in self.data.getlist("row")}  # type: ignore[attr-defined]

    def clean_effective_on(self) -> Any:
        return self.cleaned_data["effective_on"] or working_day()

    def clean(self) -> dict[str, Any]:
        """`chosen`: lines with the last word that was seen of each."""
        cleaned: dict[str, Any] = super().clean() or {}
        given = self.data.getlist("row")  # type: ignore[attr-defined]
        if not given:
            raise ValidationError("Hãy chọn ít nhất một xã.")
        chosen, gone = [], []
        for one in given:
            code, base, status = (*one.split(":"), "", "", "")[:3]
            line = self.rows.get(code)
            if line is None or line.proposed != status:
                gone.append(line.commune.name if line else code)
            else:
                chosen.append((line, int(base) if base.isdecimal() else None))
        if gone:
            raise ValidationError(
                f"Đề xuất của máy đã đổi từ lúc bạn xem: {', '.join(gone)}. "
                "Danh sách dưới đây là mới nhất; hãy xem lại rồi ghi."
            )
        return cleaned | {"chosen": chosen}
