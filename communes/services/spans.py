"""Spans of one key may not share a day, whatever the door and whatever the database."""

from django.core.exceptions import ValidationError

from communes.models import Agency, Commune, CommuneClass, District, Province, Span, SpanQuerySet

KEYS: dict[type[Span], tuple[str, ...]] = {
    Province: ("code",),
    District: ("code",),
    Commune: ("code",),
    Agency: ("slug",),
    CommuneClass: ("commune",),
}


def refuse_overlap(row: Span, *keys: str) -> None:
    """Refuse a row whose span shares a day with another row of the same key.

    `keys` are for models outside KEYS. The refusal has the code `overlap`, at the field `starts`.
    For the models of KEYS PostgreSQL also keeps this by itself (an exclusion constraint); SQLite
    lets one writer in at a time.
    """
    model = type(row)
    same = {key: getattr(row, key) for key in keys or KEYS[model]}
    others = SpanQuerySet(model).filter(**same).exclude(pk=row.pk)
    other = others.overlapping(row.starts, row.ends).first()
    if other is not None:
        until = f" đến {other.ends:%d/%m/%Y}" if other.ends else ""
        message = (
            f"Trùng thời gian với «{other}» đã có từ {other.starts:%d/%m/%Y}{until}: "
            "đổi ngày bắt đầu, hoặc kết thúc bản ghi kia trước."
        )
        raise ValidationError({"starts": ValidationError(message, code="overlap")})
