"""Django's description of this room."""

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """The room `sources`; the database keeps what was received as it was received."""

    name = "tocsin.sources"
    recorded_in = (
        "tocsin.sources.addresses",
        "tocsin.sources.decide",
        "tocsin.sources.feeds",
        "tocsin.sources.fetching",
        "tocsin.sources.files",
        "tocsin.sources.folders",
        "tocsin.sources.pages",
        "tocsin.sources.polling",
        "tocsin.sources.unpacking",
    )

    @property
    def guards(self) -> tuple[object, ...]:
        """What the database enforces here: identity and bytes of a report never change, and none is deleted."""
        from tocsin.accounts.guards import immutable
        from tocsin.sources.models import Report

        kept = {"id", "organisation", "source", "external_id", "content_hash", "received_at", "raw"}
        changeable = [field.name for field in Report._meta.concrete_fields if field.name not in kept]
        return (immutable("sources", "Report", *changeable),)
