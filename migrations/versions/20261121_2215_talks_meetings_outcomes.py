"""Messages, contacts, meetings, outcomes and ratings; more reasons why nothing came of it."""

import sqlalchemy as sa
from alembic import op

import matchmaker.db as types

revision = "ee3cb68d4426"
down_revision = "28db49fc3972"
branch_labels = None
depends_on = None


REASONS = (
    "requirements", "evidence", "plan", "price", "time", "region", "better", "changed",
    "cancelled", "capacity", "field", "terms", "conflict", "other",
)  # fmt: skip
MORE_REASONS = ("too-early", "benefit", "silence", "internal")


def upgrade() -> None:
    _allow((*REASONS, *MORE_REASONS))
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("is_of_provider", sa.Boolean(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("agreed_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "agreed_at IS NOT NULL OR phone = ''", name=op.f("ck_contact_phone_needs_consent")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_contact_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"],
            ["engagement.id"],
            name=op.f("fk_contact_engagement_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint(
            "engagement_id", "is_of_provider", name=op.f("uq_contact_engagement_id_is_of_provider")
        ),
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_account_id"), ["account_id"], unique=False)

    op.create_table(
        "contact_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("looked_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_contact_look_account_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"],
            ["engagement.id"],
            name=op.f("fk_contact_look_engagement_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_look")),
        sa.UniqueConstraint(
            "engagement_id", "account_id", name=op.f("uq_contact_look_engagement_id_account_id")
        ),
    )
    with op.batch_alter_table("contact_look", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contact_look_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "accepted",
                "declined",
                "cancelled",
                "held",
                "missed",
                name="meetingstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("is_by_provider", sa.Boolean(), nullable=False),
        sa.Column("proposer_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=80), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=1000), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("uid", sa.String(length=40), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("starts_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("proposed_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("closed_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("close_words", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("noted_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("noted_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state IN ('declined', 'cancelled')) = (closed_at IS NOT NULL)",
            name=op.f("ck_meeting_closed_has_date"),
        ),
        sa.CheckConstraint(
            "(state IN ('held', 'missed')) = (noted_at IS NOT NULL)",
            name=op.f("ck_meeting_noted_has_date"),
        ),
        sa.CheckConstraint(
            "link = '' OR link LIKE 'https://%'", name=op.f("ck_meeting_link_is_safe")
        ),
        sa.CheckConstraint("place <> '' OR link <> ''", name=op.f("ck_meeting_somewhere")),
        sa.CheckConstraint(
            "state NOT IN ('accepted', 'held', 'missed') OR (starts_at IS NOT NULL"
            " AND minutes IS NOT NULL)",
            name=op.f("ck_meeting_accepted_has_time"),
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"],
            ["engagement.id"],
            name=op.f("fk_meeting_engagement_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["noted_by_id"], ["account.id"], name=op.f("fk_meeting_noted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposer_id"], ["account.id"], name=op.f("fk_meeting_proposer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("uid", name=op.f("uq_meeting_uid")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_meeting_engagement_id"), ["engagement_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_meeting_state_starts_at"), ["state", "starts_at"], unique=False
        )

    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("is_by_provider", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "taken_back_at IS NULL OR text = ''", name=op.f("ck_message_taken_back_is_empty")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_message_author_id")),
        sa.ForeignKeyConstraint(
            ["engagement_id"],
            ["engagement.id"],
            name=op.f("fk_message_engagement_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_message_author_id_created_at"), ["author_id", "created_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_message_engagement_id_id"), ["engagement_id", "id"], unique=False
        )

    op.create_table(
        "outcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("value_wan", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("accepted_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column(
            "consent",
            sa.Enum(
                "asked",
                "given",
                "refused",
                name="consentstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("consent_asked_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("consent_answered_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("consent_by_id", sa.Integer(), nullable=True),
        sa.Column("consent_words", sa.Text(), nullable=False),
        sa.Column("nominated_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("nominated_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "consent IS NULL"
            " OR (consent IN ('given', 'refused')) = (consent_answered_at IS NOT NULL)",
            name=op.f("ck_outcome_consent_answered_has_date"),
        ),
        sa.CheckConstraint(
            "(consent IS NULL) = (consent_asked_at IS NULL)",
            name=op.f("ck_outcome_consent_asked_has_date"),
        ),
        sa.CheckConstraint(
            "(nominated_at IS NULL) = (nominated_by_id IS NULL)",
            name=op.f("ck_outcome_nominated_by_somebody"),
        ),
        sa.CheckConstraint(
            "nominated_at IS NULL OR accepted_at IS NOT NULL",
            name=op.f("ck_outcome_nominated_is_accepted"),
        ),
        sa.CheckConstraint("value_wan > 0", name=op.f("ck_outcome_value_positive")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["project_case.id"], name=op.f("fk_outcome_case_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["consent_by_id"], ["account.id"], name=op.f("fk_outcome_consent_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"],
            ["engagement.id"],
            name=op.f("fk_outcome_engagement_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["nominated_by_id"], ["account.id"], name=op.f("fk_outcome_nominated_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome")),
        sa.UniqueConstraint("case_id", name=op.f("uq_outcome_case_id")),
        sa.UniqueConstraint("engagement_id", name=op.f("uq_outcome_engagement_id")),
    )
    op.create_table(
        "rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("is_by_provider", sa.Boolean(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("reliability", sa.Integer(), nullable=False),
        sa.Column("result", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("rated_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("answers BETWEEN 1 AND 5", name=op.f("ck_rating_answers_in_range")),
        sa.CheckConstraint(
            "reliability BETWEEN 1 AND 5", name=op.f("ck_rating_reliability_in_range")
        ),
        sa.CheckConstraint("result BETWEEN 1 AND 5", name=op.f("ck_rating_result_in_range")),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_rating_author_id")),
        sa.ForeignKeyConstraint(
            ["engagement_id"],
            ["engagement.id"],
            name=op.f("fk_rating_engagement_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
        sa.UniqueConstraint(
            "engagement_id", "is_by_provider", name=op.f("uq_rating_engagement_id_is_by_provider")
        ),
    )
    op.create_table(
        "thread_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_thread_look_account_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"],
            ["engagement.id"],
            name=op.f("fk_thread_look_engagement_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_look")),
        sa.UniqueConstraint(
            "engagement_id", "account_id", name=op.f("uq_thread_look_engagement_id_account_id")
        ),
    )
    with op.batch_alter_table("thread_look", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_thread_look_account_id"), ["account_id"], unique=False)

    op.create_table(
        "meeting_slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_meeting_slot_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_slot")),
        sa.UniqueConstraint(
            "meeting_id", "starts_at", name=op.f("uq_meeting_slot_meeting_id_starts_at")
        ),
    )
    op.create_table(
        "message_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_message_file_attachment_id")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["message.id"],
            name=op.f("fk_message_file_message_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_file")),
        sa.UniqueConstraint("attachment_id", name=op.f("uq_message_file_attachment_id")),
    )
    with op.batch_alter_table("message_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_message_file_message_id"), ["message_id"], unique=False
        )

    op.create_table(
        "outcome_effect",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outcome_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("what", sa.String(length=120), nullable=False),
        sa.Column("start", sa.Double(), nullable=True),
        sa.Column("target", sa.Double(), nullable=True),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("reached", sa.Double(), nullable=True),
        sa.Column("measured_on", sa.Date(), nullable=True),
        sa.Column("is_by_provider", sa.Boolean(), nullable=True),
        sa.Column("measured_by_id", sa.Integer(), nullable=True),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(reached IS NULL) = (measured_on IS NULL)"
            " AND (reached IS NULL) = (measured_by_id IS NULL)",
            name=op.f("ck_outcome_effect_measured_has_date"),
        ),
        sa.CheckConstraint(
            "confirmed_by_id IS NULL OR reached IS NOT NULL",
            name=op.f("ck_outcome_effect_confirmed_figure"),
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["account.id"], name=op.f("fk_outcome_effect_confirmed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"],
            ["attachment.id"],
            name=op.f("fk_outcome_effect_evidence_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["measured_by_id"], ["account.id"], name=op.f("fk_outcome_effect_measured_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["outcome_id"],
            ["outcome.id"],
            name=op.f("fk_outcome_effect_outcome_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_effect")),
    )
    with op.batch_alter_table("outcome_effect", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_outcome_effect_evidence_id"), ["evidence_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_outcome_effect_outcome_id"), ["outcome_id"], unique=False
        )

    op.create_table(
        "outcome_stage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outcome_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "contracted",
                "pilot",
                "live",
                "accepted",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("reached_on", sa.Date(), nullable=False),
        sa.Column("is_by_provider", sa.Boolean(), nullable=False),
        sa.Column("told_by_id", sa.Integer(), nullable=False),
        sa.Column("told_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by_id IS NULL)",
            name=op.f("ck_outcome_stage_confirmed_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["account.id"], name=op.f("fk_outcome_stage_confirmed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["outcome_id"],
            ["outcome.id"],
            name=op.f("fk_outcome_stage_outcome_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["told_by_id"], ["account.id"], name=op.f("fk_outcome_stage_told_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_stage")),
        sa.UniqueConstraint("outcome_id", "stage", name=op.f("uq_outcome_stage_outcome_id_stage")),
    )


def downgrade() -> None:
    op.drop_table("outcome_stage")
    with op.batch_alter_table("outcome_effect", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outcome_effect_outcome_id"))
        batch_op.drop_index(batch_op.f("ix_outcome_effect_evidence_id"))

    op.drop_table("outcome_effect")
    with op.batch_alter_table("message_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_file_message_id"))

    op.drop_table("message_file")
    op.drop_table("meeting_slot")
    with op.batch_alter_table("thread_look", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_thread_look_account_id"))

    op.drop_table("thread_look")
    op.drop_table("rating")
    op.drop_table("outcome")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_engagement_id_id"))
        batch_op.drop_index(batch_op.f("ix_message_author_id_created_at"))

    op.drop_table("message")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_state_starts_at"))
        batch_op.drop_index(batch_op.f("ix_meeting_engagement_id"))

    op.drop_table("meeting")
    with op.batch_alter_table("contact_look", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_look_account_id"))

    op.drop_table("contact_look")
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_account_id"))

    op.drop_table("contact")
    engagement = sa.table("engagement", sa.column("close_reason", sa.String))
    op.execute(
        engagement.update()
        .where(engagement.c.close_reason.in_(MORE_REASONS))
        .values(close_reason="other")
    )
    _allow(REASONS)


def _allow(reasons: tuple[str, ...]) -> None:
    named = ", ".join(f"'{reason}'" for reason in reasons)
    with op.batch_alter_table("engagement") as batch_op:
        name = batch_op.f("ck_engagement_closereason")
        batch_op.drop_constraint(name, type_="check")
        batch_op.create_check_constraint(name, f"close_reason IN ({named})")
