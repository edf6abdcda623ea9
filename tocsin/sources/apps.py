"""Django's description of this room."""

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """The room `sources`."""

    name = "tocsin.sources"
