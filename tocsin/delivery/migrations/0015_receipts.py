"""What comes back to the messages, and the names of three new rules."""

import django.db.models.deletion
import tocsin.accounts.sealing
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('delivery', '0014_asked_again'),
    ]

    operations = [
        migrations.AlterField(
            model_name='attempt',
            name='rule',
            field=models.CharField(choices=[('exposed', 'exposed'), ('told-before', 'told-before'), ('asked-again', 'asked-again'), ('reminded', 'reminded'), ('reminded-again', 'reminded-again'), ('stands-in', 'stands-in'), ('desk-told', 'desk-told'), ('help-called', 'help-called'), ('help-taken', 'help-taken'), ('all-steps-taken', 'all-steps-taken'), ('no-address', 'no-address'), ('no-secret', 'no-secret'), ('no-gateway', 'no-gateway'), ('inactive', 'inactive'), ('already-told', 'already-told'), ('covered', 'covered'), ('uncovered', 'uncovered'), ('muted', 'muted'), ('quiet-hours', 'quiet-hours'), ('digest', 'digest'), ('in-digest', 'in-digest'), ('never-told', 'never-told'), ('expired', 'expired'), ('superseded', 'superseded'), ('all-clear', 'all-clear'), ('answered', 'answered'), ('unreadable', 'unreadable'), ('accepted', 'accepted'), ('asked-to-wait', 'asked-to-wait'), ('not-reached', 'not-reached'), ('interrupted', 'interrupted'), ('refused', 'refused'), ('no-time-left', 'no-time-left'), ('bounced', 'bounced'), ('delivered', 'delivered'), ('delayed', 'delayed')], max_length=20),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='rule',
            field=models.CharField(choices=[('exposed', 'exposed'), ('told-before', 'told-before'), ('asked-again', 'asked-again'), ('reminded', 'reminded'), ('reminded-again', 'reminded-again'), ('stands-in', 'stands-in'), ('desk-told', 'desk-told'), ('help-called', 'help-called'), ('help-taken', 'help-taken'), ('all-steps-taken', 'all-steps-taken'), ('no-address', 'no-address'), ('no-secret', 'no-secret'), ('no-gateway', 'no-gateway'), ('inactive', 'inactive'), ('already-told', 'already-told'), ('covered', 'covered'), ('uncovered', 'uncovered'), ('muted', 'muted'), ('quiet-hours', 'quiet-hours'), ('digest', 'digest'), ('in-digest', 'in-digest'), ('never-told', 'never-told'), ('expired', 'expired'), ('superseded', 'superseded'), ('all-clear', 'all-clear'), ('answered', 'answered'), ('unreadable', 'unreadable'), ('accepted', 'accepted'), ('asked-to-wait', 'asked-to-wait'), ('not-reached', 'not-reached'), ('interrupted', 'interrupted'), ('refused', 'refused'), ('no-time-left', 'no-time-left'), ('bounced', 'bounced'), ('delivered', 'delivered'), ('delayed', 'delayed')], max_length=20),
        ),
        migrations.AlterField(
            model_name='hold',
            name='rule',
            field=models.CharField(choices=[('exposed', 'exposed'), ('told-before', 'told-before'), ('asked-again', 'asked-again'), ('reminded', 'reminded'), ('reminded-again', 'reminded-again'), ('stands-in', 'stands-in'), ('desk-told', 'desk-told'), ('help-called', 'help-called'), ('help-taken', 'help-taken'), ('all-steps-taken', 'all-steps-taken'), ('no-address', 'no-address'), ('no-secret', 'no-secret'), ('no-gateway', 'no-gateway'), ('inactive', 'inactive'), ('already-told', 'already-told'), ('covered', 'covered'), ('uncovered', 'uncovered'), ('muted', 'muted'), ('quiet-hours', 'quiet-hours'), ('digest', 'digest'), ('in-digest', 'in-digest'), ('never-told', 'never-told'), ('expired', 'expired'), ('superseded', 'superseded'), ('all-clear', 'all-clear'), ('answered', 'answered'), ('unreadable', 'unreadable'), ('accepted', 'accepted'), ('asked-to-wait', 'asked-to-wait'), ('not-reached', 'not-reached'), ('interrupted', 'interrupted'), ('refused', 'refused'), ('no-time-left', 'no-time-left'), ('bounced', 'bounced'), ('delivered', 'delivered'), ('delayed', 'delayed')], max_length=20),
        ),
        migrations.CreateModel(
            name='Arrival',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64)),
                ('kind', models.CharField(choices=[('receipt', 'Receipt'), ('reply', 'Reply')], max_length=10)),
                ('at', models.DateTimeField()),
                ('via', models.CharField(max_length=10)),
                ('claimed', models.CharField(blank=True, max_length=120)),
                ('says', models.CharField(blank=True, max_length=12)),
                ('status', models.CharField(blank=True, max_length=12)),
                ('words', tocsin.accounts.sealing.SealedTextField(blank=True, default='')),
                ('sender', models.CharField(blank=True, max_length=64)),
                ('said_at', models.DateTimeField(null=True)),
                ('finding', models.CharField(choices=[('acted', 'acted'), ('noted', 'noted'), ('early', 'early'), ('unknown', 'unknown'), ('unproven', 'unproven'), ('unclear', 'unclear'), ('automatic', 'automatic'), ('late', 'late'), ('wrong-code', 'wrong-code'), ('too-many', 'too-many')], max_length=12)),
                ('rule', models.CharField(blank=True, max_length=20)),
                ('reason', models.TextField()),
                ('delivery', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='arrivals', to='delivery.delivery')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('delivery__isnull', False)), fields=['delivery'], name='arrival_of_delivery'), models.Index(condition=models.Q(('finding', 'early')), fields=['at'], name='arrival_early'), models.Index(condition=models.Q(('sender', ''), _negated=True), fields=['sender', 'at'], name='arrival_by_sender'), models.Index(condition=models.Q(('delivery__isnull', True)), fields=['at'], name='arrival_of_nothing')],
                'constraints': [models.UniqueConstraint(fields=('key',), name='arrival_once'), models.CheckConstraint(condition=models.Q(('finding__in', ['acted', 'noted', 'early', 'unknown', 'unproven', 'unclear', 'automatic', 'late', 'wrong-code', 'too-many'])), name='arrival_finding_is_known'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='arrival_says_what_became_of_it')],
            },
        ),
    ]
