"""Django's description of this room."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """The room `delivery`; the database holds a delivery to its states."""

    name = "tocsin.delivery"

    @property
    def guards(self) -> tuple[object, ...]:
        """What the database enforces here."""
        from tocsin.accounts.guards import Transitions, immutable
        from tocsin.delivery.states import INITIAL, STEPS

        steps = tuple((before.value, after.value) for before, after, _ in STEPS)
        return (
            Transitions("delivery_delivery", "state", tuple(state.value for state in INITIAL), steps),
            immutable("delivery", "Attempt", deletable=True),
            immutable(
                "delivery", "Answer", "taken_by", "taken_at", "delivery", "recorded_by", deletable=True
            ),
        )
