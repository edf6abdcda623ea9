"""People, where they are, and who is in the way of an edition."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tocsin.accounts.models import Organisation
from tocsin.accounts.secrets import EncryptedTextField
from tocsin.alerts.models import Edition
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
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="person_key_once")]
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """One way to reach a person; the address is encrypted with a key outside the database."""

    class Kind(models.TextChoices):
        """By what."""

        EMAIL = "email", _("E-mail")
        WEBHOOK = "webhook", _("Webhook")

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
    #: [{'line': 7, 'column': 'latitude', 'problem': '...', 'remedy': '...'}]
    problems = models.JSONField(default=list)
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.file_name} {self.at:%Y-%m-%d %H:%M}"


class Trip(models.Model):
    """A journey of one person: one or more stays."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="trips")
    #: The organisation's own key of the trip, so that a second import changes it instead of doubling it.
    key = models.CharField(max_length=100)
    name = models.CharField(max_length=200, blank=True)
    loaded_by = models.ForeignKey(Import, models.SET_NULL, null=True, related_name="trips")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="trip_key_once")]

    def __str__(self) -> str:
        return self.name or self.key


class Stay(models.Model):
    """A place and a time window inside a trip, with how well its place is known."""

    trip = models.ForeignKey(Trip, models.CASCADE, related_name="stays")
    place = models.CharField(max_length=200)
    geonames_id = models.BigIntegerField(null=True)
    #: ISO 3166-1 alpha-2.
    country = models.CharField(max_length=2)
    admin1 = models.CharField(max_length=20, blank=True)
    #: Degrees; both empty where only the country is known.
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    precision = models.CharField(max_length=10)
    #: How far the person may be from the point, in km: the radius of the city, 0 for an exact address.
    uncertainty_km = models.FloatField(default=0)
    #: In words: 'coordinates given', 'city by name', 'airport code', 'country only'.
    located_by = models.CharField(max_length=60)
    arrive = models.DateTimeField()
    #: Empty: until further notice.
    depart = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(depart__isnull=True) | Q(depart__gt=F("arrive")),
                name="stay_departs_after_it_arrives",
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(longitude__range=(-180, 180), latitude__range=(-90, 90)),
                name="stay_has_a_place_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(uncertainty_km__range=(0, FINE_KM))
                | Q(uncertainty_km__range=(0, FARTHEST_KM), precision__in=sorted(COARSE)),
                name="stay_uncertainty_fits_precision",
            ),
        ]
        indexes = [
            models.Index(fields=["country", "arrive", "depart"], name="stay_by_country"),
            models.Index(fields=["latitude", "longitude", "arrive"], name="stay_by_place"),
            models.Index(fields=["precision", "latitude"], name="stay_by_precision"),
        ]

    def __str__(self) -> str:
        return f"{self.place} from {self.arrive:%Y-%m-%d}"


class Site(models.Model):
    """An office, warehouse, school or hotel that the organisation answers for."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="sites")
    key = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    country = models.CharField(max_length=2)
    longitude = models.FloatField()
    latitude = models.FloatField()
    people_count = models.PositiveIntegerField(default=0)
    #: Who is told when the site is in the way.
    contacts = models.ManyToManyField(Person, related_name="sites", blank=True)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="site_key_once"),
            models.CheckConstraint(
                condition=Q(longitude__range=(-180, 180), latitude__range=(-90, 90)),
                name="site_has_a_place_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Exposure(models.Model):
    """That a stay or a site is in the way of an edition, and the rule that says so."""

    class Certainty(models.TextChoices):
        """How sure the match is."""

        EXPOSED = "exposed", _("Exposed")
        POSSIBLY = "possibly", _("Possibly exposed")

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="exposures")
    person = models.ForeignKey(Person, models.CASCADE, related_name="exposures")
    #: Both empty where the stay or site has been removed since: that somebody was told must outlive it.
    stay = models.ForeignKey(Stay, models.SET_NULL, null=True, related_name="exposures")
    site = models.ForeignKey(Site, models.SET_NULL, null=True, related_name="exposures")
    certainty = models.CharField(max_length=10, choices=Certainty.choices)
    #: The rule's id and its sentence, as docs/exposure.md lists them.
    rule = models.CharField(max_length=20)
    reason = models.TextField()
    distance_km = models.FloatField(null=True)
    overlap_from = models.DateTimeField(null=True)
    overlap_until = models.DateTimeField(null=True)
    located_by = models.CharField(max_length=60)
    place = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "person", "stay"], name="exposure_once_per_stay"),
            models.UniqueConstraint(fields=["edition", "person", "site"], name="exposure_once_per_site"),
            models.UniqueConstraint(
                fields=["edition", "person"], condition=Q(rule="told-before"), name="told_before_once"
            ),
            models.CheckConstraint(
                condition=Q(stay__isnull=True) | Q(site__isnull=True), name="exposure_by_a_stay_or_a_site"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="exposure_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.person} in the way of {self.edition}"
