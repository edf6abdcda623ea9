"""Does the index of stays agree with the stays? And making it anew where it does not."""

from __future__ import annotations

from django.db import connection, transaction

from tocsin.exposure.guards import filling
from tocsin.exposure.stay_index import COUNTRY_TABLE, PLACE_TABLE


def disagreements() -> int:
    """Return how many entries the two trees have too many or too few, against what the stays say."""
    wanted = [
        statement.partition("SELECT")[2]
        for statement in filling(connection.vendor, "stay", "FROM exposure_stay AS stay")
    ]
    count = 0
    with connection.cursor() as cursor:
        for table, rows in zip((PLACE_TABLE, COUNTRY_TABLE), wanted, strict=True):
            columns = "key, stay_id, arrive, depart, organisation_id" + (
                ", sealed_place" if table == PLACE_TABLE else ""
            )
            there = f"SELECT {columns} FROM {table}"  # noqa: S608
            for one, other in ((f"SELECT {rows}", there), (there, f"SELECT {rows}")):
                cursor.execute(f"SELECT count(*) FROM ({one} EXCEPT {other}) AS apart")  # noqa: S608
                count += cursor.fetchone()[0]
    return count


@transaction.atomic
def rebuild() -> None:
    """Empty the index and fill it from the stays."""
    with connection.cursor() as cursor:
        for table in (PLACE_TABLE, COUNTRY_TABLE):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608
        for statement in filling(connection.vendor, "stay", "FROM exposure_stay AS stay"):
            cursor.execute(statement)
