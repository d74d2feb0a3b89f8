import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("communes", "0004_names_and_groups"),
        ("criteria", "0006_evidence_has_a_name"),
        ("documents", "0008_chapters_of_prints"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="round",
            name="round_once_a_period",
        ),
        migrations.AddField(
            model_name="round",
            name="appraise_by",
            field=models.DateField(blank=True, null=True, verbose_name="hạn thẩm định"),
        ),
        migrations.AddField(
            model_name="round",
            name="places",
            field=models.ManyToManyField(
                blank=True,
                related_name="+",
                to="communes.commune",
                verbose_name="các xã của kỳ đột xuất",
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="submit_by",
            field=models.DateField(blank=True, null=True, verbose_name="hạn xã gửi hồ sơ"),
        ),
        migrations.AddField(
            model_name="round",
            name="verify_by",
            field=models.DateField(blank=True, null=True, verbose_name="hạn thẩm tra"),
        ),
        migrations.AlterField(
            model_name="round",
            name="kind",
            field=models.CharField(
                choices=[("half_year", "6 tháng"), ("year", "năm"), ("on_demand", "đột xuất")],
                max_length=10,
                verbose_name="loại",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "on_demand"), _negated=True),
                fields=("kind", "year"),
                name="round_once_a_period",
            ),
        ),
        migrations.CreateModel(
            name="CouncilFile",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="council_files",
                        to="communes.commune",
                    ),
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
                    "purpose",
                    models.CharField(
                        choices=[("recognise", "xét công nhận"), ("revoke", "xét thu hồi")],
                        max_length=10,
                        verbose_name="việc",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="năm đạt chuẩn"
                    ),
                ),
                ("opened_on", models.DateField(verbose_name="ngày lập")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("preparing", "đang lập hồ sơ"),
                            ("submitted", "chờ hội đồng họp"),
                            ("passed", "hội đồng thông qua"),
                            ("failed", "hội đồng không thông qua"),
                            ("decided", "đã có quyết định"),
                            ("dropped", "thôi xét"),
                        ],
                        default="preparing",
                        max_length=10,
                        verbose_name="tình trạng",
                    ),
                ),
                (
                    "submitted_on",
                    models.DateField(blank=True, null=True, verbose_name="trình hội đồng ngày"),
                ),
                (
                    "frozen",
                    models.JSONField(blank=True, null=True, verbose_name="quy định lúc trình"),
                ),
                (
                    "recognition",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="council_files",
                        to="criteria.recognition",
                    ),
                ),
                (
                    "ended_on",
                    models.DateField(blank=True, null=True, verbose_name="kết thúc ngày"),
                ),
                (
                    "dropped_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="lý do thôi xét"),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="ghi chú")),
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
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="ghi lúc")),
                (
                    "illustrative",
                    models.BooleanField(default=False, verbose_name="số liệu minh họa"),
                ),
            ],
            options={
                "verbose_name": "hồ sơ xét công nhận",
                "verbose_name_plural": "hồ sơ xét công nhận",
                "ordering": ["-opened_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ["failed", "passed", "preparing", "submitted"])
                        ),
                        fields=("commune", "level", "purpose"),
                        name="council_file_lives_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("submitted_on__isnull", True), ("frozen__isnull", True)),
                            models.Q(("submitted_on__isnull", False), ("frozen__isnull", False)),
                            _connector="OR",
                        ),
                        name="council_file_submitted_and_frozen",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["submitted", "passed", "failed", "decided"]),
                                _negated=True,
                            ),
                            ("submitted_on__isnull", False),
                            _connector="OR",
                        ),
                        name="council_file_frozen_before_the_council",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("submitted_on", None),
                            ("submitted_on__gte", models.F("opened_on")),
                            _connector="OR",
                        ),
                        name="council_file_submitted_after_it_was_opened",
                        violation_error_message="Ngày trình phải từ ngày lập hồ sơ trở đi.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "decided"), _negated=True),
                            ("recognition__isnull", False),
                            _connector="OR",
                        ),
                        name="council_file_decided_with_its_recognition",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("purpose", "revoke"), _negated=True),
                            ("recognition__isnull", False),
                            _connector="OR",
                        ),
                        name="council_file_revokes_a_recognition",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_on", None),
                                ("state__in", ["failed", "passed", "preparing", "submitted"]),
                            ),
                            models.Q(
                                models.Q(
                                    ("state__in", ["failed", "passed", "preparing", "submitted"]),
                                    _negated=True,
                                ),
                                ("ended_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="council_file_ends_when_it_ended",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "dropped"), _negated=True),
                            models.Q(("dropped_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="council_file_dropped_with_a_reason",
                        violation_error_message="Thôi xét phải nêu lý do.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConditionFinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="ghi lúc")),
                (
                    "council_file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="criteria.councilfile",
                    ),
                ),
                ("condition", models.SlugField(max_length=20, verbose_name="điều kiện")),
                ("holds", models.BooleanField(verbose_name="đạt điều kiện")),
                (
                    "number",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="tỷ lệ (%)",
                    ),
                ),
                (
                    "words",
                    models.CharField(blank=True, max_length=500, verbose_name="căn cứ bằng lời"),
                ),
                (
                    "beside",
                    models.CharField(blank=True, max_length=300, verbose_name="cổng đang ghi"),
                ),
                (
                    "beside_holds",
                    models.BooleanField(blank=True, null=True, verbose_name="theo cổng"),
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
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                ("computed", models.BooleanField(default=False, verbose_name="cổng tính")),
                ("on", models.DateField(verbose_name="ngày")),
            ],
            options={
                "verbose_name": "kết quả điều kiện",
                "verbose_name_plural": "kết quả điều kiện",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number", None),
                            models.Q(("number__gte", 0), ("number__lte", 100)),
                            _connector="OR",
                        ),
                        name="finding_number_is_a_share",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("words", ""), _negated=True),
                            ("paper__isnull", False),
                            ("file__isnull", False),
                            _connector="OR",
                        ),
                        name="finding_rests_on_something",
                        violation_error_message="Phải có căn cứ: văn bản, tệp hoặc lời.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CouncilMeeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="ghi lúc")),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="rút lúc"),
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
                (
                    "withdrawn_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="lý do rút"),
                ),
                (
                    "council_file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meetings",
                        to="criteria.councilfile",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="ngày họp")),
                ("members", models.PositiveSmallIntegerField(verbose_name="thành viên hội đồng")),
                ("present", models.PositiveSmallIntegerField(verbose_name="có mặt")),
                ("in_favour", models.PositiveSmallIntegerField(verbose_name="tán thành")),
                ("valid", models.BooleanField(blank=True, null=True, verbose_name="hợp lệ")),
                ("passed", models.BooleanField(verbose_name="thông qua")),
                (
                    "minutes",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="ghi chú")),
            ],
            options={
                "verbose_name": "phiên họp hội đồng",
                "verbose_name_plural": "phiên họp hội đồng",
                "ordering": ["held_on", "pk"],
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
                        name="councilmeeting_withdrawn_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at", None),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="councilmeeting_withdrawn_with_a_reason",
                        violation_error_message="Rút phải nêu lý do.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("members__gte", 1)),
                        name="meeting_has_members",
                        violation_error_message="Hội đồng phải có thành viên.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("present__lte", models.F("members"))),
                        name="meeting_present_are_members",
                        violation_error_message="Số có mặt không thể nhiều hơn số thành viên.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("in_favour__lte", models.F("present"))),
                        name="meeting_in_favour_are_present",
                        violation_error_message="Số tán thành không thể nhiều hơn số có mặt.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid", None), ("valid", True), ("passed", False), _connector="OR"
                        ),
                        name="meeting_not_valid_passes_nothing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FiledDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="ghi lúc")),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="rút lúc"),
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
                (
                    "withdrawn_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="lý do rút"),
                ),
                (
                    "council_file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="filed",
                        to="criteria.councilfile",
                    ),
                ),
                (
                    "asked",
                    models.SlugField(
                        blank=True,
                        help_text="trống: giấy tờ khác",
                        max_length=20,
                        verbose_name="giấy tờ",
                    ),
                ),
                ("name", models.CharField(max_length=255, verbose_name="tên")),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
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
                ("on", models.DateField(verbose_name="ngày nộp")),
            ],
            options={
                "verbose_name": "giấy tờ trong hồ sơ",
                "verbose_name_plural": "giấy tờ trong hồ sơ",
                "ordering": ["pk"],
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
                        name="fileddocument_withdrawn_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at", None),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="fileddocument_withdrawn_with_a_reason",
                        violation_error_message="Rút phải nêu lý do.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file__isnull", False), ("paper", None)),
                            models.Q(("file", None), ("paper__isnull", False)),
                            _connector="OR",
                        ),
                        name="filed_document_is_a_file_or_a_paper",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Procedure",
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
                    "purpose",
                    models.CharField(
                        choices=[("recognise", "xét công nhận"), ("revoke", "xét thu hồi")],
                        max_length=10,
                        verbose_name="việc",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="procedures",
                        to="documents.officialdocument",
                    ),
                ),
                (
                    "present_share",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="họp hợp lệ khi có mặt từ (%)",
                    ),
                ),
                (
                    "favour_share",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="thông qua khi tán thành từ (%)",
                    ),
                ),
                (
                    "vote_confidence",
                    models.CharField(
                        choices=[
                            ("sourced", "có nguồn"),
                            ("recalled", "chưa kiểm chứng"),
                            ("missing", "chưa có"),
                        ],
                        max_length=10,
                        verbose_name="độ tin cậy của tỷ lệ",
                    ),
                ),
                (
                    "vote_source",
                    models.CharField(blank=True, max_length=500, verbose_name="nguồn của tỷ lệ"),
                ),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("sourced", "có nguồn"),
                            ("recalled", "chưa kiểm chứng"),
                            ("missing", "chưa có"),
                        ],
                        max_length=10,
                        verbose_name="độ tin cậy",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=500, verbose_name="nguồn")),
                ("note", models.CharField(blank=True, max_length=1000, verbose_name="ghi chú")),
            ],
            options={
                "verbose_name": "quy trình xét công nhận",
                "verbose_name_plural": "quy trình xét công nhận",
                "ordering": ["-starts", "level", "purpose"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("level", "purpose", "starts"), name="procedure_once_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends", None), ("ends__gte", models.F("starts")), _connector="OR"
                        ),
                        name="procedure_ends_after_it_starts",
                        violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("present_share", None),
                                models.Q(("present_share__gte", 0), ("present_share__lte", 100)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("favour_share", None),
                                models.Q(("favour_share__gte", 0), ("favour_share__lte", 100)),
                                _connector="OR",
                            ),
                        ),
                        name="procedure_shares_are_shares",
                        violation_error_message="Tỷ lệ phải từ 0 đến 100 (%).",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AskedDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "procedure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="criteria.procedure",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                ("code", models.SlugField(max_length=20, verbose_name="mã")),
                ("words", models.CharField(max_length=300, verbose_name="giấy tờ")),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("sourced", "có nguồn"),
                            ("recalled", "chưa kiểm chứng"),
                            ("missing", "chưa có"),
                        ],
                        max_length=10,
                        verbose_name="độ tin cậy",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=500, verbose_name="nguồn")),
            ],
            options={
                "verbose_name": "giấy tờ của hồ sơ",
                "verbose_name_plural": "giấy tờ của hồ sơ",
                "ordering": ["procedure", "order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("procedure", "code"), name="asked_document_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Condition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "procedure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="conditions",
                        to="criteria.procedure",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                ("code", models.SlugField(max_length=20, verbose_name="mã")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("criteria", "tiêu chí"),
                            ("lower", "tiêu chí của mức phải đang giữ"),
                            ("held", "đang giữ mức"),
                            ("registered", "đăng ký"),
                            ("debt", "nợ đọng xây dựng cơ bản"),
                            ("satisfaction", "sự hài lòng của người dân"),
                            ("surveyed", "số hộ được lấy ý kiến"),
                            ("security", "an ninh, trật tự"),
                            ("revocation", "thuộc diện thu hồi"),
                        ],
                        max_length=12,
                        verbose_name="loại",
                    ),
                ),
                ("words", models.CharField(max_length=300, verbose_name="điều kiện")),
                (
                    "number",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="từ (%)",
                    ),
                ),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("sourced", "có nguồn"),
                            ("recalled", "chưa kiểm chứng"),
                            ("missing", "chưa có"),
                        ],
                        max_length=10,
                        verbose_name="độ tin cậy",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=500, verbose_name="nguồn")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="ghi chú")),
            ],
            options={
                "verbose_name": "điều kiện công nhận",
                "verbose_name_plural": "điều kiện công nhận",
                "ordering": ["procedure", "order"],
                "constraints": [
                    models.UniqueConstraint(fields=("procedure", "code"), name="condition_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number", None),
                            models.Q(("number__gte", 0), ("number__lte", 100)),
                            _connector="OR",
                        ),
                        name="condition_number_is_a_share",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RouteStep",
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
                    "stage",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "khai báo"),
                            (2, "rà soát"),
                            (3, "thẩm tra"),
                            (4, "thẩm định"),
                            (5, "xác nhận"),
                        ],
                        verbose_name="cấp",
                    ),
                ),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("sourced", "có nguồn"),
                            ("recalled", "chưa kiểm chứng"),
                            ("missing", "chưa có"),
                        ],
                        max_length=10,
                        verbose_name="độ tin cậy",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=500, verbose_name="nguồn")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="ghi chú")),
            ],
            options={
                "verbose_name": "bước của hồ sơ kỳ",
                "verbose_name_plural": "bước của hồ sơ kỳ",
                "ordering": ["starts", "stage"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("stage", "starts"), name="route_step_once_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends", None), ("ends__gte", models.F("starts")), _connector="OR"
                        ),
                        name="route_step_ends_after_it_starts",
                        violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="criteria.round",
                    ),
                ),
                (
                    "scorecard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="criteria.scorecard",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("declaring", "đang khai báo"),
                            ("verifying", "chờ thẩm tra"),
                            ("appraising", "chờ thẩm định"),
                            ("confirming", "chờ xác nhận"),
                            ("returned", "đã trả lại"),
                            ("confirmed", "đã xác nhận"),
                        ],
                        default="declaring",
                        max_length=10,
                        verbose_name="tình trạng",
                    ),
                ),
                ("turn", models.PositiveSmallIntegerField(default=0, verbose_name="lần gửi")),
                (
                    "due_on",
                    models.DateField(blank=True, null=True, verbose_name="được gia hạn đến"),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="gửi lúc")),
                ("sent_on", models.DateField(blank=True, null=True, verbose_name="gửi ngày")),
                (
                    "reopened_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="mở lại lúc"),
                ),
                (
                    "illustrative",
                    models.BooleanField(default=False, verbose_name="số liệu minh họa"),
                ),
            ],
            options={
                "verbose_name": "hồ sơ kỳ",
                "verbose_name_plural": "hồ sơ kỳ",
                "ordering": ["round", "scorecard"],
                "indexes": [
                    models.Index(fields=["round", "state"], name="submission_round_state")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "scorecard"), name="submission_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at", None), ("sent_on", None), ("turn", 0)),
                            models.Q(
                                ("sent_at__isnull", False),
                                ("sent_on__isnull", False),
                                ("turn__gt", 0),
                            ),
                            _connector="OR",
                        ),
                        name="submission_sent_when_it_had_a_turn",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["declaring", "returned"]),
                            ("turn__gt", 0),
                            _connector="OR",
                        ),
                        name="submission_beyond_the_commune_was_sent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FileStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
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
                    "on_behalf_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("on", models.DateField(verbose_name="ngày")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="ghi lúc")),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="criteria.submission",
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("submit", "gửi hồ sơ"),
                            ("recall", "rút lại hồ sơ"),
                            ("review", "nộp ý kiến rà soát"),
                            ("verify", "thẩm tra xong, chuyển tiếp"),
                            ("appraise", "nộp ý kiến thẩm định"),
                            ("return", "trả lại"),
                            ("confirm", "xác nhận"),
                            ("extend", "gia hạn"),
                            ("reopen", "mở lại"),
                            ("pass_on", "giao lại"),
                        ],
                        max_length=10,
                        verbose_name="việc",
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("declaring", "đang khai báo"),
                            ("verifying", "chờ thẩm tra"),
                            ("appraising", "chờ thẩm định"),
                            ("confirming", "chờ xác nhận"),
                            ("returned", "đã trả lại"),
                            ("confirmed", "đã xác nhận"),
                        ],
                        max_length=10,
                        verbose_name="từ",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("declaring", "đang khai báo"),
                            ("verifying", "chờ thẩm tra"),
                            ("appraising", "chờ thẩm định"),
                            ("confirming", "chờ xác nhận"),
                            ("returned", "đã trả lại"),
                            ("confirmed", "đã xác nhận"),
                        ],
                        max_length=10,
                        verbose_name="đến",
                    ),
                ),
                (
                    "stage",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "khai báo"),
                            (2, "rà soát"),
                            (3, "thẩm tra"),
                            (4, "thẩm định"),
                            (5, "xác nhận"),
                        ],
                        verbose_name="cấp",
                    ),
                ),
                ("turn", models.PositiveSmallIntegerField(verbose_name="lần gửi")),
                (
                    "words",
                    models.CharField(blank=True, max_length=1000, verbose_name="lý do, ý kiến"),
                ),
                (
                    "to_agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="communes.agency",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="hạn mới")),
            ],
            options={
                "verbose_name": "bước của hồ sơ",
                "verbose_name_plural": "bước của hồ sơ",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["submission", "act"], name="file_step_act")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("act__in", ["return", "extend", "reopen", "pass_on"]),
                                _negated=True,
                            ),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="file_step_says_why",
                        violation_error_message="Việc này phải nêu lý do.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by__isnull", True), ("agency__isnull", True)),
                            models.Q(("by__isnull", False), ("agency__isnull", False)),
                            _connector="OR",
                        ),
                        name="file_step_by_and_agency",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Holding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="holdings",
                        to="criteria.submission",
                    ),
                ),
                (
                    "stage",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "khai báo"),
                            (2, "rà soát"),
                            (3, "thẩm tra"),
                            (4, "thẩm định"),
                            (5, "xác nhận"),
                        ],
                        verbose_name="cấp",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holdings",
                        to="communes.agency",
                    ),
                ),
                ("turn", models.PositiveSmallIntegerField(verbose_name="lần gửi")),
                (
                    "beside",
                    models.BooleanField(default=False, verbose_name="bên cạnh, hồ sơ không chờ"),
                ),
                ("since", models.DateField(verbose_name="từ ngày")),
                ("until", models.DateField(blank=True, null=True, verbose_name="đến ngày")),
                (
                    "ended",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("handed_on", "đã chuyển tiếp"),
                            ("returned", "đã trả lại"),
                            ("recalled", "xã rút lại"),
                            ("passed_on", "giao cho cơ quan khác"),
                            ("lapsed", "hết lượt"),
                        ],
                        max_length=10,
                        verbose_name="kết thúc",
                    ),
                ),
                (
                    "passed_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="passed_to",
                        to="criteria.holding",
                    ),
                ),
            ],
            options={
                "verbose_name": "nơi giữ hồ sơ",
                "verbose_name_plural": "nơi giữ hồ sơ",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["agency", "until", "stage"], name="holding_of_agency")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)),
                        fields=("submission", "stage", "agency"),
                        name="holding_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended", ""), ("until", None)),
                            models.Q(
                                ("until__isnull", False), models.Q(("ended", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="holding_ends_somehow",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", None), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="holding_ends_after_it_began",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpenedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
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
                    "on_behalf_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("on", models.DateField(verbose_name="ngày")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="ghi lúc")),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opened",
                        to="criteria.submission",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="criteria.criterion",
                    ),
                ),
                ("turn", models.PositiveSmallIntegerField(verbose_name="lần gửi")),
            ],
            options={
                "verbose_name": "dòng đã mở",
                "verbose_name_plural": "dòng đã mở",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("submission", "criterion", "agency", "turn"),
                        name="opened_row_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
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
                    "on_behalf_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("on", models.DateField(verbose_name="ngày")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="ghi lúc")),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opinions",
                        to="criteria.submission",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="criteria.criterion",
                    ),
                ),
                (
                    "stage",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "khai báo"),
                            (2, "rà soát"),
                            (3, "thẩm tra"),
                            (4, "thẩm định"),
                            (5, "xác nhận"),
                        ],
                        verbose_name="cấp",
                    ),
                ),
                ("turn", models.PositiveSmallIntegerField(verbose_name="lần gửi")),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="criteria.statusentry",
                    ),
                ),
                ("agrees", models.BooleanField(verbose_name="đồng ý")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("met", "Đạt"),
                            ("not_met", "Chưa đạt"),
                            ("in_progress", "Đang thực hiện"),
                            ("not_applicable", "Không áp dụng"),
                        ],
                        max_length=15,
                        verbose_name="kết quả",
                    ),
                ),
                (
                    "doubt",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_evidence", "thiếu minh chứng"),
                            ("other_evidence", "minh chứng không khớp số liệu"),
                            ("wrong_value", "số liệu không đúng"),
                            ("below", "chưa đạt ngưỡng"),
                            ("old", "số liệu không thuộc kỳ này"),
                            ("field", "kiểm tra thực tế thấy khác"),
                            ("other", "lý do khác"),
                        ],
                        max_length=15,
                        verbose_name="lý do",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=1000, verbose_name="ý kiến")),
                (
                    "given",
                    models.CharField(
                        choices=[
                            ("row", "từng dòng"),
                            ("copied", "lấy theo cột trước"),
                            ("bulk", "hàng loạt"),
                        ],
                        default="row",
                        max_length=6,
                        verbose_name="cách ghi",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="said_by",
                        to="criteria.statusentry",
                    ),
                ),
            ],
            options={
                "verbose_name": "ý kiến",
                "verbose_name_plural": "ý kiến",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        fields=["submission", "stage", "criterion"], name="opinion_of_submission"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agrees", True), ("doubt", "")),
                            models.Q(
                                ("agrees", False),
                                models.Q(("doubt", ""), _negated=True),
                                models.Q(("words", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="opinion_disagrees_with_a_reason",
                        violation_error_message="Không đồng ý thì phải chọn lý do và ghi ý kiến.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agency__isnull", False), ("by__isnull", False), ("stage__gt", 1)
                        ),
                        name="opinion_is_of_a_reviewer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="remarks",
                        to="criteria.submission",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="remarks",
                        to="criteria.filestep",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="criteria.criterion",
                    ),
                ),
                (
                    "opinion",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remark",
                        to="criteria.opinion",
                    ),
                ),
                ("words", models.CharField(max_length=1000, verbose_name="nhận xét")),
            ],
            options={
                "verbose_name": "nhận xét khi trả lại",
                "verbose_name_plural": "nhận xét khi trả lại",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="RemarkStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
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
                    "on_behalf_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("on", models.DateField(verbose_name="ngày")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="ghi lúc")),
                (
                    "remark",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="criteria.remark",
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("answered", "xã trả lời"),
                            ("settled", "đã trả lời đủ"),
                            ("unsettled", "chưa trả lời đủ"),
                        ],
                        max_length=10,
                        verbose_name="việc",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=1000, verbose_name="nội dung")),
                ("turn", models.PositiveSmallIntegerField(verbose_name="lần gửi")),
            ],
            options={
                "verbose_name": "trả lời nhận xét",
                "verbose_name_plural": "trả lời nhận xét",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("act", "answered"), _negated=True),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="remark_answered_in_words",
                        violation_error_message="Hãy ghi nội dung trả lời.",
                    )
                ],
            },
        ),
    ]
