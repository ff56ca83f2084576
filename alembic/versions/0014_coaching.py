"""What counts, and what managers do: log, plans, cycles, practice."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = (
    "evidence",
    "stale",
    "cycle",
    "cycle_body",
    "log_entry",
    "log_body",
    "commitment",
    "log_answer",
    "significance",
    "customer_call",
    "call_body",
    "rep_tier",
    "pilot",
    "action_plan",
    "action_plan_body",
    "action_step",
    "plan_review",
    "team_practice",
    "practice_turn",
)


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.String(length=24),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_evidence_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index("ix_evidence_person_id", "evidence", ["person_id"])
    op.create_index(
        "uq_evidence_subject",
        "evidence",
        ["subject", "person_id", "kind"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "stale",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_stale_person_id")),
        sa.PrimaryKeyConstraint("person_id", "month", name=op.f("pk_stale")),
    )
    op.create_table(
        "cycle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("coach_id", sa.Integer(), nullable=False),
        sa.Column("coached_id", sa.Integer(), nullable=False),
        sa.Column(
            "cause",
            sa.String(length=24),
            nullable=False,
        ),
        sa.Column(
            "fear",
            sa.String(length=24),
            nullable=True,
        ),
        sa.Column(
            "ladder",
            sa.String(length=24),
            nullable=False,
        ),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("shown", sa.Boolean(), nullable=True),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("cause = 'fear' OR fear IS NULL", name=op.f("ck_cycle_fear_of_what")),
        sa.CheckConstraint("coach_id <> coached_id", name=op.f("ck_cycle_two_people")),
        sa.ForeignKeyConstraint(["coach_id"], ["person.id"], name=op.f("fk_cycle_coach_id")),
        sa.ForeignKeyConstraint(["coached_id"], ["person.id"], name=op.f("fk_cycle_coached_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycle")),
        sa.UniqueConstraint("public_id", name=op.f("uq_cycle_public_id")),
    )
    op.create_index("ix_cycle_coached_id", "cycle", ["coached_id"])
    op.create_index("ix_cycle_two", "cycle", ["coach_id", "coached_id", "closed_on"])
    op.create_table(
        "cycle_body",
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("skill", sa.String(length=120), nullable=False),
        sa.Column("goal", sa.String(length=400), nullable=False),
        sa.Column("baseline", sa.String(length=200), nullable=False),
        sa.Column("target", sa.String(length=200), nullable=False),
        sa.Column("exit_evidence", sa.String(length=300), nullable=False),
        sa.Column("seen", sa.String(length=400), nullable=False),
        sa.Column("deals", sa.Text(), nullable=False),
        sa.Column("next_skill", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_cycle_body_cycle_id")),
        sa.PrimaryKeyConstraint("cycle_id", name=op.f("pk_cycle_body")),
    )
    op.create_table(
        "log_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("coach_id", sa.Integer(), nullable=False),
        sa.Column("coached_id", sa.Integer(), nullable=True),
        sa.Column("coaching_session_id", sa.Integer(), nullable=True),
        sa.Column(
            "form",
            sa.String(length=24),
            nullable=False,
        ),
        sa.Column(
            "purpose",
            sa.String(length=24),
            nullable=False,
        ),
        sa.Column("planned", sa.Boolean(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("developmental", sa.Integer(), nullable=False),
        sa.Column("tactical", sa.Integer(), nullable=False),
        sa.Column("strategic", sa.Integer(), nullable=False),
        sa.Column("opportunistic", sa.Integer(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=True),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("specific", sa.Boolean(), nullable=False),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "coached_id IS NOT NULL OR form = 'team-practice'", name=op.f("ck_log_entry_with_whom")
        ),
        sa.CheckConstraint("coach_id <> coached_id", name=op.f("ck_log_entry_two_people")),
        sa.CheckConstraint(
            "developmental >= 0 AND tactical >= 0 AND strategic >= 0 AND opportunistic >= 0 "
            "AND status >= 0 AND minutes = "
            "developmental + tactical + strategic + opportunistic + status",
            name=op.f("ck_log_entry_minutes_by_kind"),
        ),
        sa.ForeignKeyConstraint(["coach_id"], ["person.id"], name=op.f("fk_log_entry_coach_id")),
        sa.ForeignKeyConstraint(
            ["coached_id"], ["person.id"], name=op.f("fk_log_entry_coached_id")
        ),
        sa.ForeignKeyConstraint(
            ["coaching_session_id"],
            ["coaching_session.id"],
            name=op.f("fk_log_entry_coaching_session_id"),
        ),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_log_entry_cycle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_entry")),
        sa.UniqueConstraint("coaching_session_id", name=op.f("uq_log_entry_coaching_session_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_log_entry_public_id")),
    )
    op.create_index("ix_log_entry_coach", "log_entry", ["coach_id", "held_on"])
    op.create_index("ix_log_entry_coached", "log_entry", ["coached_id", "held_on"])
    op.create_index("ix_log_entry_cycle_id", "log_entry", ["cycle_id"])
    op.create_index("ix_log_entry_logged", "log_entry", ["logged_at"])
    op.create_index("ix_log_entry_two", "log_entry", ["coach_id", "coached_id", "held_on"])
    op.create_table(
        "log_body",
        sa.Column("log_entry_id", sa.Integer(), nullable=False),
        sa.Column("focus", sa.String(length=120), nullable=False),
        sa.Column("moment", sa.String(length=200), nullable=False),
        sa.Column("feedback", sa.String(length=600), nullable=False),
        sa.Column("deal", sa.String(length=120), nullable=False),
        sa.Column("why_withdrawn", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["log_entry_id"], ["log_entry.id"], name=op.f("fk_log_body_log_entry_id")
        ),
        sa.PrimaryKeyConstraint("log_entry_id", name=op.f("pk_log_body")),
    )
    op.create_table(
        "commitment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("log_entry_id", sa.Integer(), nullable=False),
        sa.Column("coach_id", sa.Integer(), nullable=False),
        sa.Column("coached_id", sa.Integer(), nullable=False),
        sa.Column("deal", sa.String(length=120), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column(
            "owner",
            sa.String(length=24),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "outcome",
            sa.String(length=24),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["coach_id"], ["person.id"], name=op.f("fk_commitment_coach_id")),
        sa.ForeignKeyConstraint(
            ["coached_id"], ["person.id"], name=op.f("fk_commitment_coached_id")
        ),
        sa.ForeignKeyConstraint(
            ["log_entry_id"], ["log_entry.id"], name=op.f("fk_commitment_log_entry_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
        sa.UniqueConstraint("log_entry_id", name=op.f("uq_commitment_log_entry_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_commitment_public_id")),
    )
    op.create_index("ix_commitment_coached_id", "commitment", ["coached_id"])
    op.create_index(
        "uq_commitment_open",
        "commitment",
        ["coach_id", "coached_id", "deal"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "log_answer",
        sa.Column("log_entry_id", sa.Integer(), nullable=False),
        sa.Column(
            "answer",
            sa.String(length=24),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["log_entry_id"], ["log_entry.id"], name=op.f("fk_log_answer_log_entry_id")
        ),
        sa.PrimaryKeyConstraint("log_entry_id", name=op.f("pk_log_answer")),
    )
    op.create_table(
        "significance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=120), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["person.id"], name=op.f("fk_significance_set_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_significance")),
        sa.UniqueConstraint("text", name=op.f("uq_significance_text")),
    )
    op.create_table(
        "customer_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("coach_id", sa.Integer(), nullable=False),
        sa.Column("rep_id", sa.Integer(), nullable=False),
        sa.Column("call_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("call_minutes", sa.Integer(), nullable=False),
        sa.Column("significance_id", sa.Integer(), nullable=True),
        sa.Column(
            "tier",
            sa.String(length=24),
            nullable=False,
        ),
        sa.Column("by_rep", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rep_said_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("debriefed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes_after", sa.Integer(), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("coach_id <> rep_id", name=op.f("ck_customer_call_two_people")),
        sa.ForeignKeyConstraint(
            ["coach_id"], ["person.id"], name=op.f("fk_customer_call_coach_id")
        ),
        sa.ForeignKeyConstraint(["rep_id"], ["person.id"], name=op.f("fk_customer_call_rep_id")),
        sa.ForeignKeyConstraint(
            ["significance_id"], ["significance.id"], name=op.f("fk_customer_call_significance_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_call")),
        sa.UniqueConstraint("public_id", name=op.f("uq_customer_call_public_id")),
    )
    op.create_index("ix_customer_call_coach", "customer_call", ["coach_id", "call_at"])
    op.create_index("ix_customer_call_rep", "customer_call", ["rep_id", "call_at"])
    op.create_table(
        "call_body",
        sa.Column("customer_call_id", sa.Integer(), nullable=False),
        sa.Column("deal", sa.String(length=120), nullable=False),
        sa.Column("objective", sa.String(length=200), nullable=False),
        sa.Column("questions", sa.String(length=600), nullable=False),
        sa.Column("information", sa.String(length=400), nullable=False),
        sa.Column("risk", sa.String(length=300), nullable=False),
        sa.Column("risk_answer", sa.String(length=300), nullable=False),
        sa.Column("rep_well", sa.String(length=400), nullable=False),
        sa.Column("rep_not", sa.String(length=400), nullable=False),
        sa.Column("rep_learned", sa.String(length=400), nullable=False),
        sa.Column("rep_next", sa.String(length=400), nullable=False),
        sa.Column("coach_well", sa.String(length=400), nullable=False),
        sa.Column("coach_not", sa.String(length=400), nullable=False),
        sa.Column("coach_learned", sa.String(length=400), nullable=False),
        sa.Column("coach_next", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_call_id"], ["customer_call.id"], name=op.f("fk_call_body_customer_call_id")
        ),
        sa.PrimaryKeyConstraint("customer_call_id", name=op.f("pk_call_body")),
    )
    op.create_table(
        "rep_tier",
        sa.Column("rep_id", sa.Integer(), nullable=False),
        sa.Column(
            "tier",
            sa.String(length=24),
            nullable=False,
        ),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["rep_id"], ["person.id"], name=op.f("fk_rep_tier_rep_id")),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_rep_tier_set_by_id")),
        sa.PrimaryKeyConstraint("rep_id", name=op.f("pk_rep_tier")),
    )
    op.create_table(
        "pilot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("coach_id", sa.Integer(), nullable=False),
        sa.Column("rep_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["coach_id"], ["person.id"], name=op.f("fk_pilot_coach_id")),
        sa.ForeignKeyConstraint(["rep_id"], ["person.id"], name=op.f("fk_pilot_rep_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pilot")),
        sa.UniqueConstraint("public_id", name=op.f("uq_pilot_public_id")),
    )
    op.create_index("ix_pilot_coach", "pilot", ["coach_id", "starts_on"])
    op.create_index("ix_pilot_rep_id", "pilot", ["rep_id"])
    op.create_table(
        "action_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("coach_id", sa.Integer(), nullable=False),
        sa.Column("coached_id", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("coach_id <> coached_id", name=op.f("ck_action_plan_two_people")),
        sa.ForeignKeyConstraint(["coach_id"], ["person.id"], name=op.f("fk_action_plan_coach_id")),
        sa.ForeignKeyConstraint(
            ["coached_id"], ["person.id"], name=op.f("fk_action_plan_coached_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_plan")),
        sa.UniqueConstraint("public_id", name=op.f("uq_action_plan_public_id")),
    )
    op.create_index("ix_action_plan_coached_id", "action_plan", ["coached_id"])
    op.create_index("ix_action_plan_two", "action_plan", ["coach_id", "coached_id", "closed_on"])
    op.create_table(
        "action_plan_body",
        sa.Column("action_plan_id", sa.Integer(), nullable=False),
        sa.Column("objective", sa.String(length=300), nullable=False),
        sa.Column("result", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_plan_id"], ["action_plan.id"], name=op.f("fk_action_plan_body_action_plan_id")
        ),
        sa.PrimaryKeyConstraint("action_plan_id", name=op.f("pk_action_plan_body")),
    )
    op.create_table(
        "action_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_plan_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("is_milestone", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["action_plan_id"], ["action_plan.id"], name=op.f("fk_action_step_action_plan_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_step")),
    )
    op.create_index("ix_action_step_action_plan_id", "action_step", ["action_plan_id"])
    op.create_table(
        "plan_review",
        sa.Column("action_plan_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "side",
            sa.String(length=24),
            nullable=False,
        ),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_plan_id"], ["action_plan.id"], name=op.f("fk_plan_review_action_plan_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_plan_review_by_id")),
        sa.PrimaryKeyConstraint("action_plan_id", "version", "side", name=op.f("pk_plan_review")),
    )
    op.create_table(
        "team_practice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("coach_id", sa.Integer(), nullable=False),
        sa.Column("log_entry_id", sa.Integer(), nullable=True),
        sa.Column("moment", sa.String(length=40), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["coach_id"], ["person.id"], name=op.f("fk_team_practice_coach_id")
        ),
        sa.ForeignKeyConstraint(
            ["log_entry_id"], ["log_entry.id"], name=op.f("fk_team_practice_log_entry_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_practice")),
        sa.UniqueConstraint("log_entry_id", name=op.f("uq_team_practice_log_entry_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_team_practice_public_id")),
    )
    op.create_index("ix_team_practice_coach", "team_practice", ["coach_id", "held_on"])
    op.create_table(
        "practice_turn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_practice_id", sa.Integer(), nullable=False),
        sa.Column("rep_id", sa.Integer(), nullable=False),
        sa.Column("attempted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("debrief", sa.String(length=300), nullable=False),
        sa.Column("retried", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "NOT retried OR debrief <> ''", name=op.f("ck_practice_turn_debrief_first")
        ),
        sa.ForeignKeyConstraint(["rep_id"], ["person.id"], name=op.f("fk_practice_turn_rep_id")),
        sa.ForeignKeyConstraint(
            ["team_practice_id"],
            ["team_practice.id"],
            name=op.f("fk_practice_turn_team_practice_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_turn")),
    )
    op.create_index("ix_practice_turn_rep_id", "practice_turn", ["rep_id"])
    op.create_index("ix_practice_turn_team_practice_id", "practice_turn", ["team_practice_id"])


def downgrade() -> None:
    """Go back."""
    for table in reversed(TABLES):
        op.drop_table(table)
