# Constraints stand in their CreateModel: on SQLite each one added later rebuilds its table.

import django.db.models.deletion
import plans.models.programme
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("communes", "0004_names_and_groups"),
        ("criteria", "0006_evidence_has_a_name"),
        ("documents", "0004_files_have_a_storage_of_their_own"),
        ("plans", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AgencyGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="khóa")),
                ("name", models.CharField(max_length=200, verbose_name="tên")),
                (
                    "rule",
                    models.CharField(
                        choices=[
                            ("departments", "mọi sở, ban, ngành, đoàn thể cấp tỉnh"),
                            ("districts", "mọi UBND cấp huyện"),
                            ("assigned", "đơn vị được phân công đỡ đầu, phụ trách xã"),
                            ("responsible", "cơ quan phụ trách tiêu chí"),
                            ("listed", "theo danh sách"),
                        ],
                        max_length=12,
                        verbose_name="gồm",
                    ),
                ),
                (
                    "other_names",
                    models.JSONField(blank=True, default=list, verbose_name="cách viết khác"),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="ghi chú")),
            ],
            options={
                "verbose_name": "nhóm cơ quan",
                "verbose_name_plural": "nhóm cơ quan",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="TaskGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                ("number", models.CharField(blank=True, max_length=10, verbose_name="số như in")),
                ("title", models.CharField(max_length=500, verbose_name="tên nhóm")),
            ],
            options={
                "verbose_name": "nhóm nhiệm vụ",
                "verbose_name_plural": "nhóm nhiệm vụ",
                "ordering": ["programme", "order"],
            },
        ),
        migrations.AlterField(
            model_name="target",
            name="kind",
            field=models.CharField(
                choices=[
                    ("communes_recognised", "số xã đạt chuẩn nông thôn mới"),
                    ("communes_advanced", "số xã đạt chuẩn nâng cao"),
                    ("communes_model", "số xã đạt chuẩn kiểu mẫu"),
                    ("communes_under", "số xã dưới mức tiêu chí"),
                    ("criteria_met", "số tiêu chí đạt"),
                    ("level", "mức đạt chuẩn"),
                    ("criterion_met", "số xã đạt tiêu chí"),
                    ("districts_recognised", "số huyện đạt chuẩn nông thôn mới"),
                    ("villages_recognised", "số thôn, bản đạt chuẩn nông thôn mới"),
                ],
                max_length=20,
                verbose_name="chỉ tiêu",
            ),
        ),
        migrations.CreateModel(
            name="Difficulty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="lần sửa"),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="ghi lúc")),
                (
                    "illustrative",
                    models.BooleanField(default=False, verbose_name="số liệu minh họa"),
                ),
                ("title", models.CharField(max_length=300, verbose_name="vướng mắc")),
                ("raised_on", models.DateField(verbose_name="ngày nêu")),
                ("answer_by", models.DateField(blank=True, null=True, verbose_name="hạn trả lời")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "chờ trả lời"),
                            ("answered", "đã trả lời"),
                            ("escalated", "đã báo cáo cấp trên"),
                            ("closed", "đã khép lại"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="tình trạng",
                    ),
                ),
                (
                    "addressed_to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked_difficulties",
                        to="communes.agency",
                        verbose_name="đơn vị trả lời",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="communes.commune",
                        verbose_name="xã",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="criteria.criterion",
                        verbose_name="tiêu chí",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="criteria.indicator",
                        verbose_name="chỉ tiêu",
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="difficulties",
                        to="communes.agency",
                        verbose_name="đơn vị nêu",
                    ),
                ),
            ],
            options={
                "verbose_name": "khó khăn, vướng mắc",
                "verbose_name_plural": "khó khăn, vướng mắc",
                "ordering": ["-raised_on", "-pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DifficultyStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("effective_on", models.DateField(verbose_name="ngày")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="ghi lúc")),
                (
                    "illustrative",
                    models.BooleanField(default=False, verbose_name="số liệu minh họa"),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="rút lúc"),
                ),
                (
                    "withdrawn_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="lý do rút"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("raised", "nêu"),
                            ("answered", "trả lời"),
                            ("forwarded", "chuyển"),
                            ("escalated", "báo cáo cấp trên"),
                            ("reopened", "nêu lại"),
                            ("closed", "khép lại"),
                        ],
                        max_length=10,
                        verbose_name="việc",
                    ),
                ),
                ("words", models.TextField(blank=True, verbose_name="nội dung")),
                ("answer_by", models.DateField(blank=True, null=True, verbose_name="hạn trả lời")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="communes.agency",
                        verbose_name="cơ quan",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "difficulty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="plans.difficulty",
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="communes.agency",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "bước xử lý vướng mắc",
                "verbose_name_plural": "bước xử lý vướng mắc",
                "ordering": ["effective_on", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)
                            ),
                            models.Q(
                                ("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="difficultystep_withdrawn_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at", None),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="difficultystep_withdrawn_with_a_reason",
                        violation_error_message="Rút phải nêu lý do.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DistrictProgramme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="ghi chú")),
                (
                    "illustrative",
                    models.BooleanField(default=False, verbose_name="số liệu minh họa"),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="district_programmes",
                        to="communes.agency",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="district_programmes",
                        to="documents.officialdocument",
                    ),
                ),
            ],
            options={
                "verbose_name": "chương trình của huyện",
                "verbose_name_plural": "chương trình của huyện",
                "ordering": ["year", "agency"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "year", "paper"), name="district_programme_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GroupMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts", models.DateField(verbose_name="từ ngày")),
                ("ends", models.DateField(blank=True, null=True, verbose_name="đến ngày")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="groups",
                        to="communes.agency",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="plans.agencygroup",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.officialdocument",
                    ),
                ),
            ],
            options={
                "verbose_name": "thành viên nhóm",
                "verbose_name_plural": "thành viên nhóm",
                "ordering": ["group", "agency"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("group", "agency", "starts"), name="group_member_once_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends", None), ("ends__gte", models.F("starts")), _connector="OR"
                        ),
                        name="group_member_ends_after_it_starts",
                        violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="ngày")),
                ("address", models.EmailField(blank=True, max_length=254, verbose_name="địa chỉ")),
                ("subject", models.CharField(max_length=300, verbose_name="tiêu đề")),
                ("body", models.TextField(verbose_name="nội dung")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "chờ gửi"),
                            ("sending", "đang gửi"),
                            ("sent", "đã gửi"),
                            ("failed", "không gửi được"),
                            ("skipped", "không có địa chỉ"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="trạng thái",
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="ghi lúc")),
                (
                    "sending_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="bắt đầu gửi lúc"),
                ),
                (
                    "sent_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="đã gửi lúc"),
                ),
                (
                    "attempts",
                    models.PositiveSmallIntegerField(default=0, verbose_name="số lần thử"),
                ),
                ("error", models.CharField(blank=True, max_length=300, verbose_name="lỗi")),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mails",
                        to="communes.agency",
                        verbose_name="cơ quan",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mails",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người nhận",
                    ),
                ),
            ],
            options={
                "verbose_name": "thư đôn đốc",
                "verbose_name_plural": "thư đôn đốc",
                "ordering": ["-day", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "day"), name="mail_one_a_person_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True),
                            ("sent_at__isnull", False),
                            _connector="OR",
                        ),
                        name="mail_sent_has_its_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Need",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="lần sửa"),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="ghi lúc")),
                (
                    "illustrative",
                    models.BooleanField(default=False, verbose_name="số liệu minh họa"),
                ),
                ("content", models.CharField(max_length=500, verbose_name="cần gì")),
                (
                    "quantity",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=14,
                        null=True,
                        verbose_name="khối lượng",
                    ),
                ),
                ("unit", models.CharField(blank=True, max_length=40, verbose_name="đơn vị tính")),
                (
                    "money",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=14,
                        null=True,
                        verbose_name="kinh phí (triệu đồng)",
                    ),
                ),
                ("by_day", models.DateField(blank=True, null=True, verbose_name="cần trước ngày")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "chưa có hỗ trợ"),
                            ("answered", "đã có hỗ trợ"),
                            ("met", "đã đáp ứng"),
                            ("dropped", "không còn nhu cầu"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="tình trạng",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="ghi chú")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="needs",
                        to="communes.commune",
                        verbose_name="xã",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="criteria.criterion",
                        verbose_name="tiêu chí",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="criteria.indicator",
                        verbose_name="chỉ tiêu",
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "nhu cầu hỗ trợ",
                "verbose_name_plural": "nhu cầu hỗ trợ",
                "ordering": ["by_day", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("indicator", None), ("criterion__isnull", False), _connector="OR"
                        ),
                        name="need_indicator_with_its_criterion",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanAction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="lần sửa"),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="ghi lúc")),
                (
                    "illustrative",
                    models.BooleanField(default=False, verbose_name="số liệu minh họa"),
                ),
                ("content", models.CharField(max_length=500, verbose_name="việc")),
                (
                    "unit_name",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="phòng, người thực hiện"
                    ),
                ),
                (
                    "due_text",
                    models.CharField(blank=True, max_length=200, verbose_name="thời hạn như in"),
                ),
                (
                    "due_kind",
                    models.CharField(
                        choices=[
                            ("day", "ngày"),
                            ("month", "tháng"),
                            ("quarter", "quý"),
                            ("half_year", "6 tháng"),
                            ("year", "năm"),
                            ("recurring", "thường xuyên, định kỳ"),
                            ("none", "không nêu"),
                        ],
                        default="none",
                        max_length=10,
                        verbose_name="dạng thời hạn",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="hạn")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("offered", "đề xuất hỗ trợ"),
                            ("planned", "theo kế hoạch"),
                            ("done", "đã thực hiện"),
                            ("dropped", "không thực hiện"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="tình trạng",
                    ),
                ),
                (
                    "done_on",
                    models.DateField(blank=True, null=True, verbose_name="thực hiện ngày"),
                ),
                ("result", models.CharField(blank=True, max_length=500, verbose_name="kết quả")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_actions",
                        to="communes.agency",
                        verbose_name="đơn vị có kế hoạch",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="communes.commune",
                        verbose_name="xã",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="criteria.criterion",
                        verbose_name="tiêu chí",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="criteria.indicator",
                        verbose_name="chỉ tiêu",
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_actions",
                        to="documents.officialdocument",
                    ),
                ),
            ],
            options={
                "verbose_name": "việc trong kế hoạch",
                "verbose_name_plural": "việc trong kế hoạch",
                "ordering": ["agency", "due_on", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("indicator", None), ("criterion__isnull", False), _connector="OR"
                        ),
                        name="planaction_indicator_with_its_criterion",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            ("done_on__isnull", False),
                            _connector="OR",
                        ),
                        name="planaction_done_has_its_day",
                        violation_error_message="Việc đã thực hiện phải có ngày.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("assignments", "danh sách phân công"),
                            ("programme", "chương trình công tác"),
                            ("support", "hoạt động hỗ trợ"),
                            ("works", "công trình, vốn"),
                            ("debts", "nợ đọng xây dựng cơ bản"),
                        ],
                        max_length=12,
                        verbose_name="loại",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="bảng dán")),
                ("options", models.JSONField(blank=True, default=dict)),
                ("plan", models.JSONField(blank=True, default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ready", "chờ xác nhận"),
                            ("stored", "đã ghi"),
                            ("discarded", "đã bỏ"),
                        ],
                        default="ready",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="lần sửa"),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="ghi lúc")),
                ("stored_at", models.DateTimeField(blank=True, null=True, verbose_name="lưu lúc")),
                ("message", models.CharField(blank=True, max_length=500, verbose_name="kết quả")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_drafts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_drafts",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "stored_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "bản nhập danh sách chờ xác nhận",
                "verbose_name_plural": "bản nhập danh sách chờ xác nhận",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stored_at__isnull", True), ("stored_by__isnull", True)),
                            models.Q(("stored_at__isnull", False), ("stored_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="plandraft_stored_at_and_by",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Debt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="lần sửa"),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="ghi lúc")),
                (
                    "illustrative",
                    models.BooleanField(default=False, verbose_name="số liệu minh họa"),
                ),
                ("as_of", models.DateField(verbose_name="tính đến ngày")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=14,
                        null=True,
                        verbose_name="nợ đọng",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="ghi chú")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="debts",
                        to="communes.commune",
                        verbose_name="xã",
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.plandraft",
                    ),
                ),
            ],
            options={
                "verbose_name": "nợ đọng xây dựng cơ bản",
                "verbose_name_plural": "nợ đọng xây dựng cơ bản",
                "ordering": ["commune", "as_of"],
                "constraints": [
                    models.UniqueConstraint(fields=("commune", "as_of"), name="debt_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SupportAction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="lần sửa"),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="ghi lúc")),
                (
                    "illustrative",
                    models.BooleanField(default=False, verbose_name="số liệu minh họa"),
                ),
                (
                    "unit_name",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="phòng, bộ phận thực hiện"
                    ),
                ),
                (
                    "partner",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="cùng với, từ nguồn của"
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("guidance", "hướng dẫn, chuyên môn"),
                            ("unblocking", "tháo gỡ vướng mắc"),
                            ("direct", "hỗ trợ trực tiếp"),
                            ("appeal", "kêu gọi tài trợ"),
                            ("integrated", "lồng ghép dự án"),
                            ("loan", "cho vay"),
                            ("labour", "ngày công"),
                            ("meeting", "giao ban, làm việc định kỳ"),
                            ("propaganda", "tuyên truyền"),
                            ("training", "tập huấn"),
                            ("other", "hình thức khác"),
                        ],
                        max_length=12,
                        verbose_name="hình thức",
                    ),
                ),
                ("content", models.CharField(max_length=500, verbose_name="nội dung")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("offered", "đề xuất hỗ trợ"),
                            ("planned", "theo kế hoạch"),
                            ("done", "đã thực hiện"),
                            ("dropped", "không thực hiện"),
                        ],
                        max_length=10,
                        verbose_name="tình trạng",
                    ),
                ),
                (
                    "planned_on",
                    models.DateField(blank=True, null=True, verbose_name="dự kiến ngày"),
                ),
                (
                    "done_on",
                    models.DateField(blank=True, null=True, verbose_name="thực hiện ngày"),
                ),
                (
                    "quantity_planned",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=14,
                        null=True,
                        verbose_name="khối lượng kế hoạch",
                    ),
                ),
                (
                    "quantity_done",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=14,
                        null=True,
                        verbose_name="khối lượng thực hiện",
                    ),
                ),
                (
                    "quantity_unit",
                    models.CharField(blank=True, max_length=40, verbose_name="đơn vị tính"),
                ),
                (
                    "total_planned",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        help_text="triệu đồng, như trong văn bản",
                        max_digits=14,
                        null=True,
                        verbose_name="tổng kinh phí kế hoạch như nêu",
                    ),
                ),
                (
                    "total_done",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        help_text="triệu đồng, như trong văn bản",
                        max_digits=14,
                        null=True,
                        verbose_name="tổng kinh phí thực hiện như nêu",
                    ),
                ),
                ("result", models.CharField(blank=True, max_length=500, verbose_name="kết quả")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="ghi chú")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="support",
                        to="communes.agency",
                        verbose_name="đơn vị hỗ trợ",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="communes.commune",
                        verbose_name="xã",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="criteria.criterion",
                        verbose_name="tiêu chí",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="criteria.indicator",
                        verbose_name="chỉ tiêu",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="support",
                        to="plans.need",
                        verbose_name="nhu cầu",
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "hoạt động hỗ trợ",
                "verbose_name_plural": "hoạt động hỗ trợ",
                "ordering": ["-done_on", "-planned_on", "-pk"],
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["commune", "state", "done_on"], name="support_commune_state"
                    ),
                    models.Index(
                        fields=["agency", "state", "done_on"], name="support_agency_state"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("indicator", None), ("criterion__isnull", False), _connector="OR"
                        ),
                        name="supportaction_indicator_with_its_criterion",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("commune__isnull", False),
                            ("state__in", ["offered", "dropped"]),
                            _connector="OR",
                        ),
                        name="support_without_a_commune_is_an_offer",
                        violation_error_message="Hỗ trợ đã lên kế hoạch hoặc đã thực hiện phải có xã.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            ("done_on__isnull", False),
                            _connector="OR",
                        ),
                        name="support_done_has_its_day",
                        violation_error_message="Hỗ trợ đã thực hiện phải có ngày.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SupportMoney",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("central", "ngân sách trung ương"),
                            ("provincial", "ngân sách tỉnh"),
                            ("commune", "ngân sách xã"),
                            ("integrated", "vốn lồng ghép"),
                            ("credit", "tín dụng"),
                            ("enterprises", "doanh nghiệp, nhà hảo tâm"),
                            ("community_cash", "cộng đồng đóng góp tiền mặt"),
                            ("labour_days", "ngày công quy đổi"),
                            ("in_kind", "hiện vật quy đổi"),
                            ("own", "kinh phí của đơn vị"),
                        ],
                        max_length=15,
                        verbose_name="nguồn",
                    ),
                ),
                (
                    "planned",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=14,
                        null=True,
                        verbose_name="kế hoạch",
                    ),
                ),
                (
                    "done",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=14,
                        null=True,
                        verbose_name="thực hiện",
                    ),
                ),
                (
                    "days_planned",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=14,
                        null=True,
                        verbose_name="ngày công kế hoạch",
                    ),
                ),
                (
                    "days_done",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=14,
                        null=True,
                        verbose_name="ngày công thực hiện",
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="money",
                        to="plans.supportaction",
                    ),
                ),
            ],
            options={
                "verbose_name": "kinh phí hỗ trợ",
                "verbose_name_plural": "kinh phí hỗ trợ",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("action", "source"), name="support_money_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("source", "labour_days"),
                            models.Q(("days_done", None), ("days_planned", None)),
                            _connector="OR",
                        ),
                        name="support_days_are_labour",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="lần sửa"),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="ghi lúc")),
                (
                    "illustrative",
                    models.BooleanField(default=False, verbose_name="số liệu minh họa"),
                ),
                ("order", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                ("number", models.CharField(blank=True, max_length=10, verbose_name="TT như in")),
                ("content", models.TextField(verbose_name="nội dung")),
                (
                    "due_text",
                    models.CharField(blank=True, max_length=200, verbose_name="thời gian như in"),
                ),
                (
                    "due_kind",
                    models.CharField(
                        choices=[
                            ("day", "ngày"),
                            ("month", "tháng"),
                            ("quarter", "quý"),
                            ("half_year", "6 tháng"),
                            ("year", "năm"),
                            ("recurring", "thường xuyên, định kỳ"),
                            ("none", "không nêu"),
                        ],
                        default="none",
                        max_length=10,
                        verbose_name="dạng thời hạn",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="hạn")),
                ("expected_result", models.TextField(blank=True, verbose_name="kết quả cần đạt")),
                ("note", models.TextField(blank=True, verbose_name="ghi chú")),
                ("search_key", models.TextField(blank=True, editable=False)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="plans.task",
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="plans.taskgroup",
                    ),
                ),
            ],
            options={
                "verbose_name": "nhiệm vụ",
                "verbose_name_plural": "nhiệm vụ",
                "ordering": ["group__order", "order"],
                "constraints": [
                    models.UniqueConstraint(fields=("group", "order"), name="task_order"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due_kind__in", ["none", "recurring"]),
                            ("due_on__isnull", False),
                            _connector="OR",
                        ),
                        name="task_due_day_by_kind",
                        violation_error_message="Thời hạn có dạng ngày, tháng, quý, năm thì phải có ngày.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MailLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("digest", "tổng hợp sáng thứ Hai"),
                            ("before", "sắp đến hạn"),
                            ("on_the_day", "đến hạn hôm nay"),
                            ("escalation", "quá hạn, không có hồi âm"),
                        ],
                        max_length=12,
                        verbose_name="vì",
                    ),
                ),
                ("key", models.CharField(max_length=120, verbose_name="khóa")),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="communes.agency",
                        verbose_name="cơ quan",
                    ),
                ),
                (
                    "mail",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="plans.mail",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mail_lines",
                        to="plans.task",
                    ),
                ),
            ],
            options={
                "verbose_name": "việc nêu trong thư",
                "verbose_name_plural": "việc nêu trong thư",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "key"), name="mail_line_once_a_person")
                ],
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_on", models.DateField(verbose_name="xin gia hạn đến")),
                ("reason", models.CharField(max_length=1000, verbose_name="lý do")),
                ("asked_on", models.DateField(verbose_name="ngày xin")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="ghi lúc")),
                (
                    "illustrative",
                    models.BooleanField(default=False, verbose_name="số liệu minh họa"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "chờ quyết định"),
                            ("granted", "đồng ý"),
                            ("refused", "không đồng ý"),
                            ("withdrawn", "đã rút"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="kết quả",
                    ),
                ),
                (
                    "decided_on",
                    models.DateField(blank=True, null=True, verbose_name="ngày quyết định"),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="quyết định lúc"),
                ),
                ("answer", models.CharField(blank=True, max_length=1000, verbose_name="ý kiến")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="communes.agency",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extensions",
                        to="plans.task",
                    ),
                ),
            ],
            options={
                "verbose_name": "xin gia hạn",
                "verbose_name_plural": "xin gia hạn",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True)),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="extension_decided_at_and_by",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")),
                        fields=("task", "agency"),
                        name="extension_asked_once_at_a_time",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="difficulty",
            name="task",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="difficulties",
                to="plans.task",
            ),
        ),
        migrations.CreateModel(
            name="TaskAim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="communes.commune",
                        verbose_name="xã",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="criteria.criterion",
                        verbose_name="tiêu chí",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="task_aims",
                        to="communes.district",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="criteria.indicator",
                        verbose_name="chỉ tiêu",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aims",
                        to="plans.task",
                    ),
                ),
            ],
            options={
                "verbose_name": "nhiệm vụ gắn với tiêu chí",
                "verbose_name_plural": "nhiệm vụ gắn với tiêu chí",
                "ordering": ["pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("indicator", None), ("criterion__isnull", False), _connector="OR"
                        ),
                        name="taskaim_indicator_with_its_criterion",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("commune", None), ("district", None), _connector="OR"),
                        name="taskaim_in_a_commune_or_a_district",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskParty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[("lead", "chủ trì"), ("coordinate", "phối hợp")],
                        max_length=10,
                        verbose_name="vai",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                ("text", models.CharField(max_length=300, verbose_name="như in")),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="task_parts",
                        to="communes.agency",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="task_parts",
                        to="plans.agencygroup",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parties",
                        to="plans.task",
                    ),
                ),
            ],
            options={
                "verbose_name": "đơn vị thực hiện",
                "verbose_name_plural": "đơn vị thực hiện",
                "ordering": ["task", "part", "order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("task", "part", "order"), name="task_party_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("agency", None), ("group", None), _connector="OR"),
                        name="task_party_is_an_agency_or_a_group",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskProgress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("effective_on", models.DateField(verbose_name="ngày")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="ghi lúc")),
                (
                    "illustrative",
                    models.BooleanField(default=False, verbose_name="số liệu minh họa"),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="rút lúc"),
                ),
                (
                    "withdrawn_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="lý do rút"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("not_started", "chưa thực hiện"),
                            ("in_progress", "đang thực hiện"),
                            ("done", "báo đã hoàn thành"),
                            ("stuck", "gặp vướng mắc"),
                        ],
                        max_length=12,
                        verbose_name="tình trạng",
                    ),
                ),
                (
                    "percent",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="phần trăm"
                    ),
                ),
                ("words", models.TextField(blank=True, verbose_name="diễn giải")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="communes.agency",
                        verbose_name="cơ quan",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="progress",
                        to="plans.task",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "tiến độ",
                "verbose_name_plural": "tiến độ",
                "ordering": ["effective_on", "pk"],
                "abstract": False,
                "indexes": [models.Index(fields=["task", "agency"], name="progress_task_agency")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)
                            ),
                            models.Q(
                                ("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="taskprogress_withdrawn_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at", None),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="taskprogress_withdrawn_with_a_reason",
                        violation_error_message="Rút phải nêu lý do.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("percent", None), ("percent__lte", 100), _connector="OR"
                        ),
                        name="taskprogress_percent_up_to_100",
                        violation_error_message="Phần trăm phải từ 0 đến 100.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="tên lúc nộp ở đây", max_length=255, verbose_name="tên tệp"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="ghi chú")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="ghi lúc")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="plans.difficultystep",
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="plans.supportaction",
                    ),
                ),
                (
                    "progress",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="plans.taskprogress",
                    ),
                ),
            ],
            options={
                "verbose_name": "tệp kèm theo",
                "verbose_name_plural": "tệp kèm theo",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("action", None), ("progress__isnull", False), ("step", None)
                            ),
                            models.Q(
                                ("action__isnull", False), ("progress", None), ("step", None)
                            ),
                            models.Q(
                                ("action", None), ("progress", None), ("step__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="attachment_stands_behind_one_thing",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskReference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="như in")),
                (
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cited_in_tasks",
                        to="documents.officialdocument",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="references",
                        to="plans.task",
                    ),
                ),
            ],
            options={
                "verbose_name": "văn bản dẫn",
                "verbose_name_plural": "văn bản dẫn",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="TaskReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("effective_on", models.DateField(verbose_name="ngày")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="ghi lúc")),
                (
                    "illustrative",
                    models.BooleanField(default=False, verbose_name="số liệu minh họa"),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="rút lúc"),
                ),
                (
                    "withdrawn_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="lý do rút"),
                ),
                ("agrees", models.BooleanField(verbose_name="xác nhận hoàn thành")),
                ("reason", models.CharField(blank=True, max_length=1000, verbose_name="lý do")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="communes.agency",
                        verbose_name="cơ quan",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="communes.agency",
                        verbose_name="đơn vị",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="plans.task",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "xác nhận hoàn thành",
                "verbose_name_plural": "xác nhận hoàn thành",
                "ordering": ["effective_on", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)
                            ),
                            models.Q(
                                ("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="taskreview_withdrawn_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at", None),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="taskreview_withdrawn_with_a_reason",
                        violation_error_message="Rút phải nêu lý do.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agrees", True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="taskreview_returns_with_a_reason",
                        violation_error_message="Trả lại thì phải nêu lý do.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UrgingRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("digest", "tổng hợp sáng thứ Hai"),
                            ("before", "sắp đến hạn"),
                            ("on_the_day", "đến hạn hôm nay"),
                            ("escalation", "quá hạn, không có hồi âm"),
                        ],
                        max_length=12,
                        verbose_name="khi",
                    ),
                ),
                (
                    "days",
                    models.PositiveSmallIntegerField(default=0, verbose_name="số ngày làm việc"),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("focal_point", "đầu mối của đơn vị"),
                            ("officer", "cán bộ của đơn vị"),
                            ("director", "thủ trưởng của đơn vị"),
                            ("office", "Văn phòng Điều phối"),
                            ("leader", "lãnh đạo Ban Chỉ đạo"),
                        ],
                        max_length=12,
                        verbose_name="gửi cho",
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="đang dùng")),
            ],
            options={
                "verbose_name": "quy tắc đôn đốc",
                "verbose_name_plural": "quy tắc đôn đốc",
                "ordering": ["kind", "days", "audience"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "days", "audience"), name="urging_rule_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Village",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts", models.DateField(verbose_name="từ ngày")),
                ("ends", models.DateField(blank=True, null=True, verbose_name="đến ngày")),
                ("name", models.CharField(max_length=100, verbose_name="thôn, bản")),
                (
                    "households",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="số hộ"),
                ),
                (
                    "poor_households",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="số hộ nghèo"),
                ),
                (
                    "illustrative",
                    models.BooleanField(default=False, verbose_name="số liệu minh họa"),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="villages",
                        to="communes.commune",
                    ),
                ),
            ],
            options={
                "verbose_name": "thôn, bản",
                "verbose_name_plural": "thôn, bản",
                "ordering": ["commune", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commune", "name", "starts"), name="village_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Dossier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="lần sửa"),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="ghi lúc")),
                (
                    "illustrative",
                    models.BooleanField(default=False, verbose_name="số liệu minh họa"),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("ntm", "đạt chuẩn nông thôn mới"),
                            ("advanced", "nông thôn mới nâng cao"),
                            ("model", "nông thôn mới kiểu mẫu"),
                        ],
                        max_length=10,
                        verbose_name="mức",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="năm đạt chuẩn"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("not_started", "chưa lập hồ sơ"),
                            ("self_assessed", "tự đánh giá"),
                            ("verified", "đã thẩm tra"),
                            ("submitted", "đã trình cấp thẩm định"),
                            ("appraised", "đã thẩm định"),
                            ("recognised", "đã công nhận"),
                        ],
                        max_length=15,
                        verbose_name="hồ sơ",
                    ),
                ),
                (
                    "stage_on",
                    models.DateField(blank=True, null=True, verbose_name="đến bước này ngày"),
                ),
                (
                    "decided_on",
                    models.DateField(blank=True, null=True, verbose_name="ngày quyết định"),
                ),
                ("source", models.CharField(blank=True, max_length=500, verbose_name="nguồn")),
                (
                    "confidence",
                    models.CharField(default="sourced", max_length=10, verbose_name="độ tin cậy"),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="ghi chú")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossiers",
                        to="communes.district",
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossiers",
                        to="documents.officialdocument",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossiers",
                        to="plans.village",
                    ),
                ),
            ],
            options={
                "verbose_name": "hồ sơ công nhận huyện, thôn",
                "verbose_name_plural": "hồ sơ công nhận huyện, thôn",
                "ordering": ["district", "village", "year", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("district__isnull", False), ("village", None)),
                            models.Q(("district", None), ("village__isnull", False)),
                            _connector="OR",
                        ),
                        name="dossier_is_of_a_district_or_a_village",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("district__isnull", False)),
                        fields=("district", "level"),
                        name="dossier_of_a_district_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("village__isnull", False)),
                        fields=("village", "level"),
                        name="dossier_of_a_village_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Work",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="lần sửa"),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="ghi lúc")),
                (
                    "illustrative",
                    models.BooleanField(default=False, verbose_name="số liệu minh họa"),
                ),
                ("name", models.CharField(max_length=300, verbose_name="công trình")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("roads", "giao thông"),
                            ("irrigation", "thủy lợi"),
                            ("disasters", "phòng, chống thiên tai"),
                            ("power", "điện"),
                            ("trade", "thương mại nông thôn"),
                            ("materials", "vùng nguyên liệu"),
                            ("digital", "hạ tầng số"),
                            ("broadcast", "truyền thanh"),
                            ("water", "nước sạch tập trung"),
                            ("environment", "bảo vệ môi trường"),
                            ("settlement", "ổn định dân cư"),
                            ("database", "cơ sở dữ liệu quản lý"),
                            ("ethnic", "đặc thù vùng dân tộc thiểu số và miền núi"),
                            ("other", "công trình khác"),
                        ],
                        max_length=12,
                        verbose_name="loại",
                    ),
                ),
                (
                    "investment",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=14,
                        null=True,
                        verbose_name="tổng mức đầu tư",
                    ),
                ),
                (
                    "quantity",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=14,
                        null=True,
                        verbose_name="khối lượng",
                    ),
                ),
                ("unit", models.CharField(blank=True, max_length=40, verbose_name="đơn vị tính")),
                ("started_on", models.DateField(blank=True, null=True, verbose_name="khởi công")),
                (
                    "finished_on",
                    models.DateField(blank=True, null=True, verbose_name="hoàn thành"),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="ghi chú")),
                ("search_key", models.CharField(db_index=True, editable=False, max_length=350)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="works",
                        to="communes.commune",
                        verbose_name="xã",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="works",
                        to="criteria.indicator",
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "công trình",
                "verbose_name_plural": "công trình",
                "ordering": ["commune", "name", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("commune", "name"), name="work_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Capital",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="lần sửa"),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="ghi lúc")),
                (
                    "illustrative",
                    models.BooleanField(default=False, verbose_name="số liệu minh họa"),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="kế hoạch vốn năm")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("central", "ngân sách trung ương"),
                            ("provincial", "ngân sách tỉnh"),
                            ("commune", "ngân sách xã"),
                            ("integrated", "vốn lồng ghép"),
                            ("credit", "tín dụng"),
                            ("enterprises", "doanh nghiệp, nhà hảo tâm"),
                            ("community_cash", "cộng đồng đóng góp tiền mặt"),
                            ("labour_days", "ngày công quy đổi"),
                            ("in_kind", "hiện vật quy đổi"),
                            ("own", "kinh phí của đơn vị"),
                        ],
                        max_length=15,
                        verbose_name="nguồn",
                    ),
                ),
                ("as_of", models.DateField(verbose_name="tính đến ngày")),
                (
                    "allocated",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=14,
                        null=True,
                        verbose_name="đã phân bổ",
                    ),
                ),
                (
                    "disbursed",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=14,
                        null=True,
                        verbose_name="đã giải ngân",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="capital",
                        to="communes.commune",
                        verbose_name="xã",
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.plandraft",
                    ),
                ),
                (
                    "work",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="capital",
                        to="plans.work",
                    ),
                ),
            ],
            options={
                "verbose_name": "vốn",
                "verbose_name_plural": "vốn",
                "ordering": ["commune", "year", "as_of", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("work", "year", "source", "as_of"), name="capital_of_a_work_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("work", None)),
                        fields=("commune", "year", "source", "as_of"),
                        name="capital_as_a_whole_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkProgramme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="lần sửa"),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="ghi lúc")),
                (
                    "illustrative",
                    models.BooleanField(default=False, verbose_name="số liệu minh họa"),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                ("title", models.CharField(max_length=300, verbose_name="tên")),
                (
                    "headings",
                    models.JSONField(
                        default=plans.models.programme.default_headings,
                        verbose_name="tên cột như in",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="ghi chú")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="plans.workprogramme",
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programmes",
                        to="documents.officialdocument",
                        verbose_name="quyết định",
                    ),
                ),
            ],
            options={
                "verbose_name": "chương trình công tác",
                "verbose_name_plural": "chương trình công tác",
                "ordering": ["-year", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("year", "paper"), name="programme_once_a_paper"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="taskgroup",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="groups",
                to="plans.workprogramme",
            ),
        ),
        migrations.CreateModel(
            name="Acceptance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="lần sửa"),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="ghi lúc")),
                (
                    "illustrative",
                    models.BooleanField(default=False, verbose_name="số liệu minh họa"),
                ),
                (
                    "until_year",
                    models.PositiveSmallIntegerField(verbose_name="chấp nhận đến hết năm"),
                ),
                ("reason", models.CharField(max_length=500, verbose_name="lý do")),
                ("starts", models.DateField(verbose_name="từ ngày")),
                (
                    "ended_on",
                    models.DateField(blank=True, null=True, verbose_name="thôi chấp nhận từ ngày"),
                ),
                (
                    "ended_reason",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="lý do thôi chấp nhận"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acceptances",
                        to="communes.commune",
                        verbose_name="xã",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acceptances",
                        to="criteria.criterion",
                        verbose_name="tiêu chí",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="criteria.indicator",
                        verbose_name="chỉ tiêu",
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        help_text="văn bản đã ký; trống khi lãnh đạo chấp nhận ngay trên cổng",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acceptances",
                        to="documents.officialdocument",
                    ),
                ),
            ],
            options={
                "verbose_name": "chấp nhận chưa đạt",
                "verbose_name_plural": "chấp nhận chưa đạt",
                "ordering": ["commune", "criterion", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("indicator", None), ("criterion__isnull", False), _connector="OR"
                        ),
                        name="acceptance_indicator_with_its_criterion",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None),
                            models.Q(("ended_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="acceptance_ends_with_a_reason",
                        violation_error_message="Thôi chấp nhận phải nêu lý do.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgencyOffice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts", models.DateField(verbose_name="từ ngày")),
                ("ends", models.DateField(blank=True, null=True, verbose_name="đến ngày")),
                ("order", models.PositiveSmallIntegerField(default=1, verbose_name="thứ tự")),
                ("name", models.CharField(max_length=200, verbose_name="phòng, bộ phận")),
                ("leads", models.BooleanField(default=False, verbose_name="chủ trì")),
                ("part", models.TextField(blank=True, verbose_name="việc được giao")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offices",
                        to="communes.agency",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agency_offices",
                        to="documents.officialdocument",
                    ),
                ),
            ],
            options={
                "verbose_name": "phòng, bộ phận của đơn vị",
                "verbose_name_plural": "phòng, bộ phận của đơn vị",
                "ordering": ["agency", "order", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "name", "starts"), name="agency_office_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends", None), ("ends__gte", models.F("starts")), _connector="OR"
                        ),
                        name="agencyoffice_ends_after_it_starts",
                        violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts", models.DateField(verbose_name="từ ngày")),
                ("ends", models.DateField(blank=True, null=True, verbose_name="đến ngày")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("head", "tổ trưởng tổ công tác"),
                            ("member", "thành viên tổ công tác"),
                            ("contact", "đầu mối liên hệ"),
                        ],
                        max_length=8,
                        verbose_name="vai",
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="họ và tên")),
                ("post", models.CharField(blank=True, max_length=150, verbose_name="chức vụ")),
                (
                    "unit_name",
                    models.CharField(blank=True, max_length=200, verbose_name="phòng, bộ phận"),
                ),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="điện thoại")),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="thư điện tử"),
                ),
                (
                    "illustrative",
                    models.BooleanField(default=False, verbose_name="số liệu minh họa"),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="communes.agency",
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="communes.commune",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "đầu mối, tổ công tác",
                "verbose_name_plural": "đầu mối, tổ công tác",
                "ordering": ["agency", "kind", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends", None), ("ends__gte", models.F("starts")), _connector="OR"
                        ),
                        name="contact_ends_after_it_starts",
                        violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="difficulty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("indicator", None), ("criterion__isnull", False), _connector="OR"
                ),
                name="difficulty_indicator_with_its_criterion",
            ),
        ),
        migrations.AddConstraint(
            model_name="taskgroup",
            constraint=models.UniqueConstraint(
                fields=("programme", "order"), name="task_group_order"
            ),
        ),
    ]
