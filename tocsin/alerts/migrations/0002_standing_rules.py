"""Standing rules, what they let out, and which editions and reviews went by one."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_canary'),
        ('alerts', '0001_initial'),
        ('sources', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='StandingRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('reason', models.TextField()),
                ('sender', models.CharField(max_length=300)),
                ('certificate', models.TextField()),
                ('fingerprint', models.CharField(max_length=64)),
                ('signer', models.CharField(max_length=300)),
                ('hazards', models.JSONField(default=list)),
                ('countries', models.JSONField(default=list)),
                ('highest', models.CharField(max_length=10)),
                ('most_per_hour', models.PositiveSmallIntegerField()),
                ('written_by_name', models.CharField(max_length=200)),
                ('written_at', models.DateTimeField()),
                ('approved_by_name', models.CharField(blank=True, max_length=200)),
                ('approved_at', models.DateTimeField(null=True)),
                ('ended_by_name', models.CharField(blank=True, max_length=200)),
                ('ended_at', models.DateTimeField(null=True)),
                ('end_reason', models.TextField(blank=True)),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='standing_rules', to='accounts.organisation')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='standing_rules', to='sources.source')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='RuleUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ground', models.CharField(max_length=4)),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('draft', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='rule_uses', to='alerts.draft')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rule_uses', to='sources.report')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='alerts.standingrule')),
            ],
        ),
        migrations.AddField(
            model_name='edition',
            name='rule',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='alerts.standingrule'),
        ),
        migrations.AddField(
            model_name='review',
            name='rule',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='alerts.standingrule'),
        ),
        migrations.AddIndex(
            model_name='standingrule',
            index=models.Index(condition=models.Q(('approved_at__isnull', False), ('ended_at__isnull', True)), fields=['source'], name='rule_in_force'),
        ),
        migrations.AddConstraint(
            model_name='standingrule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False), models.Q(('approved_by', models.F('written_by')), _negated=True)), _connector='OR'), name='rule_has_four_eyes'),
        ),
        migrations.AddConstraint(
            model_name='standingrule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('end_reason', ''), ('ended_at__isnull', True)), models.Q(('ended_at__isnull', False), models.Q(('end_reason', ''), _negated=True), models.Q(('ended_by_name', ''), _negated=True)), _connector='OR'), name='rule_end_says_who_and_why'),
        ),
        migrations.AddConstraint(
            model_name='standingrule',
            constraint=models.CheckConstraint(condition=models.Q(('highest__in', ['Notice', 'Advisory', 'Warning', 'Critical'])), name='rule_level_is_known'),
        ),
        migrations.AddConstraint(
            model_name='standingrule',
            constraint=models.CheckConstraint(condition=models.Q(('most_per_hour__range', (1, 60))), name='rule_has_a_brake'),
        ),
        migrations.AddConstraint(
            model_name='standingrule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('sender', ''), _negated=True), models.Q(('certificate', ''), _negated=True), models.Q(('fingerprint', ''), _negated=True)), name='rule_says_whom_and_why'),
        ),
        migrations.AddIndex(
            model_name='ruleuse',
            index=models.Index(fields=['rule', '-at'], name='rule_use_newest_first'),
        ),
        migrations.AddConstraint(
            model_name='ruleuse',
            constraint=models.UniqueConstraint(fields=('rule', 'report'), name='rule_used_once'),
        ),
        migrations.AddConstraint(
            model_name='ruleuse',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='rule_use_says_why'),
        ),
        migrations.AddConstraint(
            model_name='ruleuse',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ground', 'R-00'), _negated=True), ('draft__isnull', False), _connector='OR'), name='rule_use_names_draft'),
        ),
    ]
