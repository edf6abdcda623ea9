"""Django's description of this room."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """The room `alerts`; the database holds a draft to its transitions and an edition to what was approved."""

    name = "tocsin.alerts"
    recorded_in = (
        "tocsin.alerts.decide",
        "tocsin.alerts.drafting",
        "tocsin.alerts.editing",
        "tocsin.alerts.rule_verdicts",
        "tocsin.alerts.updates",
    )

    @property
    def guards(self) -> tuple[object, ...]:
        """What the database enforces here."""
        from tocsin.accounts.guards import Transitions, immutable
        from tocsin.alerts.guards import REFUSALS
        from tocsin.alerts.states import INITIAL, STEPS

        steps = tuple((before.value, after.value) for before, after, _ in STEPS)
        return (
            Transitions("alerts_draft", "state", tuple(state.value for state in INITIAL), steps),
            immutable("alerts", "Edition"),
            immutable("alerts", "Document"),
            immutable("alerts", "Revision"),
            immutable("alerts", "Review", "voided_at"),
            immutable(
                "alerts",
                "StandingRule",
                "approved_by",
                "approved_by_name",
                "approved_at",
                "ended_by_name",
                "ended_at",
                "end_reason",
            ),
            immutable("alerts", "RuleUse", "draft"),
            *REFUSALS,
        )
