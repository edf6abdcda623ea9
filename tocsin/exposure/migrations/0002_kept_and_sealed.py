"""Room for sealed places, undone imports, subscriptions and a desk's own rules; what was plain is set aside."""

import django.db.models.deletion
import tocsin.accounts.sealing
import tocsin.exposure.keyed
import tocsin.exposure.located
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_kept_and_sealed'),
        ('alerts', '0001_initial'),
        ('exposure', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='exposure',
            name='exposure_by_a_stay_or_a_site',
        ),
        migrations.RemoveConstraint(
            model_name='site',
            name='site_has_a_place_on_earth',
        ),
        migrations.RemoveConstraint(
            model_name='stay',
            name='stay_has_a_place_on_earth',
        ),
        migrations.RemoveIndex(
            model_name='stay',
            name='stay_by_country',
        ),
        migrations.RemoveIndex(
            model_name='stay',
            name='stay_by_place',
        ),
        migrations.RemoveIndex(
            model_name='stay',
            name='stay_by_precision',
        ),
        migrations.RemoveConstraint('exposure', 'exposure_says_why'),
        migrations.RenameField('stay', 'longitude', 'plain_longitude'),
        migrations.RenameField('stay', 'latitude', 'plain_latitude'),
        migrations.RenameField('stay', 'place', 'plain_place'),
        migrations.RenameField('site', 'longitude', 'plain_longitude'),
        migrations.RenameField('site', 'latitude', 'plain_latitude'),
        migrations.RenameField('exposure', 'place', 'plain_place'),
        migrations.RenameField('exposure', 'reason', 'plain_reason'),
        migrations.RenameField('import', 'problems', 'plain_problems'),
        migrations.AddField('stay', 'place', tocsin.accounts.sealing.SealedTextField(default="")),
        migrations.AddField('exposure', 'place', tocsin.accounts.sealing.SealedTextField(default="")),
        migrations.AddField('exposure', 'reason', tocsin.accounts.sealing.SealedTextField(default="")),
        migrations.AddField('import', 'problems', tocsin.accounts.sealing.SealedJSONField(default=list)),
        migrations.CreateModel(
            name='ArrivalRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hazard', models.CharField(max_length=40)),
                ('level', models.CharField(max_length=10)),
                ('days', models.PositiveSmallIntegerField()),
                ('reason', models.TextField()),
                ('changed_by', models.CharField(max_length=200)),
                ('changed_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='HeldLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.PositiveIntegerField()),
                ('values', tocsin.accounts.sealing.SealedJSONField()),
                ('problem', tocsin.accounts.sealing.SealedTextField()),
                ('column', models.CharField(max_length=40)),
                ('choices', tocsin.accounts.sealing.SealedJSONField(default=list)),
                ('settled_at', models.DateTimeField(null=True)),
                ('settled_by', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'ordering': ['record', 'line'],
            },
        ),
        migrations.CreateModel(
            name='ImportChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('thing', models.CharField(max_length=10)),
                ('number', models.BigIntegerField()),
                ('removed', models.BooleanField(default=False)),
                ('before', tocsin.accounts.sealing.SealedJSONField()),
            ],
        ),
        migrations.CreateModel(
            name='PlaceLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by', models.CharField(max_length=200)),
                ('where', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='ReachRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hazard', models.CharField(max_length=40)),
                ('severity', models.CharField(max_length=10)),
                ('radius_km', models.FloatField()),
                ('duration_hours', models.PositiveIntegerField()),
                ('grace_hours', models.PositiveIntegerField()),
                ('reason', models.TextField()),
                ('changed_by', models.CharField(max_length=200)),
                ('changed_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('countries', models.JSONField(default=list)),
                ('area', models.JSONField(null=True)),
                ('hazards', models.JSONField(default=list)),
                ('lowest_level', models.CharField(default='Notice', max_length=10)),
                ('active', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='TravelCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('country', models.CharField(blank=True, max_length=2)),
                ('stays', models.PositiveIntegerField(default=0)),
                ('nights', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.AddField(
            model_name='exposure',
            name='incident_precision',
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name='exposure',
            name='margin_km',
            field=models.FloatField(default=0),
        ),
        migrations.AddField(
            model_name='exposure',
            name='news',
            field=models.CharField(choices=[('in', 'Newly in the way'), ('still', 'Still in the way'), ('out', 'No longer in the way')], default='in', max_length=5),
        ),
        migrations.AddField(
            model_name='exposure',
            name='precision',
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name='exposure',
            name='withdrawn_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='exposure',
            name='withdrawn_reason',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='import',
            name='undone_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='import',
            name='undone_by',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='person',
            name='left_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='person',
            name='link_version',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='site',
            name='added_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='added_sites', to='exposure.import'),
        ),
        migrations.AddField(
            model_name='site',
            name='outline',
            field=tocsin.accounts.sealing.SealedJSONField(null=True),
        ),
        migrations.AddField(
            model_name='site',
            name='sealed_place',
            field=tocsin.exposure.located.SealedPlaceField(null=True),
        ),
        migrations.AddField(
            model_name='stay',
            name='added_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='added_stays', to='exposure.import'),
        ),
        migrations.AddField(
            model_name='stay',
            name='country_key',
            field=tocsin.exposure.keyed.CountryKeyField(null=True),
        ),
        migrations.AddField(
            model_name='stay',
            name='organisation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='stays', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='stay',
            name='place_key',
            field=tocsin.exposure.keyed.PlaceKeyField(null=True),
        ),
        migrations.AddField(
            model_name='stay',
            name='sealed_place',
            field=tocsin.exposure.located.SealedPlaceField(null=True),
        ),
        migrations.AddField(
            model_name='trip',
            name='added_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='added_trips', to='exposure.import'),
        ),
        migrations.AddIndex(
            model_name='stay',
            index=models.Index(fields=['organisation', 'depart'], name='stay_by_end'),
        ),
        migrations.AddField(
            model_name='arrivalrule',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='arrival_rules', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='heldline',
            name='record',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='held_lines', to='exposure.import'),
        ),
        migrations.AddField(
            model_name='heldline',
            name='stay',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='exposure.stay'),
        ),
        migrations.AddField(
            model_name='importchange',
            name='record',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='exposure.import'),
        ),
        migrations.AddField(
            model_name='placelook',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='looks', to='exposure.person'),
        ),
        migrations.AddField(
            model_name='reachrule',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reach_rules', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='subscription',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='subscription',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to='exposure.person'),
        ),
        migrations.AddField(
            model_name='exposure',
            name='subscription',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='exposures', to='exposure.subscription'),
        ),
        migrations.AddConstraint(
            model_name='exposure',
            constraint=models.UniqueConstraint(fields=('edition', 'person', 'subscription'), name='exposure_once_per_subscription'),
        ),
        migrations.AddConstraint(
            model_name='exposure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('site__isnull', True), ('stay__isnull', True)), models.Q(('stay__isnull', True), ('subscription__isnull', True)), models.Q(('site__isnull', True), ('subscription__isnull', True)), _connector='OR'), name='exposure_by_one_of_three'),
        ),
        migrations.AddField(
            model_name='travelcount',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='travel_counts', to='accounts.organisation'),
        ),
        migrations.AddConstraint(
            model_name='arrivalrule',
            constraint=models.UniqueConstraint(fields=('organisation', 'hazard', 'level'), name='arrival_rule_once'),
        ),
        migrations.AddConstraint(
            model_name='arrivalrule',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', ['Notice', 'Advisory', 'Warning', 'Critical'])), name='arrival_level_is_known'),
        ),
        migrations.AddConstraint(
            model_name='arrivalrule',
            constraint=models.CheckConstraint(condition=models.Q(('days__lte', 365)), name='arrival_within_a_year'),
        ),
        migrations.AddConstraint(
            model_name='arrivalrule',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='arrival_rule_says_why'),
        ),
        migrations.AddConstraint(
            model_name='heldline',
            constraint=models.UniqueConstraint(fields=('record', 'line'), name='held_line_once'),
        ),
        migrations.AddIndex(
            model_name='importchange',
            index=models.Index(fields=['record', 'thing'], name='import_changes'),
        ),
        migrations.AddIndex(
            model_name='placelook',
            index=models.Index(fields=['person', '-at'], name='looks_newest_first'),
        ),
        migrations.AddConstraint(
            model_name='reachrule',
            constraint=models.UniqueConstraint(fields=('organisation', 'hazard', 'severity'), name='reach_rule_once'),
        ),
        migrations.AddConstraint(
            model_name='reachrule',
            constraint=models.CheckConstraint(condition=models.Q(('radius_km__range', (0, 5000))), name='reach_is_on_earth'),
        ),
        migrations.AddConstraint(
            model_name='reachrule',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='reach_rule_says_why'),
        ),
        migrations.AddIndex(
            model_name='subscription',
            index=models.Index(fields=['organisation', 'active'], name='subscription_by_desk'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.CheckConstraint(condition=models.Q(('lowest_level__in', ['Notice', 'Advisory', 'Warning', 'Critical'])), name='subscription_level_is_known'),
        ),
        migrations.AddConstraint(
            model_name='travelcount',
            constraint=models.UniqueConstraint(fields=('organisation', 'month', 'country'), name='travel_count_once'),
        ),
        migrations.AlterField(
            model_name='exposure',
            name='certainty',
            field=models.CharField(choices=[('exposed', 'Exposed'), ('possibly', 'Possibly exposed'), ('subscribed', 'Subscribed')], max_length=10),
        ),
    ]
