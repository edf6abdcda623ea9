"""Django's description of this room."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The room `desk`."""

    name = "tocsin.desk"
    #: The rooms without Django have no description of their own: the desk shows what they say.
    recorded_in = (
        "tocsin.cap.actionability",
        "tocsin.cap.signature",
        "tocsin.grading.decision",
        "tocsin.grading.evidence",
        "tocsin.grading.kept_sentences",
    )
