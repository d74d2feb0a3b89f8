"""Which of the machine's proposals to log, as they were seen."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.calendar import working_day
from criteria.forms.speaking import DAY_ERRORS, DAY_FORMATS
from criteria.selectors.turned_lines import TurnedLine


class ProposalForm(forms.Form):
    """Rows come as «code:base:status»: a proposal that changed since is refused by name."""

    effective_on = forms.DateField(
        label="Có hiệu lực từ ngày",
        input_formats=DAY_FORMATS,
        required=False,
        error_messages=DAY_ERRORS,
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
