"""Django's description of this room."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """The room `delivery`; the database holds a delivery to its states."""

    name = "tocsin.delivery"

    @property
    def guards(self) -> tuple[object, ...]:
        """What the database enforces here."""
        from tocsin.accounts.guards import Transitions, immutable
        from tocsin.alerts.guards import Refusal
        from tocsin.delivery.states import INITIAL, STEPS

        steps = tuple((before.value, after.value) for before, after, _ in STEPS)
        return (
            Transitions("delivery_delivery", "state", tuple(state.value for state in INITIAL), steps),
            immutable("delivery", "Attempt", deletable=True),
            immutable(
                "delivery",
                "Answer",
                "taken_by",
                "taken_at",
                "delivery",
                "recorded_by",
                "note",
                deletable=True,
            ),
            Refusal(
                "delivery_answer",
                "note_is_only_erased",
                "UPDATE",
                """NEW."note" <> OLD."note" AND NEW."note" <> ''""",
                "what somebody answered is never changed, only erased where they ask for it",
            ),
        )
