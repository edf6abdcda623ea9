"""What the database itself holds a draft, its approval and an edition to, on SQLite and on PostgreSQL.

Four eyes are worth what the weakest path to the database is worth: these triggers refuse the same things that
`reviewing` and `editions` refuse, whoever writes the row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.accounts.guards import trigger_statements


@dataclass(frozen=True, slots=True)
class Refusal:
    """An `event` (INSERT or UPDATE) on `table` is refused wherever `condition` holds; `rule` names it in English.

    `condition` is SQL over NEW and OLD that both dialects read; {differs} in it stands for the comparison that
    also tells NULL apart.
    """

    table: str
    key: str
    event: str
    condition: str
    rule: str

    @property
    def name(self) -> str:
        """What the names of this guard's triggers begin with."""
        return f"{self.table}_{self.key}"

    def statements(self, vendor: str) -> Iterator[str]:
        """Yield the statements that put this guard up on `vendor` ('sqlite' or 'postgresql')."""
        differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
        condition = self.condition.format(differs=differs)
        yield from trigger_statements(
            vendor, self.name, self.table, self.event, f"({condition})", f"{self.table}: {self.rule}"
        )


_AUTHORED_BY_REVIEWER = """EXISTS (SELECT 1 FROM "alerts_revision" r
        WHERE r."draft_id" = {review}."draft_id" AND r."author_id" = {review}."reviewer_id")
    OR EXISTS (SELECT 1 FROM "alerts_draft" a WHERE a."id" = {review}."draft_id"
        AND (a."submitted_by_id" = {review}."reviewer_id" OR a."created_by_id" = {review}."reviewer_id"))"""

_STANDING = """EXISTS (SELECT 1 FROM "alerts_review" v WHERE v."draft_id" = {draft}."id"
        AND v."verdict" = 'approved' AND v."voided_at" IS NULL{more})"""

REFUSALS: tuple[Refusal, ...] = (
    Refusal(
        "alerts_draft",
        "text_changes_only_in_editing",
        "UPDATE",
        """NEW."state" <> 'editing' AND (NEW."content" {differs} OLD."content"
            OR NEW."overrides" {differs} OLD."overrides" OR NEW."content_hash" <> OLD."content_hash"
            OR NEW."revision" <> OLD."revision" OR NEW."message_type" <> OLD."message_type")""",
        "the text of a draft changes only while it is being edited",
    ),
    Refusal(
        "alerts_draft",
        "submits_a_saved_revision",
        "UPDATE",
        """NEW."state" = 'submitted' AND OLD."state" <> 'submitted' AND NOT EXISTS (
            SELECT 1 FROM "alerts_revision" r WHERE r."draft_id" = NEW."id"
            AND r."number" = NEW."revision" AND r."content_hash" = NEW."content_hash")""",
        "a draft is submitted only in a form that is kept as a revision",
    ),
    Refusal(
        "alerts_draft",
        "is_approved_by_a_review",
        "UPDATE",
        """NEW."state" = 'approved' AND OLD."state" <> 'approved' AND NOT """
        + _STANDING.format(draft="NEW", more=""" AND v."content_hash" = NEW."content_hash\""""),
        "a draft is approved only by a standing review of this very content",
    ),
    Refusal(
        "alerts_draft",
        "loses_its_approval_first",
        "UPDATE",
        """OLD."state" = 'approved' AND NEW."state" IN ('editing', 'discarded') AND """
        + _STANDING.format(draft="NEW", more=""),
        "an approval is voided before the draft is edited or discarded",
    ),
    Refusal(
        "alerts_draft",
        "is_published_as_an_edition",
        "UPDATE",
        """NEW."state" = 'published' AND OLD."state" <> 'published' AND NOT EXISTS (
            SELECT 1 FROM "alerts_edition" e WHERE e."draft_id" = NEW."id"
            AND e."content_hash" = NEW."content_hash")""",
        "a draft is published only as an edition of this very content",
    ),
    Refusal(
        "alerts_review",
        "names_the_present_content",
        "INSERT",
        """NEW."verdict" = 'approved' AND NOT EXISTS (SELECT 1 FROM "alerts_draft" d
            WHERE d."id" = NEW."draft_id" AND d."state" = 'submitted' AND d."content_hash" = NEW."content_hash")""",
        "an approval names the present content of a submitted draft",
    ),
    Refusal(
        "alerts_review",
        "has_four_eyes",
        "INSERT",
        f"""NEW."verdict" = 'approved' AND NOT NEW."lone_duty" AND ({_AUTHORED_BY_REVIEWER.format(review="NEW")})""",
        "nobody approves what they wrote, edited or submitted",
    ),
    Refusal(
        "alerts_review",
        "is_on_lone_duty",
        "INSERT",
        """NEW."verdict" = 'approved' AND NEW."lone_duty" AND NOT EXISTS (SELECT 1 FROM "alerts_draft" d
            JOIN "alerts_alert" a ON a."id" = d."alert_id"
            JOIN "accounts_organisation" o ON o."id" = a."organisation_id"
            WHERE d."id" = NEW."draft_id" AND o."lone_duty")""",
        "this desk is not on lone duty",
    ),
    Refusal(
        "alerts_edition",
        "is_what_was_approved",
        "INSERT",
        f"""NOT EXISTS (SELECT 1 FROM "alerts_draft" d JOIN "alerts_review" v ON v."draft_id" = d."id"
            WHERE d."id" = NEW."draft_id" AND d."alert_id" = NEW."alert_id" AND d."state" = 'approved'
            AND d."message_type" = NEW."message_type" AND d."content_hash" = NEW."content_hash"
            AND d."content" = NEW."content" AND d."overrides" = NEW."overrides"
            AND v."verdict" = 'approved' AND v."voided_at" IS NULL AND v."content_hash" = NEW."content_hash"
            AND v."lone_duty" = NEW."lone_duty"
            AND (v."lone_duty" OR NOT ({_AUTHORED_BY_REVIEWER.format(review="v")})))""",  # noqa: S608 (constants of this module)
        "an edition is exactly what somebody else than its writers approved",
    ),
    Refusal(
        "alerts_review",
        "by_a_rule_in_force",
        "INSERT",
        """NEW."rule_id" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "alerts_standingrule" s
            JOIN "alerts_draft" d ON d."id" = NEW."draft_id" JOIN "alerts_alert" a ON a."id" = d."alert_id"
            WHERE s."id" = NEW."rule_id" AND s."organisation_id" = a."organisation_id"
            AND s."approved_at" IS NOT NULL AND s."ended_at" IS NULL
            AND s."approved_by_id" = NEW."reviewer_id" AND s."written_by_id" <> NEW."reviewer_id")""",
        "a rule approves only while it is in force, in the name of whoever approved it",
    ),
    Refusal(
        "alerts_edition",
        "names_its_rule",
        "INSERT",
        """NEW."rule_id" {differs} (SELECT v."rule_id" FROM "alerts_review" v WHERE v."draft_id" = NEW."draft_id"
            AND v."verdict" = 'approved' AND v."voided_at" IS NULL)""",
        "an edition names the rule that it went out by",
    ),
    Refusal(
        "alerts_standingrule",
        "keeps_its_approval",
        "UPDATE",
        """OLD."approved_at" IS NOT NULL AND (NEW."approved_at" {differs} OLD."approved_at"
            OR NEW."approved_by_id" {differs} OLD."approved_by_id")""",
        "an approval of a rule is not taken back; the rule is ended",
    ),
    Refusal(
        "alerts_standingrule",
        "ends_once",
        "UPDATE",
        """OLD."ended_at" IS NOT NULL AND (NEW."ended_at" {differs} OLD."ended_at"
            OR NEW."approved_at" {differs} OLD."approved_at")""",
        "a rule that has ended stays so; write a new one",
    ),
)
