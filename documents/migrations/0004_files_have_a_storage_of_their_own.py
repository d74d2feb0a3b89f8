from django.db import migrations, models

import documents.models.file


class Migration(migrations.Migration):

    dependencies = [
        ("documents", "0003_stored_files"),
    ]

    operations = [
        migrations.AlterField(
            model_name="storedfile",
            name="content",
            field=models.FileField(
                max_length=200,
                storage=documents.models.file.storage_of_files,
                upload_to=documents.models.file.place_of,
                verbose_name="nội dung",
            ),
        ),
    ]
