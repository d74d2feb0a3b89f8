import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# By how the key of a notice begins: the kinds of those told before there were kinds.
KINDS = {
    "paper:": "paper",
    "proposal:": "proposal",
    "duty:": "report",
    "report-cycle:": "report",
    "report-cycle-run:": "report",
}


def name_kinds(apps, schema_editor):  # noqa: ARG001 -- Django names them
    notices = apps.get_model("accounts", "Notice").objects
    for begins, kind in KINDS.items():
        notices.filter(key__startswith=begins).update(kind=kind)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_notices"),
    ]

    operations = [
        migrations.CreateModel(
            name="NoticeSetting",
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
                            ("review", "hồ sơ kỳ đánh giá"),
                            ("paper", "văn bản"),
                            ("report", "báo cáo"),
                            ("proposal", "kiến nghị"),
                            ("other", "việc khác"),
                        ],
                        max_length=10,
                        verbose_name="loại",
                    ),
                ),
                (
                    "mail",
                    models.CharField(
                        choices=[
                            ("at_once", "gửi ngay"),
                            ("daily", "gộp một thư mỗi ngày"),
                            ("none", "không gửi thư"),
                        ],
                        default="at_once",
                        max_length=8,
                        verbose_name="thư",
                    ),
                ),
            ],
            options={
                "verbose_name": "cách nhận thông báo",
                "verbose_name_plural": "cách nhận thông báo",
                "ordering": ["user", "kind"],
            },
        ),
        migrations.AddField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("review", "hồ sơ kỳ đánh giá"),
                    ("paper", "văn bản"),
                    ("report", "báo cáo"),
                    ("proposal", "kiến nghị"),
                    ("other", "việc khác"),
                ],
                default="other",
                max_length=10,
                verbose_name="loại",
            ),
        ),
        migrations.RunPython(name_kinds, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("mail_state", "waiting")),
                fields=["user"],
                name="notice_waiting_for_mail",
            ),
        ),
        migrations.AddField(
            model_name="noticesetting",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notice_settings",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="noticesetting",
            constraint=models.UniqueConstraint(
                fields=("user", "kind"), name="notice_setting_once_a_kind"
            ),
        ),
    ]
