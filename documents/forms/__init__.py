from documents.forms.days_off import DayOffForm
from documents.forms.fields import (
    NOTHING,
    PaperField,
    PapersForm,
    paper_text,
    papers_to_name,
    tell_refusal,
)

__all__ = [
    "NOTHING",
    "DayOffForm",
    "PaperField",
    "PapersForm",
    "paper_text",
    "papers_to_name",
    "tell_refusal",
]
