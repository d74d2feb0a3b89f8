"""What tests of a sponsor plan's pages type, and where."""

from django.urls import reverse

SENTENCE = "trường học, môi trường và an toàn thực phẩm, cây xanh và phấn đấu đạt chuẩn nông thôn mới đến năm 2025"


def page(name, *args):
    return reverse(f"plans:{name}", args=args)


def row_of(plan, commune):
    return plan.communes.get(commune=commune)


def typed(row, **more):
    """The row's form as it stands, with two blank targets."""
    found = {
        "duty": row.duty,
        "recognised": "0",
        "level": row.level,
        "met": row.met,
        "out_of": row.out_of,
        "state_text": row.state_text,
        "means_text": row.means_text,
        "seen": row.version,
        "muc-TOTAL_FORMS": "2",
        "muc-INITIAL_FORMS": "0",
    }
    found |= {f"unmet-{one.criterion_id}": "on" for one in row.unmet.all()}
    return {name: "" if value is None else value for name, value in (found | more).items()}
