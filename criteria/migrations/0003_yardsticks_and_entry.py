# Fields and constraints stand in their CreateModel: on SQLite each one added later rebuilds its table.

import criteria.models.catalogue
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('communes', '0004_names_and_groups'),
        ('criteria', '0002_relations_read_as_words'),
        ('documents', '0003_stored_files'),
    ]

    operations = [
        migrations.CreateModel(
            name='Denominator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='mẫu số')),
                ('value', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='giá trị')),
                ('as_of', models.DateField(verbose_name='tính đến ngày')),
                ('source', models.CharField(blank=True, max_length=500, verbose_name='nguồn')),
                ('confidence', models.CharField(choices=[('sourced', 'có nguồn'), ('recalled', 'chưa kiểm chứng'), ('missing', 'chưa có')], default='sourced', max_length=10, verbose_name='độ tin cậy')),
                ('illustrative', models.BooleanField(default=False, verbose_name='số liệu minh họa')),
                ('recorded_at', models.DateTimeField(auto_now_add=True, verbose_name='ghi lúc')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('commune', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='denominators', to='communes.commune')),
            ],
            options={
                'verbose_name': 'mẫu số',
                'verbose_name_plural': 'mẫu số',
                'ordering': ['commune', 'name', 'as_of', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('value__gt', 0)), name='denominator_is_positive')],
            },
        ),
        migrations.CreateModel(
            name='EntryDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('commune', 'phiếu của một xã'), ('criterion', 'một tiêu chí, các xã'), ('province', 'toàn tỉnh'), ('pasted', 'bảng dán'), ('matrix', 'ma trận xã × tiêu chí'), ('set', 'bộ tiêu chí')], max_length=10, verbose_name='loại')),
                ('text', models.TextField(blank=True, verbose_name='bảng dán')),
                ('options', models.JSONField(blank=True, default=dict)),
                ('plan', models.JSONField(blank=True, default=dict)),
                ('state', models.CharField(choices=[('reading', 'đang đọc'), ('ready', 'chờ xác nhận'), ('storing', 'đang ghi'), ('stored', 'đã ghi'), ('failed', 'không ghi được'), ('discarded', 'đã bỏ')], default='reading', max_length=10, verbose_name='trạng thái')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='đã xong')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='tổng số')),
                ('message', models.CharField(blank=True, max_length=500, verbose_name='kết quả')),
                ('recorded_at', models.DateTimeField(auto_now_add=True, verbose_name='ghi lúc')),
                ('stored_at', models.DateTimeField(blank=True, null=True, verbose_name='lưu lúc')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entry_drafts', to=settings.AUTH_USER_MODEL)),
                ('criteria_set', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='criteria.criteriaset')),
                ('criterion', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='criteria.criterion')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='documents.storedfile')),
                ('stored_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'bản nhập chờ xác nhận',
                'verbose_name_plural': 'bản nhập chờ xác nhận',
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('stored_at__isnull', True), ('stored_by__isnull', True)), models.Q(('stored_at__isnull', False), ('stored_by__isnull', False)), _connector='OR'), name='draft_stored_at_and_by')],
            },
        ),
        migrations.CreateModel(
            name='FrozenStatus',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('met', 'Đạt'), ('not_met', 'Chưa đạt'), ('in_progress', 'Đang thực hiện'), ('not_applicable', 'Không áp dụng')], max_length=15)),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='frozen', to='criteria.criterion')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='frozen', to='criteria.statusentry')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='frozen', to='criteria.round')),
                ('scorecard', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='frozen', to='criteria.scorecard')),
            ],
            options={
                'verbose_name': 'kết quả đã chốt',
                'verbose_name_plural': 'kết quả đã chốt',
                'constraints': [models.UniqueConstraint(fields=('round', 'scorecard', 'criterion'), name='frozen_status_once')],
            },
        ),
        migrations.CreateModel(
            name='LevelRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts', models.DateField(verbose_name='từ ngày')),
                ('ends', models.DateField(blank=True, null=True, verbose_name='đến ngày')),
                ('level', models.CharField(choices=[('ntm', 'đạt chuẩn nông thôn mới'), ('advanced', 'nông thôn mới nâng cao'), ('model', 'nông thôn mới kiểu mẫu')], max_length=10, verbose_name='mức')),
                ('requires', models.CharField(blank=True, choices=[('ntm', 'đạt chuẩn nông thôn mới'), ('advanced', 'nông thôn mới nâng cao'), ('model', 'nông thôn mới kiểu mẫu')], max_length=10, verbose_name='phải đang giữ mức')),
                ('revoke_share_key', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='thu hồi từ (%), có tiêu chí then chốt')),
                ('revoke_share_any', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='thu hồi từ (%)')),
                ('confidence', models.CharField(choices=[('sourced', 'có nguồn'), ('recalled', 'chưa kiểm chứng'), ('missing', 'chưa có')], max_length=10, verbose_name='độ tin cậy')),
                ('source', models.CharField(blank=True, max_length=500, verbose_name='nguồn')),
                ('note', models.CharField(blank=True, max_length=1000, verbose_name='ghi chú')),
                ('criteria_set', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='level_rules', to='criteria.criteriaset', verbose_name='bộ tiêu chí phải đạt')),
                ('key_criteria', models.ManyToManyField(blank=True, related_name='+', to='criteria.criterion', verbose_name='tiêu chí then chốt')),
                ('measured_on', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='criteria.criteriaset', verbose_name='bộ tiêu chí để xét thu hồi')),
                ('paper', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='level_rules', to='documents.officialdocument')),
                ('revoking_paper', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.officialdocument')),
            ],
            options={
                'verbose_name': 'quy định mức công nhận',
                'verbose_name_plural': 'quy định mức công nhận',
                'ordering': ['level', 'starts'],
                'constraints': [models.UniqueConstraint(fields=('level', 'starts'), name='level_rule_once_a_day'), models.CheckConstraint(condition=models.Q(('ends', None), ('ends__gte', models.F('starts')), _connector='OR'), name='level_rule_ends_after_it_starts', violation_error_message='Ngày kết thúc phải sau ngày bắt đầu.')],
            },
        ),
        migrations.CreateModel(
            name='Mapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kinship', models.CharField(choices=[('same', 'giữ nguyên'), ('changed', 'thay đổi'), ('split', 'tách ra'), ('merged', 'gộp lại'), ('dropped', 'bỏ'), ('new', 'mới')], max_length=10, verbose_name='quan hệ')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='ghi chú')),
                ('confidence', models.CharField(choices=[('sourced', 'có nguồn'), ('recalled', 'chưa kiểm chứng'), ('missing', 'chưa có')], max_length=10, verbose_name='độ tin cậy')),
                ('source', models.CharField(blank=True, max_length=500, verbose_name='nguồn')),
                ('new_criterion', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='criteria.criterion')),
                ('new_indicator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='criteria.indicator')),
                ('new_set', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mapped_from', to='criteria.criteriaset')),
                ('old_criterion', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='criteria.criterion')),
                ('old_indicator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='criteria.indicator')),
                ('old_set', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mapped_to', to='criteria.criteriaset')),
            ],
            options={
                'verbose_name': 'tương ứng giữa hai bộ tiêu chí',
                'verbose_name_plural': 'tương ứng giữa hai bộ tiêu chí',
                'ordering': ['old_set', 'new_set', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('new_indicator', None), ('old_indicator', None)), fields=('old_set', 'new_set', 'old_criterion', 'new_criterion'), name='mapping_of_criteria_once'), models.UniqueConstraint(condition=models.Q(('old_indicator__isnull', False), ('new_indicator__isnull', False), _connector='OR'), fields=('old_set', 'new_set', 'old_indicator', 'new_indicator'), name='mapping_of_indicators_once'), models.CheckConstraint(condition=models.Q(('old_criterion__isnull', False), ('new_criterion__isnull', False), _connector='OR'), name='mapping_has_a_side')],
            },
        ),
        migrations.CreateModel(
            name='Reply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agrees', models.BooleanField(verbose_name='đồng ý')),
                ('note', models.CharField(blank=True, max_length=1000, verbose_name='lý do')),
                ('recorded_at', models.DateTimeField(auto_now_add=True, verbose_name='ghi lúc')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='communes.agency')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entry', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='criteria.statusentry')),
                ('measurement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='criteria.measurement')),
                ('on_behalf_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'ý kiến của xã',
                'verbose_name_plural': 'ý kiến của xã',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('entry', None), ('measurement__isnull', False)), models.Q(('entry__isnull', False), ('measurement', None)), _connector='OR'), name='reply_is_about_one_word'), models.CheckConstraint(condition=models.Q(('agrees', True), models.Q(('note', ''), _negated=True), _connector='OR'), name='reply_contests_with_a_reason', violation_error_message='Không đồng ý thì phải nêu lý do.')],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.CharField(blank=True, max_length=40, verbose_name='trang')),
                ('quote', models.CharField(blank=True, max_length=500, verbose_name='trích')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='ghi chú')),
                ('recorded_at', models.DateTimeField(auto_now_add=True, verbose_name='ghi lúc')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='rút lúc')),
                ('withdrawn_reason', models.CharField(blank=True, max_length=300, verbose_name='lý do rút')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='communes.agency')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='criteria.criterion')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='documents.storedfile')),
                ('indicator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='criteria.indicator')),
                ('measurement', models.ForeignKey(blank=True, help_text='giá trị đang tính lúc nộp', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='criteria.measurement')),
                ('on_behalf_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('scorecard', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='criteria.scorecard')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reply', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='criteria.reply')),
            ],
            options={
                'verbose_name': 'minh chứng',
                'verbose_name_plural': 'minh chứng',
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['scorecard', 'criterion'], name='evidence_of_criterion')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='evidence_withdrawn_at_and_by'), models.CheckConstraint(condition=models.Q(('withdrawn_at', None), models.Q(('withdrawn_reason', ''), _negated=True), _connector='OR'), name='evidence_withdrawn_with_a_reason', violation_error_message='Rút phải nêu lý do.')],
            },
        ),
        migrations.RemoveConstraint(
            model_name='threshold',
            name='threshold_order_once',
        ),
        migrations.AddField(
            model_name='criteriaset',
            name='classes',
            field=models.JSONField(default=criteria.models.catalogue.plain_classes, help_text='mã loại xã, theo thứ tự', verbose_name='loại xã mà ngưỡng phân biệt'),
        ),
        migrations.AddField(
            model_name='criteriaset',
            name='stated_indicators',
            field=models.PositiveSmallIntegerField(blank=True, help_text='khi danh sách chỉ tiêu chưa nhập đủ', null=True, verbose_name='số chỉ tiêu theo văn bản'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='asks_set',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='asked_by', to='criteria.criteriaset', verbose_name='đạt mọi tiêu chí của bộ'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='combine',
            field=models.CharField(choices=[('weighted', 'bình quân theo mẫu số'), ('total', 'cộng lại'), ('worst', 'lấy mức kém nhất'), ('anew', 'khai báo lại')], default='anew', max_length=10, verbose_name='khi sáp nhập'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='denominator',
            field=models.CharField(blank=True, help_text='tính trên tổng số gì: «số hộ»', max_length=100, verbose_name='mẫu số'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='takes_from',
            field=models.ForeignKey(blank=True, help_text='chỉ tiêu của bộ khác mà số liệu được dùng ở đây', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='taken_by', to='criteria.indicator', verbose_name='lấy số liệu của chỉ tiêu'),
        ),
        migrations.AddField(
            model_name='measurement',
            name='corrects',
            field=models.ForeignKey(blank=True, help_text='kỳ đã đóng mà lời này sửa', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='criteria.round', verbose_name='sửa sau khi đóng kỳ'),
        ),
        migrations.AddField(
            model_name='measurement',
            name='unusual',
            field=models.CharField(blank=True, help_text='vì sao giá trị này đáng xem lại, lúc ghi', max_length=300, verbose_name='bất thường'),
        ),
        migrations.AddField(
            model_name='round',
            name='closes_on',
            field=models.DateField(blank=True, null=True, verbose_name='hạn đóng'),
        ),
        migrations.AddField(
            model_name='statusentry',
            name='corrects',
            field=models.ForeignKey(blank=True, help_text='kỳ đã đóng mà lời này sửa', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='criteria.round', verbose_name='sửa sau khi đóng kỳ'),
        ),
        migrations.AddField(
            model_name='threshold',
            name='checked_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='kiểm chứng lúc'),
        ),
        migrations.AddField(
            model_name='threshold',
            name='checked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='threshold',
            name='factor',
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=6, null=True, verbose_name='nhân với'),
        ),
        migrations.AddField(
            model_name='threshold',
            name='reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='lý do sửa'),
        ),
        migrations.AddField(
            model_name='threshold',
            name='recorded_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='ghi lúc'),
        ),
        migrations.AddField(
            model_name='threshold',
            name='recorded_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='threshold',
            name='refers_to',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='referred_by', to='criteria.indicator', verbose_name='theo ngưỡng của chỉ tiêu'),
        ),
        migrations.AddField(
            model_name='threshold',
            name='replaces',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='criteria.threshold'),
        ),
        migrations.AddField(
            model_name='threshold',
            name='superseded_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='thôi dùng lúc'),
        ),
        migrations.AddField(
            model_name='threshold',
            name='superseded_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='threshold',
            name='commune_class',
            field=models.CharField(blank=True, choices=[('ordinary', 'xã không thuộc diện ĐBKK'), ('dbkk', 'xã đặc biệt khó khăn'), ('nhom_1', 'xã nhóm 1'), ('nhom_2', 'xã nhóm 2'), ('nhom_3', 'xã nhóm 3')], max_length=10, verbose_name='loại xã'),
        ),
        migrations.AddConstraint(
            model_name='threshold',
            constraint=models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('indicator', 'order'), name='threshold_order_once'),
        ),
        migrations.AddConstraint(
            model_name='threshold',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('recorded_at__isnull', True), ('recorded_by__isnull', True)), models.Q(('recorded_at__isnull', False), ('recorded_by__isnull', False)), _connector='OR'), name='threshold_recorded_at_and_by'),
        ),
        migrations.AddConstraint(
            model_name='threshold',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('superseded_at__isnull', True), ('superseded_by__isnull', True)), models.Q(('superseded_at__isnull', False), ('superseded_by__isnull', False)), _connector='OR'), name='threshold_superseded_at_and_by'),
        ),
        migrations.AddConstraint(
            model_name='threshold',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('checked_at__isnull', True), ('checked_by__isnull', True)), models.Q(('checked_at__isnull', False), ('checked_by__isnull', False)), _connector='OR'), name='threshold_checked_at_and_by'),
        ),
        migrations.AddConstraint(
            model_name='threshold',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('refers_to__isnull', True), ('factor__isnull', True)), models.Q(('refers_to__isnull', False), ('factor__isnull', False)), _connector='OR'), name='threshold_refers_with_a_factor'),
        ),
        migrations.AddConstraint(
            model_name='threshold',
            constraint=models.CheckConstraint(condition=models.Q(('refers_to', None), models.Q(('answer', None), ('number', None), ('word', '')), _connector='OR'), name='threshold_refers_or_has_a_value', violation_error_message='Ngưỡng theo chỉ tiêu khác thì không có mức riêng.'),
        ),
        migrations.AddField(
            model_name='measurement',
            name='draft',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='criteria.entrydraft', verbose_name='từ tệp'),
        ),
        migrations.AddField(
            model_name='statusentry',
            name='draft',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='criteria.entrydraft', verbose_name='từ tệp'),
        ),
    ]
