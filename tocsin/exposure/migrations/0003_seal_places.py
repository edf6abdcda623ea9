"""Seal every place, every sentence that names one, and what files were refused for; give every stay its keys."""

from django.db import migrations

from tocsin.exposure.keyed import seconds
from tocsin.exposure.sealed_places import seal_place
from tocsin.exposure.stay_keys import country_key, place_key


def seal(apps, schema_editor):
    using = schema_editor.connection.alias
    stays = apps.get_model("exposure", "Stay").objects.using(using)
    for stay in stays.select_related("trip__person").iterator(chunk_size=1000):
        window = seconds(stay.arrive), seconds(stay.depart)
        known = stay.plain_longitude is not None
        stays.filter(pk=stay.pk).update(
            organisation=stay.trip.person.organisation_id,
            place=stay.plain_place,
            sealed_place=seal_place(stay.plain_longitude, stay.plain_latitude) if known else None,
            place_key=place_key(stay.plain_longitude, stay.plain_latitude, stay.uncertainty_km, *window)
            if known
            else None,
            country_key=country_key(stay.country, vague=not known, arrive=window[0], depart=window[1])
            if stay.country
            else None,
        )
    sites = apps.get_model("exposure", "Site").objects.using(using)
    for site in sites.iterator(chunk_size=1000):
        sites.filter(pk=site.pk).update(sealed_place=seal_place(site.plain_longitude, site.plain_latitude))
    exposures = apps.get_model("exposure", "Exposure").objects.using(using)
    for row in exposures.only("plain_place", "plain_reason").iterator(chunk_size=1000):
        exposures.filter(pk=row.pk).update(place=row.plain_place, reason=row.plain_reason)
    imports = apps.get_model("exposure", "Import").objects.using(using)
    for row in imports.iterator(chunk_size=100):
        imports.filter(pk=row.pk).update(problems=row.plain_problems)


class Migration(migrations.Migration):
    dependencies = [("exposure", "0002_kept_and_sealed")]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop, elidable=True)]
