"""Django's description of this room."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """The room `delivery`; the database holds a delivery to its states."""

    name = "tocsin.delivery"
    #: Modules that declare texts which records keep (tocsin.recorded).
    recorded_in = (
        "tocsin.delivery.auditor",
        "tocsin.delivery.canary",
        "tocsin.delivery.decide",
        "tocsin.delivery.inbound.rulings",
        "tocsin.delivery.own_data",
        "tocsin.delivery.owner_rules",
        "tocsin.delivery.quiet",
    )

    @property
    def guards(self) -> tuple[object, ...]:
        """What the database enforces here."""
        from tocsin.accounts.guards import Transitions, immutable
        from tocsin.alerts.guards import Refusal
        from tocsin.delivery.states import INITIAL, STEPS

        steps = tuple((before.value, after.value) for before, after, _ in STEPS)
        return (
            *(
                Transitions(table, "state", tuple(state.value for state in INITIAL), steps)
                for table in ("delivery_delivery", "delivery_ownernotice")
            ),
            immutable("delivery", "Attempt", deletable=True),
            immutable(
                "delivery",
                "Answer",
                "taken_by",
                "taken_at",
                "delivery",
                "recorded_by",
                "note",
                "place",
                deletable=True,
            ),
            Refusal(
                "delivery_answer",
                "note_is_only_erased",
                "UPDATE",
                """(NEW."note" <> OLD."note" AND length(NEW."note") > 0)
                OR (NEW."place" <> OLD."place" AND length(NEW."place") > 0)""",
                "what somebody answered is never changed, only erased where they ask for it",
            ),
        )

    def ready(self) -> None:
        """Let whatever this process publishes, mutes or sets count at once where messages are held back."""
        from django.db.models.signals import post_delete, post_save

        from tocsin.alerts.models import Edition
        from tocsin.delivery.models import EscalationPolicy, Mute, QuietPolicy
        from tocsin.delivery.quiet_facts import forget_known

        for model in (Edition, EscalationPolicy, Mute, QuietPolicy):
            for signal in (post_save, post_delete):
                signal.connect(forget_known, sender=model, dispatch_uid="tocsin.delivery.quiet_facts")
