import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0002_assignments_support_programme'),
    ]

    operations = [
        migrations.AddField(
            model_name='workprogramme',
            name='silent_days',
            field=models.PositiveSmallIntegerField(default=22, help_text='mức của cổng, không phải của quyết định', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(250)], verbose_name='chậm: quá bao nhiêu ngày làm việc không có tiến độ mới'),
        ),
        migrations.AddField(
            model_name='workprogramme',
            name='soon_days',
            field=models.PositiveSmallIntegerField(default=10, help_text='mức của cổng, không phải của quyết định', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(250)], verbose_name='sắp đến hạn: còn bao nhiêu ngày làm việc'),
        ),
    ]
