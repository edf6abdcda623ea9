"""Gateways of a desk for SMS, messengers and push."""

import django.db.models.deletion
import tocsin.accounts.secrets
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_kept_and_sealed'),
        ('delivery', '0005_delivery_of_person'),
    ]

    operations = [
        migrations.AlterField(
            model_name='attempt',
            name='rule',
            field=models.CharField(choices=[('exposed', 'exposed'), ('told-before', 'told-before'), ('asked-again', 'asked-again'), ('reminded', 'reminded'), ('stands-in', 'stands-in'), ('desk-told', 'desk-told'), ('help-called', 'help-called'), ('help-taken', 'help-taken'), ('all-steps-taken', 'all-steps-taken'), ('no-address', 'no-address'), ('no-secret', 'no-secret'), ('no-gateway', 'no-gateway'), ('inactive', 'inactive'), ('already-told', 'already-told'), ('never-told', 'never-told'), ('expired', 'expired'), ('superseded', 'superseded'), ('all-clear', 'all-clear'), ('answered', 'answered'), ('unreadable', 'unreadable'), ('accepted', 'accepted'), ('asked-to-wait', 'asked-to-wait'), ('not-reached', 'not-reached'), ('interrupted', 'interrupted'), ('refused', 'refused'), ('no-time-left', 'no-time-left')], max_length=20),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='rule',
            field=models.CharField(choices=[('exposed', 'exposed'), ('told-before', 'told-before'), ('asked-again', 'asked-again'), ('reminded', 'reminded'), ('stands-in', 'stands-in'), ('desk-told', 'desk-told'), ('help-called', 'help-called'), ('help-taken', 'help-taken'), ('all-steps-taken', 'all-steps-taken'), ('no-address', 'no-address'), ('no-secret', 'no-secret'), ('no-gateway', 'no-gateway'), ('inactive', 'inactive'), ('already-told', 'already-told'), ('never-told', 'never-told'), ('expired', 'expired'), ('superseded', 'superseded'), ('all-clear', 'all-clear'), ('answered', 'answered'), ('unreadable', 'unreadable'), ('accepted', 'accepted'), ('asked-to-wait', 'asked-to-wait'), ('not-reached', 'not-reached'), ('interrupted', 'interrupted'), ('refused', 'refused'), ('no-time-left', 'no-time-left')], max_length=20),
        ),
        migrations.CreateModel(
            name='ChannelSetting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10)),
                ('url', tocsin.accounts.secrets.EncryptedTextField(blank=True)),
                ('scheme', models.CharField(blank=True, max_length=40)),
                ('longest', models.PositiveSmallIntegerField(default=600)),
                ('set_at', models.DateTimeField(null=True)),
                ('set_by', models.CharField(blank=True, max_length=200)),
                ('tested_at', models.DateTimeField(null=True)),
                ('tested_by', models.CharField(blank=True, max_length=200)),
                ('test_outcome', models.CharField(blank=True, choices=[('accepted', 'accepted'), ('temporary', 'temporary'), ('permanent', 'permanent'), ('technical', 'technical'), ('interrupted', 'interrupted')], max_length=12)),
                ('test_words', models.TextField(blank=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='channel_settings', to='accounts.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'kind'), name='channel_setting_once'), models.CheckConstraint(condition=models.Q(('kind__in', ('email', 'webhook', 'sms', 'whatsapp', 'signal', 'telegram', 'push', 'slack', 'teams'))), name='channel_setting_kind_is_known'), models.CheckConstraint(condition=models.Q(('longest__in', [160, 600])), name='channel_setting_length'), models.CheckConstraint(condition=models.Q(('url', ''), models.Q(('set_at__isnull', False), models.Q(('set_by', ''), _negated=True), models.Q(('scheme', ''), _negated=True)), _connector='OR'), name='channel_setting_says_who_and_when')],
            },
        ),
    ]
