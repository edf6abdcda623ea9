"""What the owners of an alert are asked before it runs out, messages that failed for good, and the names of six new rules."""

import django.db.models.deletion
import tocsin.delivery.states
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('alerts', '0002_standing_rules'),
        ('delivery', '0015_receipts'),
        ('exposure', '0009_contact_by_number'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='attempt',
            name='rule',
            field=models.CharField(choices=[('exposed', 'exposed'), ('told-before', 'told-before'), ('asked-again', 'asked-again'), ('reminded', 'reminded'), ('reminded-again', 'reminded-again'), ('stands-in', 'stands-in'), ('desk-told', 'desk-told'), ('help-called', 'help-called'), ('help-taken', 'help-taken'), ('all-steps-taken', 'all-steps-taken'), ('no-address', 'no-address'), ('no-secret', 'no-secret'), ('no-gateway', 'no-gateway'), ('inactive', 'inactive'), ('already-told', 'already-told'), ('covered', 'covered'), ('uncovered', 'uncovered'), ('muted', 'muted'), ('quiet-hours', 'quiet-hours'), ('digest', 'digest'), ('in-digest', 'in-digest'), ('never-told', 'never-told'), ('expired', 'expired'), ('superseded', 'superseded'), ('all-clear', 'all-clear'), ('answered', 'answered'), ('unreadable', 'unreadable'), ('accepted', 'accepted'), ('asked-to-wait', 'asked-to-wait'), ('not-reached', 'not-reached'), ('interrupted', 'interrupted'), ('refused', 'refused'), ('no-time-left', 'no-time-left'), ('bounced', 'bounced'), ('delivered', 'delivered'), ('delayed', 'delayed'), ('unreachable', 'unreachable'), ('still-reached', 'still-reached'), ('not-chased', 'not-chased'), ('runs-out', 'runs-out'), ('update-begun', 'update-begun'), ('no-owner', 'no-owner')], max_length=20),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='rule',
            field=models.CharField(choices=[('exposed', 'exposed'), ('told-before', 'told-before'), ('asked-again', 'asked-again'), ('reminded', 'reminded'), ('reminded-again', 'reminded-again'), ('stands-in', 'stands-in'), ('desk-told', 'desk-told'), ('help-called', 'help-called'), ('help-taken', 'help-taken'), ('all-steps-taken', 'all-steps-taken'), ('no-address', 'no-address'), ('no-secret', 'no-secret'), ('no-gateway', 'no-gateway'), ('inactive', 'inactive'), ('already-told', 'already-told'), ('covered', 'covered'), ('uncovered', 'uncovered'), ('muted', 'muted'), ('quiet-hours', 'quiet-hours'), ('digest', 'digest'), ('in-digest', 'in-digest'), ('never-told', 'never-told'), ('expired', 'expired'), ('superseded', 'superseded'), ('all-clear', 'all-clear'), ('answered', 'answered'), ('unreadable', 'unreadable'), ('accepted', 'accepted'), ('asked-to-wait', 'asked-to-wait'), ('not-reached', 'not-reached'), ('interrupted', 'interrupted'), ('refused', 'refused'), ('no-time-left', 'no-time-left'), ('bounced', 'bounced'), ('delivered', 'delivered'), ('delayed', 'delayed'), ('unreachable', 'unreachable'), ('still-reached', 'still-reached'), ('not-chased', 'not-chased'), ('runs-out', 'runs-out'), ('update-begun', 'update-begun'), ('no-owner', 'no-owner')], max_length=20),
        ),
        migrations.AlterField(
            model_name='hold',
            name='rule',
            field=models.CharField(choices=[('exposed', 'exposed'), ('told-before', 'told-before'), ('asked-again', 'asked-again'), ('reminded', 'reminded'), ('reminded-again', 'reminded-again'), ('stands-in', 'stands-in'), ('desk-told', 'desk-told'), ('help-called', 'help-called'), ('help-taken', 'help-taken'), ('all-steps-taken', 'all-steps-taken'), ('no-address', 'no-address'), ('no-secret', 'no-secret'), ('no-gateway', 'no-gateway'), ('inactive', 'inactive'), ('already-told', 'already-told'), ('covered', 'covered'), ('uncovered', 'uncovered'), ('muted', 'muted'), ('quiet-hours', 'quiet-hours'), ('digest', 'digest'), ('in-digest', 'in-digest'), ('never-told', 'never-told'), ('expired', 'expired'), ('superseded', 'superseded'), ('all-clear', 'all-clear'), ('answered', 'answered'), ('unreadable', 'unreadable'), ('accepted', 'accepted'), ('asked-to-wait', 'asked-to-wait'), ('not-reached', 'not-reached'), ('interrupted', 'interrupted'), ('refused', 'refused'), ('no-time-left', 'no-time-left'), ('bounced', 'bounced'), ('delivered', 'delivered'), ('delayed', 'delayed'), ('unreachable', 'unreachable'), ('still-reached', 'still-reached'), ('not-chased', 'not-chased'), ('runs-out', 'runs-out'), ('update-begun', 'update-begun'), ('no-owner', 'no-owner')], max_length=20),
        ),
        migrations.CreateModel(
            name='OwnerNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked', models.CharField(max_length=4)),
                ('part', models.CharField(blank=True, choices=[('approver', 'approved it'), ('writer', 'wrote it'), ('on-duty', 'on duty'), ('deputy', 'in place of whoever wrote it')], max_length=10)),
                ('channel', models.CharField(blank=True, max_length=10)),
                ('state', models.CharField(choices=[('queued', 'queued'), ('sending', 'sending'), ('sent', 'sent'), ('delivered', 'delivered'), ('failed', 'failed'), ('cancelled', 'cancelled'), ('suppressed', 'suppressed')], default=tocsin.delivery.states.DeliveryState['QUEUED'], max_length=12)),
                ('rule', models.CharField(choices=[('exposed', 'exposed'), ('told-before', 'told-before'), ('asked-again', 'asked-again'), ('reminded', 'reminded'), ('reminded-again', 'reminded-again'), ('stands-in', 'stands-in'), ('desk-told', 'desk-told'), ('help-called', 'help-called'), ('help-taken', 'help-taken'), ('all-steps-taken', 'all-steps-taken'), ('no-address', 'no-address'), ('no-secret', 'no-secret'), ('no-gateway', 'no-gateway'), ('inactive', 'inactive'), ('already-told', 'already-told'), ('covered', 'covered'), ('uncovered', 'uncovered'), ('muted', 'muted'), ('quiet-hours', 'quiet-hours'), ('digest', 'digest'), ('in-digest', 'in-digest'), ('never-told', 'never-told'), ('expired', 'expired'), ('superseded', 'superseded'), ('all-clear', 'all-clear'), ('answered', 'answered'), ('unreadable', 'unreadable'), ('accepted', 'accepted'), ('asked-to-wait', 'asked-to-wait'), ('not-reached', 'not-reached'), ('interrupted', 'interrupted'), ('refused', 'refused'), ('no-time-left', 'no-time-left'), ('bounced', 'bounced'), ('delivered', 'delivered'), ('delayed', 'delayed'), ('unreachable', 'unreachable'), ('still-reached', 'still-reached'), ('not-chased', 'not-chased'), ('runs-out', 'runs-out'), ('update-begun', 'update-begun'), ('no-owner', 'no-owner')], max_length=20)),
                ('reason', models.TextField()),
                ('message_id', models.CharField(max_length=120)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('due_at', models.DateTimeField()),
                ('held_by', models.CharField(blank=True, max_length=80)),
                ('said', models.TextField(blank=True)),
                ('created_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='exposure.contact')),
                ('edition', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='owner_notices', to='alerts.edition')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='owner_notices', to='exposure.person')),
                ('user', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['edition'], name='owner_notice_of_edition'), models.Index(fields=['state', 'due_at'], name='owner_notice_waiting')],
                'constraints': [models.UniqueConstraint(fields=('message_id',), name='owner_notice_once'), models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'sending', 'sent', 'delivered', 'failed', 'cancelled', 'suppressed'])), name='owner_notice_state_is_known'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='owner_notice_says_why'), models.CheckConstraint(condition=models.Q(('user__isnull', True), ('person__isnull', True), _connector='OR'), name='owner_notice_to_one'), models.CheckConstraint(condition=models.Q(('state', 'suppressed'), models.Q(models.Q(('channel', ''), _negated=True), models.Q(('part', ''), _negated=True)), _connector='OR'), name='owner_notice_says_to_whom'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'sending'), models.Q(('held_by', ''), _negated=True)), models.Q(models.Q(('state', 'sending'), _negated=True), ('held_by', '')), _connector='OR'), name='owner_notice_held_sending'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', True), ('state__in', ['queued', 'sending'])), models.Q(models.Q(('state__in', ['queued', 'sending']), _negated=True), ('finished_at__isnull', False)), _connector='OR'), name='owner_notice_says_when'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'failed'), _negated=True), models.Q(('said', ''), _negated=True), _connector='OR'), name='owner_notice_failure_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Setback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('judged_at', models.DateTimeField(null=True)),
                ('rule', models.CharField(blank=True, max_length=20)),
                ('reason', models.TextField(blank=True)),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='setbacks', to='delivery.delivery')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('judged_at__isnull', True)), fields=['id'], name='setback_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('judged_at__isnull', True), ('reason', ''), ('rule', '')), models.Q(('judged_at__isnull', False), models.Q(('rule', ''), _negated=True), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='setback_verdict_says_why')],
            },
        ),
    ]
