"""What each role may do. The table is data; views and the API ask it by the act's name."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    """A role that a member holds in an organisation; one member may hold several."""

    READER = "reader"
    ANALYST = "analyst"
    APPROVER = "approver"
    PEOPLE_MANAGER = "people-manager"
    ADMINISTRATOR = "administrator"


class Act(StrEnum):
    """What somebody may be allowed to do."""

    READ_DESK = "read-desk"
    FILE_REPORT = "file-report"
    HANDLE_INCIDENT = "handle-incident"
    WRITE_DRAFT = "write-draft"
    APPROVE_DRAFT = "approve-draft"
    PUBLISH = "publish"
    SEE_PEOPLE = "see-people"
    MANAGE_PEOPLE = "manage-people"
    MANAGE_SOURCES = "manage-sources"
    READ_HISTORY = "read-history"
    MANAGE_SETTINGS = "manage-settings"


ROLE_NAMES = {
    Role.READER: _("Reader"),
    Role.ANALYST: _("Analyst"),
    Role.APPROVER: _("Approver"),
    Role.PEOPLE_MANAGER: _("People manager"),
    Role.ADMINISTRATOR: _("Administrator"),
}

_READER = frozenset({Act.READ_DESK, Act.FILE_REPORT})
_ANALYST = _READER | {Act.HANDLE_INCIDENT, Act.WRITE_DRAFT, Act.MANAGE_SOURCES}

ACTS_OF = {
    Role.READER: _READER,
    Role.ANALYST: _ANALYST,
    # An approver also publishes: what was approved leaves the house by the approver's hand or by the analyst's.
    Role.APPROVER: _ANALYST | {Act.APPROVE_DRAFT, Act.PUBLISH},
    Role.PEOPLE_MANAGER: _READER | {Act.SEE_PEOPLE, Act.MANAGE_PEOPLE},
    Role.ADMINISTRATOR: frozenset({Act.READ_DESK, Act.READ_HISTORY, Act.MANAGE_SETTINGS, Act.MANAGE_SOURCES}),
}


def acts_of(roles: frozenset[Role]) -> frozenset[Act]:
    """Return everything that somebody with `roles` may do."""
    return frozenset(act for role in roles for act in ACTS_OF[role])
