"""Steps for those who do not answer, and messages about somebody else."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_kept_and_sealed'),
        ('alerts', '0001_initial'),
        ('delivery', '0003_leaner_indexes'),
        ('exposure', '0007_stand_ins'),
    ]

    operations = [
        migrations.CreateModel(
            name='Escalation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cause', models.CharField(choices=[('silence', 'silence'), ('help', 'help')], max_length=10)),
                ('done', models.PositiveSmallIntegerField(default=0)),
                ('began_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('rule', models.CharField(blank=True, max_length=20)),
                ('reason', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='EscalationPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(max_length=10)),
                ('steps', models.JSONField(default=list)),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.CharField(max_length=200)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='delivery',
            name='delivery_once',
        ),
        migrations.AddField(
            model_name='delivery',
            name='about',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='told_of', to='exposure.person'),
        ),
        migrations.AddField(
            model_name='delivery',
            name='round',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='fanout',
            name='policy',
            field=models.JSONField(default=list),
        ),
        migrations.AlterField(
            model_name='attempt',
            name='rule',
            field=models.CharField(choices=[('exposed', 'exposed'), ('told-before', 'told-before'), ('asked-again', 'asked-again'), ('reminded', 'reminded'), ('stands-in', 'stands-in'), ('desk-told', 'desk-told'), ('help-called', 'help-called'), ('help-taken', 'help-taken'), ('all-steps-taken', 'all-steps-taken'), ('no-address', 'no-address'), ('no-secret', 'no-secret'), ('inactive', 'inactive'), ('already-told', 'already-told'), ('never-told', 'never-told'), ('expired', 'expired'), ('superseded', 'superseded'), ('all-clear', 'all-clear'), ('answered', 'answered'), ('unreadable', 'unreadable'), ('accepted', 'accepted'), ('asked-to-wait', 'asked-to-wait'), ('not-reached', 'not-reached'), ('interrupted', 'interrupted'), ('refused', 'refused'), ('no-time-left', 'no-time-left')], max_length=20),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='rule',
            field=models.CharField(choices=[('exposed', 'exposed'), ('told-before', 'told-before'), ('asked-again', 'asked-again'), ('reminded', 'reminded'), ('stands-in', 'stands-in'), ('desk-told', 'desk-told'), ('help-called', 'help-called'), ('help-taken', 'help-taken'), ('all-steps-taken', 'all-steps-taken'), ('no-address', 'no-address'), ('no-secret', 'no-secret'), ('inactive', 'inactive'), ('already-told', 'already-told'), ('never-told', 'never-told'), ('expired', 'expired'), ('superseded', 'superseded'), ('all-clear', 'all-clear'), ('answered', 'answered'), ('unreadable', 'unreadable'), ('accepted', 'accepted'), ('asked-to-wait', 'asked-to-wait'), ('not-reached', 'not-reached'), ('interrupted', 'interrupted'), ('refused', 'refused'), ('no-time-left', 'no-time-left')], max_length=20),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('about__isnull', False)), fields=['about'], name='delivery_about'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(condition=models.Q(('about__isnull', True), ('round', 0)), fields=('edition', 'person', 'channel', 'contact'), name='delivery_once'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(('about__isnull', True), ('round__gt', 0), _connector='OR'), name='delivery_about_is_a_step'),
        ),
        migrations.AddField(
            model_name='escalation',
            name='edition',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='escalations', to='alerts.edition'),
        ),
        migrations.AddField(
            model_name='escalation',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='escalations', to='exposure.person'),
        ),
        migrations.AddField(
            model_name='escalationpolicy',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='escalation_policies', to='accounts.organisation'),
        ),
        migrations.AddIndex(
            model_name='escalation',
            index=models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['due_at'], name='escalation_due'),
        ),
        migrations.AddConstraint(
            model_name='escalation',
            constraint=models.UniqueConstraint(fields=('edition', 'person', 'cause'), name='escalation_once'),
        ),
        migrations.AddConstraint(
            model_name='escalation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('reason', '')), models.Q(('ended_at__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='escalation_end_says_why'),
        ),
        migrations.AddConstraint(
            model_name='escalationpolicy',
            constraint=models.UniqueConstraint(fields=('organisation', 'level'), name='escalation_policy_once'),
        ),
    ]
