"""Illustrative figures and accounts, so that every page is alive. Never with production settings."""

import time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import User
from communes.models import Commune
from criteria.choices import Level, RoundKind
from criteria.models import Recognition, Round, Scorecard, StatusEntry
from criteria.services import close_round, rebuild_current
from ntm_portal.demo.accounts import ACCOUNTS, account_lines, create_accounts
from ntm_portal.demo.commune_plans import write_commune_plans
from ntm_portal.demo.council import write_council
from ntm_portal.demo.difficulties import write_difficulties
from ntm_portal.demo.evidence import write_evidence
from ntm_portal.demo.files import write_files
from ntm_portal.demo.letterheads import write_rights
from ntm_portal.demo.plan import SPONSORED, Place, plan
from ntm_portal.demo.recognitions import write_recognitions
from ntm_portal.demo.red import write_red
from ntm_portal.demo.sponsored import write_sponsored_words
from ntm_portal.demo.sponsors import write_contacts
from ntm_portal.demo.support import write_support
from ntm_portal.demo.tasks import write_tasks
from ntm_portal.demo.values import write_values
from ntm_portal.demo.words import END_OF_2023, SET, write_words
from ntm_portal.demo.works import write_works
from plans.models import SupportAction

OFFICE = "vpdp"  # closes the round
AVERAGE = Decimal("16.1")  # criteria a commune at the end of 2023


class Command(BaseCommand):
    help = "Tạo số liệu minh họa và tài khoản trình diễn (chỉ với cấu hình trình diễn)."

    def handle(self, **options: Any) -> None:  # noqa: ARG002
        if not settings.DEMO:
            raise CommandError("Chỉ tạo số liệu minh họa với cấu hình trình diễn (DEMO).")
        started = time.monotonic()
        if not Scorecard.objects.filter(criteria_set__code=SET).exists():
            raise CommandError("Chưa có dữ liệu gốc: chạy load_reference trước.")
        try:
            with transaction.atomic():
                made = create_accounts()
                rights = write_rights()
                self.figures()
                self.promises()
                plans = write_commune_plans()
                files = write_files()
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        self.stdout.write(f"tài khoản trình diễn: {len(ACCOUNTS)} (thêm {made})")
        self.stdout.write(f"quyền ở các bước văn bản, cho tài khoản trình diễn: thêm {rights}")
        self.stdout.write(f"kế hoạch của xã, chế độ báo cáo minh họa: {plans}")
        self.stdout.write(f"hồ sơ kỳ minh họa: {files}")
        for line in account_lines():
            self.stdout.write(line)
        self.stdout.write(f"Xong trong {time.monotonic() - started:.1f} giây.")

    def figures(self) -> None:
        if StatusEntry.objects.filter(illustrative=True).exists():
            self.stdout.write("Đã có số liệu minh họa: giữ nguyên (clear_demo để bỏ).")
            return
        places = self.places()
        free = sum(place.code not in SPONSORED for place in places)
        total = int((free * AVERAGE).quantize(Decimal(1), ROUND_HALF_UP))
        made = plan(places, total)
        self.stdout.write(f"công nhận minh họa: {write_recognitions(made)}")
        self.stdout.write(f"kết quả minh họa: {write_words(made) + write_sponsored_words()}")
        rebuild_current()
        self.stdout.write(f"số liệu chỉ tiêu minh họa: {write_values()}")
        self.stdout.write(f"minh chứng minh họa: {write_evidence()}")
        self.close_last_year()

    def promises(self) -> None:
        """Tasks, help, difficulties and works; also where the figures stand since an earlier version."""
        if SupportAction.objects.filter(illustrative=True).exists():
            return
        self.stdout.write(f"tiến độ nhiệm vụ minh họa: {write_tasks()}")
        self.stdout.write(f"việc, chấp nhận minh họa cho tiêu chí chưa đạt: {write_red()}")
        self.stdout.write(f"hỗ trợ minh họa: {write_support()}")
        self.stdout.write(f"đầu mối minh họa: {write_contacts()}")
        self.stdout.write(f"khó khăn, vướng mắc minh họa: {write_difficulties()}")
        self.stdout.write(f"công trình, vốn, nợ, hồ sơ huyện, thôn minh họa: {write_works()}")
        self.stdout.write(f"hồ sơ xét công nhận minh họa: {write_council()}")

    def close_last_year(self) -> None:
        """The year 2023 closes, so that what a closed round locks can be seen."""
        period = Round.objects.filter(
            kind=RoundKind.YEAR, ends=END_OF_2023, closed_at=None
        ).first()
        if period is None:
            return
        closed = close_round(period=period, by=User.objects.get(username=OFFICE))
        self.stdout.write(f"{closed} đã đóng: {closed.frozen.count()} kết quả được chốt")

    def places(self) -> list[Place]:
        advanced = set(
            Recognition.objects.filter(level=Level.ADVANCED).values_list(
                "commune__code", flat=True
            )
        )
        return [
            Place(
                code=commune.code,
                district=commune.district.code if commune.district else "",
                border=commune.border,
                advanced=commune.code in advanced,
            )
            for commune in Commune.objects.on(END_OF_2023).select_related("district")
        ]
