"""What comes back to messages to the owners of alerts: bounces and receipts."""

from __future__ import annotations

import logging
from datetime import datetime

from tocsin.delivery.decide import Rule, words
from tocsin.delivery.inbound.rulings import RELAYED, Action, Finding
from tocsin.delivery.owner_notice import OwnerNotice
from tocsin.delivery.states import DeliveryState

_log = logging.getLogger(__name__)

_LEFT = (DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.DELIVERED)
_SAYS = {Action.FAILED: Rule.BOUNCED, Action.DELIVERED: Rule.DELIVERED, Action.DELAYED: Rule.DELAYED}


def take_receipt(
    message_id: str, action: Action, said: str, *, now: datetime
) -> tuple[Finding, Rule | None, str] | None:
    """Let a receipt of a message to an owner do what it says, in the caller's transaction; forward only, as a delivery goes.

    Return the finding, the rule and its words; None where no such message is kept here.
    """
    row = OwnerNotice.objects.select_for_update().filter(message_id=message_id).first()
    if row is None:
        return None
    rule = _SAYS.get(action)
    reason = words(rule) if rule is not None else RELAYED
    # One that comes while the message is being written down counts at once: whoever writes it down then finds it ended.
    if action is Action.FAILED and row.state in _LEFT:
        row.state, row.held_by, row.finished_at = DeliveryState.FAILED, "", now
        row.rule, row.reason, row.said = Rule.BOUNCED, reason, said or reason
        row.save(update_fields=["state", "held_by", "finished_at", "rule", "reason", "said"])
        _log.error("A message to an owner of an alert came back (%s): %s", row.channel, row.said)
        return Finding.ACTED, rule, reason
    if action is Action.DELIVERED and row.state == DeliveryState.SENT:
        row.state = DeliveryState.DELIVERED
        row.save(update_fields=["state"])
        return Finding.ACTED, rule, reason
    return Finding.NOTED, rule, reason
