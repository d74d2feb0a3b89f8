"""Illustrative progress on the work programme of 2024, so that each colour of the board is there on 18/6/2024."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from communes.models import Agency
from plans.choices import ExtensionState, TaskState
from plans.models import Attachment, Extension, Task, TaskProgress, TaskReview

YEAR = 2024
OFFICE = "vpdp-ntm"
NN, KHDT, TTTT = "so-nong-nghiep-ptnt", "so-ke-hoach-dau-tu", "so-thong-tin-truyen-thong"


@dataclass(frozen=True, slots=True)
class Word:
    """What an agency says of a task on a day."""

    task: str
    agency: str
    day: int
    month: int
    state: TaskState
    percent: int | None
    words: str

    @property
    def on(self) -> dt.date:
        return dt.date(YEAR, self.month, self.day)


IN, DONE, STUCK = TaskState.IN_PROGRESS, TaskState.DONE, TaskState.STUCK
WORDS = (
    Word("I.1", NN, 6, 5, IN, 30, "Đã gửi văn bản đề nghị các sở, huyện rà soát."),
    Word("I.2", KHDT, 14, 6, IN, 50, "Đã tổng hợp kiến nghị về cơ chế lồng ghép vốn."),
    Word("I.2", NN, 12, 6, IN, 40, "Đang dự thảo phần cơ chế hỗ trợ sản xuất."),
    Word("I.3", "ubmttqvn-tinh", 10, 6, IN, 60, "Đã phát động phong trào ở các huyện, thị xã."),
    Word("I.4", OFFICE, 12, 6, DONE, 100, "Đã mở đủ các lớp tập huấn trong kế hoạch năm."),
    Word("I.5", KHDT, 13, 6, IN, 50, "Đã làm việc với bốn xã được phân công."),
    Word("I.5", "lien-minh-htx", 4, 6, IN, 40, "Đã tư vấn củng cố hợp tác xã ở ba xã."),
    Word("I.5", TTTT, 11, 6, IN, 45, "Đã kiểm tra tiêu chí 8 ở bốn xã được phân công."),
    Word("I.6", NN, 20, 5, IN, 40, "Đã có dự thảo, đang lấy ý kiến các sở phụ trách tiêu chí."),
    Word("I.8", "so-xay-dung", 7, 6, STUCK, 20, "Quy hoạch tỉnh mới duyệt, phải rà lại."),
    Word("II.1", NN, 31, 5, IN, 90, "Còn hồ sơ của một xã phải bổ sung minh chứng."),
    Word("II.2", NN, 14, 6, IN, 70, "Đang thẩm tra hồ sơ ba huyện."),
    Word("II.3", NN, 14, 6, IN, 50, "Huyện đang hoàn chỉnh báo cáo tự đánh giá."),
    Word("II.4", NN, 14, 6, IN, 50, "Đã thống nhất danh sách xã phấn đấu với các huyện."),
    Word("III.2", NN, 5, 6, IN, 35, "Đã lập danh sách xã dưới 13 tiêu chí và phần còn thiếu."),
)
GRANTED, ASKED = "II.1", "II.2"


def write_tasks() -> int:
    """Words of progress, an extension that was granted and one that waits; nobody has confirmed anything yet."""
    tasks = {task.code: task for task in _tasks()}
    agencies = {one.slug: one for one in Agency.objects.on(dt.date(YEAR, 6, 18))}
    told = [
        TaskProgress(
            task=tasks[one.task],
            agency=agencies[one.agency],
            effective_on=one.on,
            state=one.state,
            percent=one.percent,
            words=one.words,
            illustrative=True,
        )
        for one in WORDS
        if one.task in tasks and one.agency in agencies
    ]
    TaskProgress.objects.bulk_create(told)
    asked = [
        Extension(
            task=tasks[code],
            agency=agencies[NN],
            illustrative=True,
            **values,
        )
        for code, values in _extensions().items()
        if code in tasks and NN in agencies
    ]
    Extension.objects.bulk_create(asked)
    return len(told) + len(asked)


def _tasks() -> QuerySet[Task]:
    return Task.objects.filter(group__programme__year=YEAR).select_related("group")


def _extensions() -> dict[str, dict[str, object]]:
    return {
        GRANTED: {
            "due_on": dt.date(YEAR, 5, 31),
            "reason": "Chờ huyện bổ sung hồ sơ.",
            "asked_on": dt.date(YEAR, 4, 22),
            "state": ExtensionState.GRANTED,
            "decided_on": dt.date(YEAR, 4, 24),
        },
        ASKED: {
            "due_on": dt.date(YEAR, 7, 31),
            "reason": "Chờ ý kiến của bộ, ngành về hồ sơ hai huyện.",
            "asked_on": dt.date(YEAR, 6, 17),
        },
    }


def clear_tasks(demo: QuerySet[User]) -> int:
    """What is marked or was said by demonstration accounts; what they withdrew or decided stands again."""
    marked = Q(illustrative=True) | Q(by__in=demo)
    undone = {"withdrawn_at": None, "withdrawn_by": None, "withdrawn_reason": ""}
    open_again = {"state": ExtensionState.ASKED, "answer": ""}
    Attachment.objects.filter(progress__in=TaskProgress.objects.filter(marked)).delete()
    gone = 0
    for model in (TaskProgress, TaskReview):
        gone += model.objects.filter(marked).delete()[0]
        model.objects.filter(withdrawn_by__in=demo).update(**undone)
    gone += Extension.objects.filter(marked).delete()[0]
    waiting = Extension.objects.filter(
        task=OuterRef("task"), agency=OuterRef("agency"), state=ExtensionState.ASKED
    )
    Extension.objects.filter(~Exists(waiting), decided_by__in=demo).update(
        decided_on=None, decided_at=None, decided_by=None, **open_again
    )
    return gone
