"""What the worker's parts are at, and what one of them has set aside."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('delivery', '0015_receipts'),
    ]

    operations = [
        migrations.CreateModel(
            name='Aside',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('case', 'Case'), ('fan-out', 'Fan Out'), ('receipt', 'Receipt')], max_length=10)),
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
