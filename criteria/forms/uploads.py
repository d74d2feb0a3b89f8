from django import forms

from criteria.models import CriteriaSet


class SheetUploadForm(forms.Form):
    file = forms.FileField(
        label="Tệp Excel (.xlsx)",
        help_text="Mẫu đã tải từ hệ thống, nhiều nhất 10 MB.",
        error_messages={
            "required": "Hãy chọn tệp Excel đã điền.",
            "empty": "Tệp này rỗng (0 byte). Hãy chọn lại tệp.",
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls"}),
    )


class MatrixUploadForm(forms.Form):
    file = forms.FileField(
        label="Tệp Excel (.xlsx hoặc .xls)",
        help_text="Bảng mỗi dòng một xã, mỗi cột một tiêu chí. Nhiều nhất 10 MB.",
        error_messages={
            "required": "Hãy chọn tệp ma trận.",
            "empty": "Tệp này rỗng (0 byte). Hãy chọn lại tệp.",
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls"}),
    )
    criteria_set = forms.ModelChoiceField(
        label="Bộ tiêu chí",
        queryset=CriteriaSet.objects.all(),
        error_messages={"required": "Hãy chọn bộ tiêu chí của bảng."},
    )
