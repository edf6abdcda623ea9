"""What holds messages back: settings by level, mutes of an incident, and a record of every hold."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_kept_and_sealed'),
        ('alerts', '0001_initial'),
        ('delivery', '0006_channel_settings'),
        ('incidents', '0002_grouping_index'),
    ]

    operations = [
        migrations.AlterField(
            model_name='attempt',
            name='rule',
            field=models.CharField(choices=[('exposed', 'exposed'), ('told-before', 'told-before'), ('asked-again', 'asked-again'), ('reminded', 'reminded'), ('stands-in', 'stands-in'), ('desk-told', 'desk-told'), ('help-called', 'help-called'), ('help-taken', 'help-taken'), ('all-steps-taken', 'all-steps-taken'), ('no-address', 'no-address'), ('no-secret', 'no-secret'), ('inactive', 'inactive'), ('already-told', 'already-told'), ('covered', 'covered'), ('uncovered', 'uncovered'), ('muted', 'muted'), ('quiet-hours', 'quiet-hours'), ('digest', 'digest'), ('in-digest', 'in-digest'), ('never-told', 'never-told'), ('expired', 'expired'), ('superseded', 'superseded'), ('all-clear', 'all-clear'), ('answered', 'answered'), ('unreadable', 'unreadable'), ('accepted', 'accepted'), ('asked-to-wait', 'asked-to-wait'), ('not-reached', 'not-reached'), ('interrupted', 'interrupted'), ('refused', 'refused'), ('no-time-left', 'no-time-left')], max_length=20),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='rule',
            field=models.CharField(choices=[('exposed', 'exposed'), ('told-before', 'told-before'), ('asked-again', 'asked-again'), ('reminded', 'reminded'), ('stands-in', 'stands-in'), ('desk-told', 'desk-told'), ('help-called', 'help-called'), ('help-taken', 'help-taken'), ('all-steps-taken', 'all-steps-taken'), ('no-address', 'no-address'), ('no-secret', 'no-secret'), ('inactive', 'inactive'), ('already-told', 'already-told'), ('covered', 'covered'), ('uncovered', 'uncovered'), ('muted', 'muted'), ('quiet-hours', 'quiet-hours'), ('digest', 'digest'), ('in-digest', 'in-digest'), ('never-told', 'never-told'), ('expired', 'expired'), ('superseded', 'superseded'), ('all-clear', 'all-clear'), ('answered', 'answered'), ('unreadable', 'unreadable'), ('accepted', 'accepted'), ('asked-to-wait', 'asked-to-wait'), ('not-reached', 'not-reached'), ('interrupted', 'interrupted'), ('refused', 'refused'), ('no-time-left', 'no-time-left')], max_length=20),
        ),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('rule', models.CharField(choices=[('exposed', 'exposed'), ('told-before', 'told-before'), ('asked-again', 'asked-again'), ('reminded', 'reminded'), ('stands-in', 'stands-in'), ('desk-told', 'desk-told'), ('help-called', 'help-called'), ('help-taken', 'help-taken'), ('all-steps-taken', 'all-steps-taken'), ('no-address', 'no-address'), ('no-secret', 'no-secret'), ('inactive', 'inactive'), ('already-told', 'already-told'), ('covered', 'covered'), ('uncovered', 'uncovered'), ('muted', 'muted'), ('quiet-hours', 'quiet-hours'), ('digest', 'digest'), ('in-digest', 'in-digest'), ('never-told', 'never-told'), ('expired', 'expired'), ('superseded', 'superseded'), ('all-clear', 'all-clear'), ('answered', 'answered'), ('unreadable', 'unreadable'), ('accepted', 'accepted'), ('asked-to-wait', 'asked-to-wait'), ('not-reached', 'not-reached'), ('interrupted', 'interrupted'), ('refused', 'refused'), ('no-time-left', 'no-time-left')], max_length=20)),
                ('reason', models.TextField()),
                ('first_rule', models.CharField(max_length=20)),
                ('first_reason', models.TextField()),
                ('alert', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='covered', to='alerts.alert')),
                ('carrier', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='carries', to='delivery.delivery')),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holds', to='delivery.delivery')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('alert__isnull', False)), fields=['alert'], name='hold_by_cover'), models.Index(condition=models.Q(('carrier__isnull', False)), fields=['carrier'], name='hold_by_carrier')],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='hold_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Mute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateTimeField()),
                ('reason', models.TextField()),
                ('by', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.CharField(blank=True, max_length=200)),
                ('incident', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='mutes', to='incidents.incident')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mutes', to='accounts.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['incident', 'until'], name='mute_of_incident')],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='mute_says_why'), models.CheckConstraint(condition=models.Q(('until__gt', models.F('at'))), name='mute_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='QuietPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(max_length=10)),
                ('is_covered', models.BooleanField(default=True)),
                ('begins', models.TimeField(null=True)),
                ('ends', models.TimeField(null=True)),
                ('digest_hours', models.PositiveSmallIntegerField(default=0)),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.CharField(max_length=200)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quiet_policies', to='accounts.organisation')),
            ],
            options={
                'verbose_name_plural': 'quiet policies',
                'constraints': [models.UniqueConstraint(fields=('organisation', 'level'), name='quiet_policy_once'), models.CheckConstraint(condition=models.Q(('level__in', ['Notice', 'Advisory', 'Warning'])), name='quiet_level_is_not_critical'), models.CheckConstraint(condition=models.Q(models.Q(('begins__isnull', True), ('ends__isnull', True)), models.Q(('begins__isnull', False), ('ends__isnull', False), models.Q(('begins', models.F('ends')), _negated=True)), _connector='OR'), name='quiet_hours_begin_and_end')],
            },
        ),
    ]
