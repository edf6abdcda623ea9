"""What the worker's parts are at, what one of them has set aside, and why a call for help ends."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('delivery', '0017_wide_counters'),
    ]

    operations = [
        migrations.AlterField(
            model_name='attempt',
            name='rule',
            field=models.CharField(choices=[('exposed', 'exposed'), ('told-before', 'told-before'), ('asked-again', 'asked-again'), ('reminded', 'reminded'), ('reminded-again', 'reminded-again'), ('stands-in', 'stands-in'), ('desk-told', 'desk-told'), ('help-called', 'help-called'), ('help-taken', 'help-taken'), ('help-over', 'help-over'), ('called-again', 'called-again'), ('all-steps-taken', 'all-steps-taken'), ('no-address', 'no-address'), ('no-secret', 'no-secret'), ('no-gateway', 'no-gateway'), ('inactive', 'inactive'), ('already-told', 'already-told'), ('covered', 'covered'), ('uncovered', 'uncovered'), ('muted', 'muted'), ('quiet-hours', 'quiet-hours'), ('digest', 'digest'), ('in-digest', 'in-digest'), ('never-told', 'never-told'), ('expired', 'expired'), ('superseded', 'superseded'), ('all-clear', 'all-clear'), ('answered', 'answered'), ('unreadable', 'unreadable'), ('accepted', 'accepted'), ('asked-to-wait', 'asked-to-wait'), ('not-reached', 'not-reached'), ('interrupted', 'interrupted'), ('refused', 'refused'), ('no-time-left', 'no-time-left'), ('bounced', 'bounced'), ('delivered', 'delivered'), ('delayed', 'delayed'), ('unreachable', 'unreachable'), ('still-reached', 'still-reached'), ('not-chased', 'not-chased'), ('runs-out', 'runs-out'), ('update-begun', 'update-begun'), ('no-owner', 'no-owner')], max_length=20),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='rule',
            field=models.CharField(choices=[('exposed', 'exposed'), ('told-before', 'told-before'), ('asked-again', 'asked-again'), ('reminded', 'reminded'), ('reminded-again', 'reminded-again'), ('stands-in', 'stands-in'), ('desk-told', 'desk-told'), ('help-called', 'help-called'), ('help-taken', 'help-taken'), ('help-over', 'help-over'), ('called-again', 'called-again'), ('all-steps-taken', 'all-steps-taken'), ('no-address', 'no-address'), ('no-secret', 'no-secret'), ('no-gateway', 'no-gateway'), ('inactive', 'inactive'), ('already-told', 'already-told'), ('covered', 'covered'), ('uncovered', 'uncovered'), ('muted', 'muted'), ('quiet-hours', 'quiet-hours'), ('digest', 'digest'), ('in-digest', 'in-digest'), ('never-told', 'never-told'), ('expired', 'expired'), ('superseded', 'superseded'), ('all-clear', 'all-clear'), ('answered', 'answered'), ('unreadable', 'unreadable'), ('accepted', 'accepted'), ('asked-to-wait', 'asked-to-wait'), ('not-reached', 'not-reached'), ('interrupted', 'interrupted'), ('refused', 'refused'), ('no-time-left', 'no-time-left'), ('bounced', 'bounced'), ('delivered', 'delivered'), ('delayed', 'delayed'), ('unreachable', 'unreachable'), ('still-reached', 'still-reached'), ('not-chased', 'not-chased'), ('runs-out', 'runs-out'), ('update-begun', 'update-begun'), ('no-owner', 'no-owner')], max_length=20),
        ),
        migrations.AlterField(
            model_name='hold',
            name='rule',
            field=models.CharField(choices=[('exposed', 'exposed'), ('told-before', 'told-before'), ('asked-again', 'asked-again'), ('reminded', 'reminded'), ('reminded-again', 'reminded-again'), ('stands-in', 'stands-in'), ('desk-told', 'desk-told'), ('help-called', 'help-called'), ('help-taken', 'help-taken'), ('help-over', 'help-over'), ('called-again', 'called-again'), ('all-steps-taken', 'all-steps-taken'), ('no-address', 'no-address'), ('no-secret', 'no-secret'), ('no-gateway', 'no-gateway'), ('inactive', 'inactive'), ('already-told', 'already-told'), ('covered', 'covered'), ('uncovered', 'uncovered'), ('muted', 'muted'), ('quiet-hours', 'quiet-hours'), ('digest', 'digest'), ('in-digest', 'in-digest'), ('never-told', 'never-told'), ('expired', 'expired'), ('superseded', 'superseded'), ('all-clear', 'all-clear'), ('answered', 'answered'), ('unreadable', 'unreadable'), ('accepted', 'accepted'), ('asked-to-wait', 'asked-to-wait'), ('not-reached', 'not-reached'), ('interrupted', 'interrupted'), ('refused', 'refused'), ('no-time-left', 'no-time-left'), ('bounced', 'bounced'), ('delivered', 'delivered'), ('delayed', 'delayed'), ('unreachable', 'unreachable'), ('still-reached', 'still-reached'), ('not-chased', 'not-chased'), ('runs-out', 'runs-out'), ('update-begun', 'update-begun'), ('no-owner', 'no-owner')], max_length=20),
        ),
        migrations.AlterField(
            model_name='ownernotice',
            name='rule',
            field=models.CharField(choices=[('exposed', 'exposed'), ('told-before', 'told-before'), ('asked-again', 'asked-again'), ('reminded', 'reminded'), ('reminded-again', 'reminded-again'), ('stands-in', 'stands-in'), ('desk-told', 'desk-told'), ('help-called', 'help-called'), ('help-taken', 'help-taken'), ('help-over', 'help-over'), ('called-again', 'called-again'), ('all-steps-taken', 'all-steps-taken'), ('no-address', 'no-address'), ('no-secret', 'no-secret'), ('no-gateway', 'no-gateway'), ('inactive', 'inactive'), ('already-told', 'already-told'), ('covered', 'covered'), ('uncovered', 'uncovered'), ('muted', 'muted'), ('quiet-hours', 'quiet-hours'), ('digest', 'digest'), ('in-digest', 'in-digest'), ('never-told', 'never-told'), ('expired', 'expired'), ('superseded', 'superseded'), ('all-clear', 'all-clear'), ('answered', 'answered'), ('unreadable', 'unreadable'), ('accepted', 'accepted'), ('asked-to-wait', 'asked-to-wait'), ('not-reached', 'not-reached'), ('interrupted', 'interrupted'), ('refused', 'refused'), ('no-time-left', 'no-time-left'), ('bounced', 'bounced'), ('delivered', 'delivered'), ('delayed', 'delayed'), ('unreachable', 'unreachable'), ('still-reached', 'still-reached'), ('not-chased', 'not-chased'), ('runs-out', 'runs-out'), ('update-begun', 'update-begun'), ('no-owner', 'no-owner')], max_length=20),
        ),
        migrations.CreateModel(
            name='Aside',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('case', 'Case'), ('fan-out', 'Fan Out'), ('receipt', 'Receipt'), ('mail', 'Mail')], max_length=10)),
                ('number', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('again_at', models.DateTimeField()),
                ('tries', models.PositiveIntegerField(default=1)),
                ('reason', models.TextField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'number'), name='aside_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='aside_says_why')],
            },
        ),
        migrations.CreateModel(
            name='WorkerPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=20)),
                ('ended_at', models.DateTimeField()),
                ('failed_at', models.DateTimeField(null=True)),
                ('fault', models.CharField(blank=True, max_length=80)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('name',), name='worker_part_once')],
            },
        ),
    ]
