"""Forget what was plain, and file every stay in the index."""

import django.db.models.deletion
import tocsin.accounts.sealing
from django.db import migrations, models

from tocsin.exposure.guards import filling
from tocsin.exposure.stay_index import COUNTRY_TABLE, INDEXES, PLACE_TABLE, SCHEMA


def file_stays(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in (*SCHEMA[vendor], *filling(vendor, "stay", "FROM exposure_stay AS stay"), *INDEXES[vendor]):
        schema_editor.execute(statement)


def unfile_stays(apps, schema_editor):
    for table in (PLACE_TABLE, COUNTRY_TABLE):
        schema_editor.execute(f"DROP TABLE {table}")


class Migration(migrations.Migration):
    dependencies = [('accounts', '0002_kept_and_sealed'), ('exposure', '0003_seal_places')]

    operations = [
        migrations.RemoveField('stay', 'plain_longitude'),
        migrations.RemoveField('stay', 'plain_latitude'),
        migrations.RemoveField('stay', 'plain_place'),
        migrations.RemoveField('site', 'plain_longitude'),
        migrations.RemoveField('site', 'plain_latitude'),
        migrations.RemoveField('exposure', 'plain_place'),
        migrations.RemoveField('exposure', 'plain_reason'),
        migrations.RemoveField('import', 'plain_problems'),
        migrations.AlterField('stay', 'place', tocsin.accounts.sealing.SealedTextField()),
        migrations.AlterField('exposure', 'place', tocsin.accounts.sealing.SealedTextField()),
        migrations.AlterField('exposure', 'reason', tocsin.accounts.sealing.SealedTextField()),
        migrations.AlterField(
            'stay',
            'organisation',
            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stays', to='accounts.organisation'),
        ),
        migrations.AddConstraint(
            model_name='exposure',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='exposure_says_why'),
        ),
        migrations.AddConstraint(
            model_name='site',
            constraint=models.CheckConstraint(condition=models.Q(('sealed_place__isnull', False)), name='site_has_a_place_on_earth'),
        ),
        migrations.AddConstraint(
            model_name='stay',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('place_key__isnull', True), ('sealed_place__isnull', True)), models.Q(('place_key__isnull', False), ('sealed_place__isnull', False)), _connector='OR'), name='stay_with_a_place_has_its_key'),
        ),
        migrations.AddConstraint(
            model_name='stay',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('country', ''), ('country_key__isnull', True)), models.Q(models.Q(('country', ''), _negated=True), ('country_key__isnull', False)), _connector='OR'), name='stay_in_a_country_has_its_key'),
        ),
        migrations.CreateModel(
            name='StayCountryKey',
            fields=[
                ('pk', models.CompositePrimaryKey('key', 'stay_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('key', models.BigIntegerField()),
                ('stay_id', models.BigIntegerField()),
                ('arrive', models.BigIntegerField()),
                ('depart', models.BigIntegerField()),
                ('organisation_id', models.BigIntegerField()),
            ],
            options={
                'db_table': 'exposure_stay_country_key',
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='StayPlaceKey',
            fields=[
                ('pk', models.CompositePrimaryKey('key', 'stay_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('key', models.BigIntegerField()),
                ('stay_id', models.BigIntegerField()),
                ('arrive', models.BigIntegerField()),
                ('depart', models.BigIntegerField()),
                ('organisation_id', models.BigIntegerField()),
                ('sealed_place', models.BinaryField()),
            ],
            options={
                'db_table': 'exposure_stay_place_key',
                'managed': False,
            },
        ),
        migrations.RunPython(file_stays, unfile_stays),
    ]
