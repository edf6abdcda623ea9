"""Django's description of this room."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """The room `incidents`."""

    name = "tocsin.incidents"
