from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def name_after_files(apps, schema_editor):  # noqa: ARG001 -- Django's own signature
    """Until now a piece of evidence was called what its file was called first."""
    files = apps.get_model("documents", "StoredFile").objects.filter(pk=OuterRef("file"))
    evidence = apps.get_model("criteria", "Evidence")
    evidence.objects.update(name=Subquery(files.values("name")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("criteria", "0005_recognition_says_why"),
    ]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="name",
            field=models.CharField(
                default="", help_text="tên lúc nộp ở đây", max_length=255, verbose_name="tên tệp"
            ),
            preserve_default=False,
        ),
        migrations.RunPython(name_after_files, migrations.RunPython.noop),
    ]
