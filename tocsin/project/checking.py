"""`tocsin check`: does the instance hold what it promises?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from django.core import checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tocsin.accounts.audit import verify
from tocsin.accounts.errors import AuditBroken
from tocsin.accounts.guards import missing_guards
from tocsin.accounts.models import Organisation
from tocsin.alerts.models import Document
from tocsin.clock import now
from tocsin.delivery.auditor import overdue
from tocsin.delivery.inbound.configuration import faults
from tocsin.delivery.models import Delivery
from tocsin.exposure.index_check import disagreements
from tocsin.incidents.index import unfiled


def check_instance() -> list[str]:
    """Return one sentence for each thing that is wrong; nothing for an instance in order."""
    waiting = list(_migrations())
    if waiting:
        return waiting
    return [
        *_settings(),
        *_inbound(),
        *_guards(),
        *_audit(),
        *_documents(),
        *_deliveries(),
        *_grouping(),
        *_stays(),
    ]


def _migrations() -> Iterator[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        yield f"Database: {len(plan)} migrations are waiting. Run `tocsin migrate`."


def _settings() -> Iterator[str]:
    for message in checks.run_checks():
        if message.level >= checks.ERROR:
            yield f"Settings: {message.msg} {message.hint or ''}".rstrip()


def _inbound() -> Iterator[str]:
    for fault in faults():
        yield f"Settings: {fault}"


def _guards() -> Iterator[str]:
    for name in missing_guards(connection):
        yield f"Database: the guard {name} does not stand. Run `tocsin migrate`, which puts it up again."


def _audit() -> Iterator[str]:
    for organisation in Organisation.objects.all():
        try:
            verify(organisation)
        except AuditBroken as error:
            yield f"Audit log: {error}"


def _documents() -> Iterator[str]:
    for document in Document.objects.select_related("edition__alert").iterator(chunk_size=100):
        if hashlib.sha256(bytes(document.body)).hexdigest() != document.digest:
            yield (
                f"Documents: the {document.form} of {document.edition} is not the one that was published. "
                "Bring it back from a backup."
            )


def _deliveries() -> Iterator[str]:
    orphans = Delivery.objects.filter(state="queued", contact__isnull=True).count()
    if orphans:
        yield f"Deliveries: {orphans} are queued without an address. Cancel them at the desk; say why."
    for one in overdue(now=now()):
        yield f"Deliveries: since {one.since:%Y-%m-%d %H:%M} UTC, {one.count} {one.words}"


def _grouping() -> Iterator[str]:
    lost = unfiled()
    if lost:
        yield (
            f"Incidents: {lost} reports cannot be found by later ones about the same thing. "
            "The worker files them when it next groups; run `tocsin poll` to do it now."
        )


def _stays() -> Iterator[str]:
    apart = disagreements()
    if apart:
        yield (
            f"Exposure: the index of stays differs from the stays in {apart} entries, so people may not be found. "
            "Run `tocsin migrate --index` to make it anew."
        )
