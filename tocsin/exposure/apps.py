"""Django's description of this room."""

from django.apps import AppConfig


class ExposureConfig(AppConfig):
    """The room `exposure`."""

    name = "tocsin.exposure"
