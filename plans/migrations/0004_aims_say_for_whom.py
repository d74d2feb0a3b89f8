import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("plans", "0003_programmes_say_when_a_task_is_slow"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="taskaim",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="taskaim",
            name="text",
            field=models.CharField(blank=True, max_length=300, verbose_name="lời của văn bản"),
        ),
        migrations.AddField(
            model_name="taskaim",
            name="under",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="chỉ xã dưới (tiêu chí)"
            ),
        ),
    ]
