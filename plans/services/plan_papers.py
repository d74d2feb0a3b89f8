"""The data behind a plan's paper: it may change with the paper's words, and stands with them."""

from django.core.exceptions import ValidationError

from documents.choices import PaperState
from documents.models import OfficialDocument


def refuse_frozen(paper: OfficialDocument) -> None:
    """What a plan promises changes only while its paper is drafted; read off somebody else's paper, any time.

    Refusal: `frozen` (before the signer, or issued here: a correction is another paper).
    """
    if paper.is_editable or paper.state == PaperState.REGISTERED:
        return
    if paper.is_on_its_way:
        told = "Kế hoạch đang trình ký nên không sửa được. Hãy rút về hoặc chờ trả lại."
    else:
        told = "Kế hoạch đã ban hành nên không sửa được; muốn sửa thì ban hành kế hoạch khác."
    raise ValidationError(told, code="frozen")


def refuse_draft(paper: OfficialDocument) -> None:
    """What comes of a plan is told once its paper is out. Refusal: `draft`."""
    if paper.is_on_its_way:
        raise ValidationError(
            "Kế hoạch chưa ban hành nên chưa ghi kết quả được. Hãy ban hành trước.", code="draft"
        )
