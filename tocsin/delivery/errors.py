"""What can go wrong in this room."""


class DeliveryError(Exception):
    """Any refusal of the room `delivery`."""


class AddressInvalid(DeliveryError):
    """TOCSIN_SMTP_ADDRESS, or the address or secret of a webhook, cannot be used as it is written."""


class SignatureImpossible(DeliveryError):
    """Mail is to be signed, and cannot be: the key or its selector is missing or cannot be used."""


class HostRefused(DeliveryError):
    """A receiver's name leads to an address that is not public, and the host is not allowed by name."""


class GatewayInvalid(DeliveryError):
    """The address of a gateway cannot be used as it is written, or leads where nothing is sent."""


class KindUnknown(DeliveryError):
    """There is no channel of that name, or it needs no gateway."""


class NothingToReplay(DeliveryError):
    """Somebody asked to send a webhook's message once more that never left, or that is past its end."""


class EditionUnreadable(DeliveryError):
    """The content of an edition is not the alert text that a message is made from."""


class LinkRefused(DeliveryError):
    """An answer link is not taken; each kind below says why, and none says anything about a person."""


class LinkIncomplete(LinkRefused):
    """The link has not the shape of an answer link: most often a mail programme cut it in two."""


class LinkForged(LinkRefused):
    """The link was made with a key that this instance has never used."""


class LinkAltered(LinkRefused):
    """The link has our mark, but its signature does not fit what it says."""


class LinkExpired(LinkRefused):
    """The link was good, and its time is over."""


class LinkUnknown(LinkRefused):
    """The link is good, but the alert or the person that it was made for is no longer kept here."""


class AnswerRefused(DeliveryError):
    """An answer is none of the kinds there are, or the act on it makes no sense (taking what is no call for help)."""


class NotRetryable(DeliveryError):
    """Somebody asked to send again what has not failed, or what is past its end."""


class ReminderRefused(DeliveryError):
    """Somebody asked to remind the silent of an alert that is over, or that asks nobody for an answer."""


class PolicyImpossible(DeliveryError):
    """The steps of an escalation do not come one after the other, or are for a level that there is not."""


class MailUnreadable(DeliveryError):
    """What a mail server or a mailbox handed over cannot be read as a mail: empty, too large, or broken."""


class InboundInvalid(DeliveryError):
    """A setting of what comes back (bounce, reply or mailbox address, secret) cannot be used as it is written."""


class MailboxUnreachable(DeliveryError):
    """The mailbox that bounces and replies are fetched from could not be reached, or refused us."""


class PostRefused(DeliveryError):
    """What was posted to an inbound door is not taken; each kind below says why."""


class DoorClosed(PostRefused):
    """No secret is set for the door, so nobody can prove who they are."""


class PostTooLarge(PostRefused):
    """The body is longer than the door takes."""


class PostUnproven(PostRefused):
    """The signature is missing, not ours, or too old."""


class PostUnclear(PostRefused):
    """The post is signed, and its body or its type is not what the door takes."""
