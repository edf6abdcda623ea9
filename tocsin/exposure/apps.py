"""Django's description of this room."""

from django.apps import AppConfig


class ExposureConfig(AppConfig):
    """The room `exposure`; the database keeps the index of stays in step with the stays."""

    name = "tocsin.exposure"
    #: Modules that declare texts which records keep (tocsin.recorded).
    recorded_in = ("tocsin.exposure.reach", "tocsin.exposure.sentences", "tocsin.exposure.zones")

    @property
    def guards(self) -> tuple[object, ...]:
        """What the database enforces here."""
        from tocsin.exposure.guards import Mirrored

        return (Mirrored(),)
