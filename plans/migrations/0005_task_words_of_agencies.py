from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0004_aims_say_for_whom")]

    operations = [
        migrations.AddField(
            model_name="task",
            name="leads_text",
            field=models.TextField(blank=True, default="", verbose_name="chủ trì như in"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="task",
            name="coordinators_text",
            field=models.TextField(blank=True, default="", verbose_name="phối hợp như in"),
            preserve_default=False,
        ),
    ]
