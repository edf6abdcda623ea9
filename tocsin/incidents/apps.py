"""Django's description of this room."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """The room `incidents`."""

    name = "tocsin.incidents"
    recorded_in = (
        "tocsin.incidents.acts",
        "tocsin.incidents.claims",
        "tocsin.incidents.decide",
        "tocsin.incidents.figure_words",
        "tocsin.incidents.situation",
        "tocsin.incidents.waking",
    )
