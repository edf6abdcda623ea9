"""People, where they are, and who is in the way of an edition."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tocsin.accounts.models import Organisation
from tocsin.accounts.sealing import SealedJSONField, SealedTextField
from tocsin.accounts.secrets import EncryptedTextField
from tocsin.alerts.models import LEVELS, Edition
from tocsin.exposure.keyed import CountryKeyField, PlaceKeyField
from tocsin.exposure.located import Located
from tocsin.exposure.uncertainty import COARSE, FARTHEST_KM, FINE_KM


class Person(models.Model):
    """Somebody whom the organisation must protect, with their knowledge, for as long as needed."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="people")
    #: The organisation's own stable key: a staff number. Never shown to the public.
    key = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=10, default="en")
    timezone = models.CharField(max_length=60, default="UTC")
    active = models.BooleanField(default=True)
    #: When the person was marked as no longer with the organisation.
    left_at = models.DateTimeField(null=True)
    #: Who is told where this person does not answer.
    stand_in = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="stands_in_for")
    #: Is told for the desk: of people who do not answer, and of calls for help.
    on_duty = models.BooleanField(default=False, db_default=False)
    #: Counts up to end every link to the person's own page that was given out before.
    link_version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="person_key_once")]
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """One way to reach a person; the address is encrypted with a key outside the database.

    Of the kinds that go through a gateway, it is only the person's part: the gateway is the desk's own
    (delivery.ChannelSetting).
    """

    class Kind(models.TextChoices):
        """By what."""

        EMAIL = "email", _("E-mail")
        WEBHOOK = "webhook", _("Webhook")
        SMS = "sms", _("SMS")
        WHATSAPP = "whatsapp", _("WhatsApp")
        SIGNAL = "signal", _("Signal")
        TELEGRAM = "telegram", _("Telegram")
        PUSH = "push", _("Push")
        SLACK = "slack", _("Slack")
        TEAMS = "teams", _("Teams")

    person = models.ForeignKey(Person, models.CASCADE, related_name="contacts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    address = EncryptedTextField()
    #: accounts.secrets.fingerprint(address): finds a contact without reading it.
    fingerprint = models.CharField(max_length=64)
    #: The secret that a webhook's messages are signed with.
    secret = EncryptedTextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "fingerprint"], name="contact_once")]
        indexes = [
            # Whose telephone a reply came from. SQLite uses it only where the kinds are written into the question.
            models.Index(
                fields=["fingerprint"],
                condition=Q(kind__in=["sms", "whatsapp", "signal"]),
                name="contact_by_number",
            )
        ]
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person}"


class Import(models.Model):
    """One file that was loaded, and what became of each of its lines."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="imports")
    what = models.CharField(max_length=20)
    file_name = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    loaded = models.PositiveIntegerField()
    #: [{'line': 7, 'column': 'latitude', 'problem': '...', 'remedy': '...'}]; sealed, since they quote what was wrong.
    problems = SealedJSONField(default=list)
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    #: A large file is written in steps; empty while that goes on, and where it was broken off.
    finished_at = models.DateTimeField(null=True)
    #: Set when everything that the file had brought was taken back.
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.file_name} {self.at:%Y-%m-%d %H:%M}"


class ImportChange(models.Model):
    """One thing that an import changed or removed, as it was before: what an undo puts back.

    What an import added needs no row: the things name their import themselves.
    """

    record = models.ForeignKey(Import, models.CASCADE, related_name="changes")
    #: 'person', 'trip', 'stay' or 'site', and its number.
    thing = models.CharField(max_length=10)
    number = models.BigIntegerField()
    #: Whether it is gone since, and its columns as they were.
    removed = models.BooleanField(default=False)
    before = SealedJSONField()

    class Meta:
        indexes = [models.Index(fields=["record", "thing"], name="import_changes")]

    def __str__(self) -> str:
        return f"{self.thing} {self.number} before {self.record}"


class HeldLine(models.Model):
    """A line of a file, calendar or mail that waits for somebody's choice: its place, or whose it is, is not clear."""

    record = models.ForeignKey(Import, models.CASCADE, related_name="held_lines")
    line = models.PositiveIntegerField()
    #: The columns of a trips file (docs/exposure.md) as they were read.
    values = SealedJSONField()
    #: What is not clear, in words, and which column would settle it.
    problem = SealedTextField()
    column = models.CharField(max_length=40)
    #: [{'label': 'Springfield, Illinois, United States', 'values': {'geonames_id': '4250542'}}]
    choices = SealedJSONField(default=list)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=200, blank=True)
    #: Empty where the line was put aside instead of loaded.
    stay = models.ForeignKey("Stay", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "line"], name="held_line_once")]
        ordering = ["record", "line"]

    def __str__(self) -> str:
        return f"line {self.line} of {self.record}"


class Trip(models.Model):
    """A journey of one person: one or more stays."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="trips")
    #: The organisation's own key of the trip, so that a second import changes it instead of doubling it.
    key = models.CharField(max_length=100)
    name = models.CharField(max_length=200, blank=True)
    loaded_by = models.ForeignKey(Import, models.SET_NULL, null=True, related_name="trips")
    #: The import that made it; `loaded_by` is the one that changed it last.
    added_by = models.ForeignKey(Import, models.SET_NULL, null=True, related_name="added_trips")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="trip_key_once")]

    def __str__(self) -> str:
        return self.name or self.key


class Stay(Located):
    """A place and a time window inside a trip, with how well its place is known.

    The database keeps the two keys by which stays are found (`stay_index`) in step with every stay that is written.
    """

    trip = models.ForeignKey(Trip, models.CASCADE, related_name="stays")
    #: The organisation of the trip's person, so that the index knows whose a stay is.
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="stays")
    place = SealedTextField()
    geonames_id = models.BigIntegerField(null=True)
    #: ISO 3166-1 alpha-2.
    country = models.CharField(max_length=2)
    admin1 = models.CharField(max_length=20, blank=True)
    precision = models.CharField(max_length=10)
    #: How far the person may be from the point, in km: the radius of the city, 0 for an exact address.
    uncertainty_km = models.FloatField(default=0)
    #: In words: 'coordinates given', 'city by name', 'airport code', 'country only'.
    located_by = models.CharField(max_length=60)
    arrive = models.DateTimeField()
    #: Empty: until further notice.
    depart = models.DateTimeField(null=True)
    added_by = models.ForeignKey(Import, models.SET_NULL, null=True, related_name="added_stays")
    #: stay_keys.place_key, empty where only the country is known; and stay_keys.country_key, empty at sea.
    place_key = PlaceKeyField(null=True)
    country_key = CountryKeyField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(depart__isnull=True) | Q(depart__gt=F("arrive")),
                name="stay_departs_after_it_arrives",
            ),
            models.CheckConstraint(
                condition=Q(sealed_place__isnull=True, place_key__isnull=True)
                | Q(sealed_place__isnull=False, place_key__isnull=False),
                name="stay_with_a_place_has_its_key",
            ),
            models.CheckConstraint(
                condition=Q(country="", country_key__isnull=True)
                | ~Q(country="") & Q(country_key__isnull=False),
                name="stay_in_a_country_has_its_key",
            ),
            models.CheckConstraint(
                condition=Q(uncertainty_km__range=(0, FINE_KM))
                | Q(uncertainty_km__range=(0, FARTHEST_KM), precision__in=sorted(COARSE)),
                name="stay_uncertainty_fits_precision",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "depart"], name="stay_by_end")]

    def __str__(self) -> str:
        return f"{self.place} from {self.arrive:%Y-%m-%d}"

    def save(self, *args: Any, **named: Any) -> None:
        """Save the stay; its organisation is its person's, and its keys follow whatever is saved."""
        if self.organisation_id is None:
            self.organisation = self.trip.person.organisation
        if named.get("update_fields") is not None:
            named["update_fields"] = {*named["update_fields"], "sealed_place", "place_key", "country_key"}
        super().save(*args, **named)

    def renew_keys(self) -> None:
        """Bring the sealed place and the keys to the stay's values, for a `bulk_update`, which asks no field for them."""
        for name in ("sealed_place", "place_key", "country_key"):
            self._meta.get_field(name).pre_save(self, add=False)


class Site(Located):
    """An office, warehouse, school or hotel that the organisation answers for."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="sites")
    key = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    country = models.CharField(max_length=2)
    #: The outline of its grounds as a GeoJSON geometry; empty where only its point is known.
    outline: Any = SealedJSONField(null=True)
    people_count = models.PositiveIntegerField(default=0)
    #: Who is told when the site is in the way.
    contacts = models.ManyToManyField(Person, related_name="sites", blank=True)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    added_by = models.ForeignKey(Import, models.SET_NULL, null=True, related_name="added_sites")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="site_key_once"),
            models.CheckConstraint(condition=Q(sealed_place__isnull=False), name="site_has_a_place_on_earth"),
        ]

    def __str__(self) -> str:
        return self.name


class Subscription(models.Model):
    """That a person wants to be told of alerts wherever they are: the desk itself, a regional lead.

    Every condition that is given must hold; an empty one holds always.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="subscriptions")
    person = models.ForeignKey(Person, models.CASCADE, related_name="subscriptions")
    #: ISO 3166-1 alpha-2 codes.
    countries = models.JSONField(default=list)
    #: A GeoJSON Feature as `Area.to_geojson` writes it.
    area = models.JSONField(null=True)
    #: Codes of the list of hazards (docs/reading.md).
    hazards = models.JSONField(default=list)
    lowest_level = models.CharField(max_length=10, default=LEVELS[0])
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(lowest_level__in=LEVELS), name="subscription_level_is_known")
        ]
        indexes = [models.Index(fields=["organisation", "active"], name="subscription_by_desk")]

    def __str__(self) -> str:
        return f"subscription of {self.person}"


class ReachRule(models.Model):
    """What a desk has put in place of one row of the published table of reach (docs/grading.md)."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="reach_rules")
    hazard = models.CharField(max_length=40)
    #: CAP 1.2 severity.
    severity = models.CharField(max_length=10)
    radius_km = models.FloatField()
    duration_hours = models.PositiveIntegerField()
    grace_hours = models.PositiveIntegerField()
    reason = models.TextField()
    changed_by = models.CharField(max_length=200)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "hazard", "severity"], name="reach_rule_once"),
            models.CheckConstraint(condition=Q(radius_km__range=(0, 5000)), name="reach_is_on_earth"),
            models.CheckConstraint(condition=~Q(reason=""), name="reach_rule_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.hazard}, {self.severity}: {self.radius_km:g} km"


class ArrivalRule(models.Model):
    """Within how many days arrivals are told of a forecast, where a desk has set it for a hazard and level."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="arrival_rules")
    hazard = models.CharField(max_length=40)
    level = models.CharField(max_length=10)
    days = models.PositiveSmallIntegerField()
    reason = models.TextField()
    changed_by = models.CharField(max_length=200)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "hazard", "level"], name="arrival_rule_once"),
            models.CheckConstraint(condition=Q(level__in=LEVELS), name="arrival_level_is_known"),
            models.CheckConstraint(condition=Q(days__lte=365), name="arrival_within_a_year"),
            models.CheckConstraint(condition=~Q(reason=""), name="arrival_rule_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.hazard}, {self.level}: {self.days} days"


class Exposure(models.Model):
    """That a stay or a site is in the way of an edition, and the rule that says so."""

    class Certainty(models.TextChoices):
        """How sure the match is."""

        EXPOSED = "exposed", _("Exposed")
        POSSIBLY = "possibly", _("Possibly exposed")
        SUBSCRIBED = "subscribed", _("Subscribed")

    class News(models.TextChoices):
        """What the edition says to the person that earlier editions of its alert did not."""

        IN = "in", _("Newly in the way")
        STILL = "still", _("Still in the way")
        OUT = "out", _("No longer in the way")

    # A million rows are written while people wait to be told: each index is there once, and for rows that have the column.
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="exposures", db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="exposures")
    #: Both empty where the stay or site has been removed since: that somebody was told must outlive it.
    stay = models.ForeignKey(Stay, models.SET_NULL, null=True, related_name="exposures")
    site = models.ForeignKey(Site, models.SET_NULL, null=True, related_name="exposures", db_index=False)
    subscription = models.ForeignKey(
        Subscription, models.SET_NULL, null=True, related_name="exposures", db_index=False
    )
    certainty = models.CharField(max_length=10, choices=Certainty.choices)
    #: The rule's id and its sentence, as docs/exposure.md lists them.
    rule = models.CharField(max_length=20)
    reason = SealedTextField()
    news = models.CharField(max_length=5, choices=News.choices, default=News.IN)
    distance_km = models.FloatField(null=True)
    #: How well the two places are known: the precision of each, and how far off they may be together.
    precision = models.CharField(max_length=10, blank=True)
    incident_precision = models.CharField(max_length=10, blank=True)
    margin_km = models.FloatField(default=0)
    overlap_from = models.DateTimeField(null=True)
    overlap_until = models.DateTimeField(null=True)
    located_by = models.CharField(max_length=60)
    place = SealedTextField()
    #: Set when the stay was cancelled or moved away, or the person left, after this was written; and why.
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "person", "stay"], name="exposure_once_per_stay"),
            models.UniqueConstraint(
                fields=["edition", "person", "site"],
                condition=Q(site__isnull=False),
                name="exposure_once_per_site",
            ),
            models.UniqueConstraint(
                fields=["edition", "person"], condition=Q(rule="told-before"), name="told_before_once"
            ),
            models.UniqueConstraint(
                fields=["edition", "person", "subscription"],
                condition=Q(subscription__isnull=False),
                name="exposure_once_per_subscription",
            ),
            models.CheckConstraint(
                condition=Q(stay__isnull=True, site__isnull=True)
                | Q(stay__isnull=True, subscription__isnull=True)
                | Q(site__isnull=True, subscription__isnull=True),
                name="exposure_by_one_of_three",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="exposure_says_why"),
        ]
        indexes = [
            models.Index(fields=["site"], condition=Q(site__isnull=False), name="exposure_of_site"),
            models.Index(
                fields=["subscription"],
                condition=Q(subscription__isnull=False),
                name="exposure_of_subscription",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} in the way of {self.edition}"


class PlaceLook(models.Model):
    """That somebody looked at where a person is or will be; the person is shown it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="looks")
    #: A name as it was, not a link: it outlives accounts.
    by = models.CharField(max_length=200)
    #: On which page or by which call: 'person', 'map', 'draft', 'roll-call', 'api'.
    where = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="looks_newest_first")]

    def __str__(self) -> str:
        return f"{self.by} at {self.person}, {self.at:%Y-%m-%d %H:%M}"


class TravelCount(models.Model):
    """How much was travelled to a country in a month: what stays after trips are purged."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="travel_counts")
    #: The first day of the month in which the stays ended.
    month = models.DateField()
    country = models.CharField(max_length=2, blank=True)
    stays = models.PositiveIntegerField(default=0)
    nights = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "month", "country"], name="travel_count_once")
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.month:%Y-%m}: {self.stays} stays"


class StayPlaceKey(models.Model):
    """The covering B-tree of stays by place and time. Kept by the database from the stays; see `stay_index`."""

    pk = models.CompositePrimaryKey("key", "stay_id")
    key = models.BigIntegerField()
    stay_id = models.BigIntegerField()
    #: Seconds since 1970, UTC.
    arrive = models.BigIntegerField()
    depart = models.BigIntegerField()
    organisation_id = models.BigIntegerField()
    sealed_place = models.BinaryField()

    class Meta:
        managed = False
        db_table = "exposure_stay_place_key"


class StayCountryKey(models.Model):
    """The covering B-tree of stays by country and time. Kept by the database from the stays; see `stay_index`."""

    pk = models.CompositePrimaryKey("key", "stay_id")
    key = models.BigIntegerField()
    stay_id = models.BigIntegerField()
    #: Seconds since 1970, UTC.
    arrive = models.BigIntegerField()
    depart = models.BigIntegerField()
    organisation_id = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "exposure_stay_country_key"
