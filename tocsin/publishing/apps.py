"""Django's description of this room."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """The room `publishing`."""

    name = "tocsin.publishing"
    recorded_in = ("tocsin.publishing.by_rule", "tocsin.publishing.rule_facts")
