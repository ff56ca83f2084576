"""What is due, booked and kept; where time went; what reps say; the ten points."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = (
    "cadence_override",
    "series",
    "appointment",
    "appointment_step",
    "coach_month",
    "quarter_hour",
    "coach_of_record",
    "interruption_contract",
    "calendar_feed",
    "time_audit",
    "time_slot",
    "pulse_ticket",
    "pulse_said",
    "pulse_figure",
    "self_audit",
    "self_audit_point",
)


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "cadence_override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("coach_id", sa.Integer(), nullable=False),
        sa.Column("coached_id", sa.Integer(), nullable=False),
        sa.Column("per_month", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("minutes BETWEEN 15 AND 120", name=op.f("ck_cadence_override_long")),
        sa.CheckConstraint("per_month BETWEEN 1 AND 12", name=op.f("ck_cadence_override_often")),
        sa.ForeignKeyConstraint(
            ["coach_id"], ["person.id"], name=op.f("fk_cadence_override_coach_id")
        ),
        sa.ForeignKeyConstraint(
            ["coached_id"], ["person.id"], name=op.f("fk_cadence_override_coached_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cadence_override")),
    )
    op.create_index("ix_cadence_override_coached_id", "cadence_override", ["coached_id"])
    op.create_index(
        "ix_cadence_override_two", "cadence_override", ["coach_id", "coached_id", "ended_at"]
    )
    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("coach_id", sa.Integer(), nullable=False),
        sa.Column("coached_id", sa.Integer(), nullable=True),
        sa.Column(
            "booked",
            sa.String(length=24),
            nullable=False,
        ),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("clock", sa.String(length=5), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("every_weeks", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["coach_id"], ["person.id"], name=op.f("fk_series_coach_id")),
        sa.ForeignKeyConstraint(["coached_id"], ["person.id"], name=op.f("fk_series_coached_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sa.UniqueConstraint("public_id", name=op.f("uq_series_public_id")),
    )
    op.create_index("ix_series_coach", "series", ["coach_id", "until"])
    op.create_index("ix_series_coached_id", "series", ["coached_id"])
    op.create_table(
        "appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("coach_id", sa.Integer(), nullable=False),
        sa.Column("coached_id", sa.Integer(), nullable=True),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column(
            "booked",
            sa.String(length=24),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.String(length=24),
            nullable=False,
        ),
        sa.Column("due_week", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("booked_minutes", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("log_entry_id", sa.Integer(), nullable=True),
        sa.Column("uid", sa.String(length=255), nullable=False),
        sa.Column("recurrence", sa.String(length=40), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("seen_sequence", sa.Integer(), nullable=True),
        sa.Column("seen_starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_minutes", sa.Integer(), nullable=True),
        sa.Column("seen_cancelled", sa.Boolean(), nullable=False),
        sa.Column("imported", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("minutes > 0 AND booked_minutes > 0", name=op.f("ck_appointment_lasts")),
        sa.ForeignKeyConstraint(["coach_id"], ["person.id"], name=op.f("fk_appointment_coach_id")),
        sa.ForeignKeyConstraint(
            ["coached_id"], ["person.id"], name=op.f("fk_appointment_coached_id")
        ),
        sa.ForeignKeyConstraint(
            ["log_entry_id"], ["log_entry.id"], name=op.f("fk_appointment_log_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_appointment_series_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
        sa.UniqueConstraint("log_entry_id", name=op.f("uq_appointment_log_entry_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_appointment_public_id")),
    )
    op.create_index("ix_appointment_coach", "appointment", ["coach_id", "starts_at"])
    op.create_index("ix_appointment_coached", "appointment", ["coached_id", "starts_at"])
    op.create_index("ix_appointment_due", "appointment", ["coach_id", "due_week"])
    op.create_index("ix_appointment_made", "appointment", ["made_at"])
    op.create_index("ix_appointment_series_id", "appointment", ["series_id"])
    op.create_index(
        "uq_appointment_uid", "appointment", ["coach_id", "uid", "recurrence"], unique=True
    )
    op.create_table(
        "appointment_step",
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column(
            "move",
            sa.String(length=24),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("allowed", sa.Boolean(), nullable=False),
        sa.Column(
            "blocker",
            sa.String(length=24),
            nullable=True,
        ),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_appointment_step_appointment_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_appointment_step_by_id")),
        sa.PrimaryKeyConstraint("appointment_id", "place", name=op.f("pk_appointment_step")),
    )
    op.create_table(
        "coach_month",
        sa.Column("coach_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("reps", sa.Integer(), nullable=False),
        sa.Column("reps_coached", sa.Integer(), nullable=False),
        sa.Column("due", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("shortened", sa.Integer(), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.Column("cancelled", sa.Integer(), nullable=False),
        sa.Column("bypassed", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("planned_entries", sa.Integer(), nullable=False),
        sa.Column("complete_entries", sa.Integer(), nullable=False),
        sa.Column("sessions", sa.Integer(), nullable=False),
        sa.Column("coaching_minutes", sa.Integer(), nullable=False),
        sa.Column("developmental", sa.Integer(), nullable=False),
        sa.Column("tactical", sa.Integer(), nullable=False),
        sa.Column("strategic", sa.Integer(), nullable=False),
        sa.Column("opportunistic", sa.Integer(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("practice_weeks", sa.Integer(), nullable=False),
        sa.Column("contracted_minutes", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("not_quite", sa.Integer(), nullable=False),
        sa.Column("asked_for", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["coach_id"], ["person.id"], name=op.f("fk_coach_month_coach_id")),
        sa.PrimaryKeyConstraint("coach_id", "month", name=op.f("pk_coach_month")),
    )
    op.create_index("ix_coach_month_month", "coach_month", ["month"])
    op.create_table(
        "quarter_hour",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("coach_id", sa.Integer(), nullable=False),
        sa.Column("rep_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["coach_id"], ["person.id"], name=op.f("fk_quarter_hour_coach_id")),
        sa.ForeignKeyConstraint(["rep_id"], ["person.id"], name=op.f("fk_quarter_hour_rep_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarter_hour")),
        sa.UniqueConstraint("public_id", name=op.f("uq_quarter_hour_public_id")),
    )
    op.create_index("ix_quarter_hour_coach", "quarter_hour", ["coach_id", "asked_at"])
    op.create_index("ix_quarter_hour_rep_id", "quarter_hour", ["rep_id"])
    op.create_table(
        "coach_of_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rep_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.String(length=24),
            nullable=False,
        ),
        sa.Column("coach_id", sa.Integer(), nullable=True),
        sa.Column("outside", sa.String(length=120), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["coach_id"], ["person.id"], name=op.f("fk_coach_of_record_coach_id")
        ),
        sa.ForeignKeyConstraint(["rep_id"], ["person.id"], name=op.f("fk_coach_of_record_rep_id")),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["person.id"], name=op.f("fk_coach_of_record_set_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coach_of_record")),
    )
    op.create_index("ix_coach_of_record_coach_id", "coach_of_record", ["coach_id"])
    op.create_index("ix_coach_of_record_rep", "coach_of_record", ["rep_id", "ends_on"])
    op.create_table(
        "interruption_contract",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("coach_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("within_days", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_why", sa.String(length=300), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["coach_id"], ["person.id"], name=op.f("fk_interruption_contract_coach_id")
        ),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["person.id"], name=op.f("fk_interruption_contract_signed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interruption_contract")),
        sa.UniqueConstraint("public_id", name=op.f("uq_interruption_contract_public_id")),
    )
    op.create_index(
        "ix_interruption_contract_coach", "interruption_contract", ["coach_id", "signed_at"]
    )
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("secret_digest", sa.String(length=64), nullable=False),
        sa.Column("with_names", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_calendar_feed_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("secret_digest", name=op.f("uq_calendar_feed_secret_digest")),
    )
    op.create_index("ix_calendar_feed_person_id", "calendar_feed", ["person_id"])
    op.create_table(
        "time_audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("drops", sa.Text(), nullable=False),
        sa.Column("agreed_by_id", sa.Integer(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreed_by_id"], ["person.id"], name=op.f("fk_time_audit_agreed_by_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_time_audit_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_audit")),
        sa.UniqueConstraint("public_id", name=op.f("uq_time_audit_public_id")),
    )
    op.create_index("ix_time_audit_person", "time_audit", ["person_id", "starts_on"])
    op.create_table(
        "time_slot",
        sa.Column("time_audit_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "category",
            sa.String(length=24),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("from_calendar", sa.Boolean(), nullable=False),
        sa.Column("last_tap", sa.String(length=32), nullable=False),
        sa.CheckConstraint("minutes BETWEEN 0 AND 960", name=op.f("ck_time_slot_of_a_day")),
        sa.ForeignKeyConstraint(
            ["time_audit_id"], ["time_audit.id"], name=op.f("fk_time_slot_time_audit_id")
        ),
        sa.PrimaryKeyConstraint("time_audit_id", "day", "category", name=op.f("pk_time_slot")),
    )
    op.create_table(
        "pulse_ticket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("coached_id", sa.Integer(), nullable=False),
        sa.Column("coach_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("secret_digest", sa.String(length=64), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["coach_id"], ["person.id"], name=op.f("fk_pulse_ticket_coach_id")),
        sa.ForeignKeyConstraint(
            ["coached_id"], ["person.id"], name=op.f("fk_pulse_ticket_coached_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pulse_ticket")),
        sa.UniqueConstraint("secret_digest", name=op.f("uq_pulse_ticket_secret_digest")),
    )
    op.create_index("ix_pulse_ticket_coach_id", "pulse_ticket", ["coach_id"])
    op.create_index(
        "uq_pulse_ticket_once", "pulse_ticket", ["coached_id", "coach_id", "month"], unique=True
    )
    op.create_table(
        "pulse_said",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("coach_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("thinking", sa.Integer(), nullable=False),
        sa.Column("one_thing", sa.Integer(), nullable=False),
        sa.Column("hard", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "rating BETWEEN 1 AND 5 AND thinking BETWEEN 1 AND 5 "
            "AND one_thing BETWEEN 1 AND 5 AND hard BETWEEN 1 AND 5",
            name=op.f("ck_pulse_said_one_to_five"),
        ),
        sa.ForeignKeyConstraint(["coach_id"], ["person.id"], name=op.f("fk_pulse_said_coach_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pulse_said")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_pulse_said_coach", "pulse_said", ["coach_id", "month"])
    op.create_table(
        "pulse_figure",
        sa.Column("node_id", sa.Integer(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("thinking", sa.Integer(), nullable=False),
        sa.Column("one_thing", sa.Integer(), nullable=False),
        sa.Column("hard", sa.Integer(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["node_id"], ["person.id"], name=op.f("fk_pulse_figure_node_id")),
        sa.PrimaryKeyConstraint(
            "node_id", "whole", "period_from", "period_to", name=op.f("pk_pulse_figure")
        ),
    )
    op.create_index("ix_pulse_figure_period", "pulse_figure", ["period_from", "period_to"])
    op.create_table(
        "self_audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Date(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("talked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["about_id"], ["person.id"], name=op.f("fk_self_audit_about_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_self_audit_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_audit")),
        sa.UniqueConstraint("public_id", name=op.f("uq_self_audit_public_id")),
    )
    op.create_index("ix_self_audit_by_id", "self_audit", ["by_id"])
    op.create_index(
        "uq_self_audit_once", "self_audit", ["about_id", "by_id", "quarter"], unique=True
    )
    op.create_table(
        "self_audit_point",
        sa.Column("self_audit_id", sa.Integer(), nullable=False),
        sa.Column("point", sa.Integer(), nullable=False),
        sa.Column("yes", sa.Boolean(), nullable=True),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("supports", sa.Boolean(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.CheckConstraint("point BETWEEN 1 AND 10", name=op.f("ck_self_audit_point_of_ten")),
        sa.ForeignKeyConstraint(
            ["self_audit_id"], ["self_audit.id"], name=op.f("fk_self_audit_point_self_audit_id")
        ),
        sa.PrimaryKeyConstraint("self_audit_id", "point", name=op.f("pk_self_audit_point")),
    )


def downgrade() -> None:
    """Go back."""
    for table in reversed(TABLES):
        op.drop_table(table)
