"""calls and submissions."""

import sqlalchemy as sa
from alembic import op

import matchmaker.db as types

revision = "d53fc0bc599d"
down_revision = "d08eab2e965c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "programme_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "providers",
                "pilots",
                "contest",
                "open",
                name="callkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "subject_type",
            sa.Enum(
                "factory",
                "power-plant",
                "mine",
                "oil-gas-park",
                "campus",
                "scenic-spot",
                "hospital",
                "industrial-park",
                name="subjecttype",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column(
            "programme_type",
            sa.Enum(
                "integrated",
                "specialised",
                name="programmetype",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("prefix", sa.String(length=20), nullable=False),
        sa.Column("title_zh", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("summary_zh", sa.Text(), nullable=False),
        sa.Column("summary_en", sa.Text(), nullable=False),
        sa.Column("text_zh", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column(
            "entrant",
            sa.Enum(
                "providers",
                "enterprises",
                "anybody",
                name="entrant",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("entries_most", sa.Integer(), nullable=False),
        sa.Column("needs_recommendation", sa.Boolean(), nullable=False),
        sa.Column("may_be_joint", sa.Boolean(), nullable=False),
        sa.Column("is_blind", sa.Boolean(), nullable=False),
        sa.Column(
            "others_seen",
            sa.Enum(
                "never",
                "after-own",
                "always",
                name="othersseen",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "aggregate",
            sa.Enum(
                "median",
                "mean",
                name="aggregate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("reviews_wanted", sa.Integer(), nullable=False),
        sa.Column("valid_months", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "published",
                "cancelled",
                name="callstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("published_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("cancel_words", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'pilots') = (subject_type IS NOT NULL)",
            name=op.f("ck_programme_call_pilots_subject"),
        ),
        sa.CheckConstraint(
            "(kind = 'providers') = (programme_type IS NOT NULL)",
            name=op.f("ck_programme_call_providers_type"),
        ),
        sa.CheckConstraint(
            "(state = 'cancelled') = (cancelled_at IS NOT NULL)",
            name=op.f("ck_programme_call_cancelled_has_date"),
        ),
        sa.CheckConstraint(
            "state = 'draft' OR published_at IS NOT NULL",
            name=op.f("ck_programme_call_published_has_date"),
        ),
        sa.CheckConstraint(
            "entries_most BETWEEN 1 AND 20", name=op.f("ck_programme_call_entries_bounded")
        ),
        sa.CheckConstraint(
            "reviews_wanted BETWEEN 1 AND 9", name=op.f("ck_programme_call_reviews_bounded")
        ),
        sa.CheckConstraint(
            "valid_months BETWEEN 1 AND 120", name=op.f("ck_programme_call_validity_bounded")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_call")),
        sa.UniqueConstraint("prefix", name=op.f("uq_programme_call_prefix")),
    )
    with op.batch_alter_table("programme_call", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_programme_call_state"), ["state"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_programme_call_state_kind"), ["state", "kind"], unique=False
        )

    op.create_table(
        "call_criterion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label_zh", sa.String(length=200), nullable=False),
        sa.Column("label_en", sa.String(length=200), nullable=False),
        sa.Column("hint_zh", sa.Text(), nullable=False),
        sa.Column("hint_en", sa.Text(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("is_veto", sa.Boolean(), nullable=False),
        sa.CheckConstraint("most BETWEEN 1 AND 100", name=op.f("ck_call_criterion_scale_bounded")),
        sa.CheckConstraint(
            "weight BETWEEN 1 AND 100", name=op.f("ck_call_criterion_weight_bounded")
        ),
        sa.ForeignKeyConstraint(
            ["call_id"],
            ["programme_call.id"],
            name=op.f("fk_call_criterion_call_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_criterion")),
    )
    with op.batch_alter_table("call_criterion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_call_criterion_call_id"), ["call_id"], unique=False)

    op.create_table(
        "call_phase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "submission",
                "recommendation",
                "review",
                "decision",
                "notice",
                "results",
                name="phasekind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("starts_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind = 'results' OR ends_at IS NOT NULL",
            name=op.f("ck_call_phase_all_but_results_end"),
        ),
        sa.CheckConstraint(
            "ends_at IS NULL OR ends_at > starts_at", name=op.f("ck_call_phase_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["call_id"],
            ["programme_call.id"],
            name=op.f("fk_call_phase_call_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_phase")),
        sa.UniqueConstraint("call_id", "kind", name=op.f("uq_call_phase_call_id_kind")),
    )
    with op.batch_alter_table("call_phase", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_call_phase_ends_at"), ["ends_at"], unique=False)

    op.create_table(
        "call_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "text",
                "number",
                "yes-no",
                "choice",
                "choices",
                "day",
                "file",
                "offering",
                "case",
                "demand",
                name="questionkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("label_zh", sa.String(length=200), nullable=False),
        sa.Column("label_en", sa.String(length=200), nullable=False),
        sa.Column("hint_zh", sa.Text(), nullable=False),
        sa.Column("hint_en", sa.Text(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("is_identifying", sa.Boolean(), nullable=False),
        sa.Column("most_letters", sa.Integer(), nullable=True),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("minimum", sa.Float(), nullable=True),
        sa.Column("maximum", sa.Float(), nullable=True),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "minimum IS NULL OR maximum >= minimum", name=op.f("ck_call_question_bounds_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["call_id"],
            ["programme_call.id"],
            name=op.f("fk_call_question_call_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_question")),
        sa.UniqueConstraint("call_id", "key", name=op.f("uq_call_question_call_id_key")),
    )
    op.create_table(
        "call_quota",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("sector_id", sa.Integer(), nullable=True),
        sa.Column("region_code", sa.String(length=6), nullable=True),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "places BETWEEN 1 AND 100000", name=op.f("ck_call_quota_places_bounded")
        ),
        sa.CheckConstraint(
            "sector_id IS NULL OR region_code IS NULL", name=op.f("ck_call_quota_one_scope")
        ),
        sa.ForeignKeyConstraint(
            ["call_id"],
            ["programme_call.id"],
            name=op.f("fk_call_quota_call_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_call_quota_region_code")
        ),
        sa.ForeignKeyConstraint(["sector_id"], ["sector.id"], name=op.f("fk_call_quota_sector_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_quota")),
        sa.UniqueConstraint(
            "call_id",
            "sector_id",
            "region_code",
            name=op.f("uq_call_quota_call_id_sector_id_region_code"),
        ),
    )
    with op.batch_alter_table("call_quota", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_call_quota_region_code"), ["region_code"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_call_quota_sector_id"), ["sector_id"], unique=False)

    op.create_table(
        "call_sector",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("sector_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"],
            ["programme_call.id"],
            name=op.f("fk_call_sector_call_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["sector_id"], ["sector.id"], name=op.f("fk_call_sector_sector_id")
        ),
        sa.PrimaryKeyConstraint("call_id", "sector_id", name=op.f("pk_call_sector")),
    )
    with op.batch_alter_table("call_sector", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_call_sector_sector_id"), ["sector_id"], unique=False)

    op.create_table(
        "regional_body",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.Column("appointed_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_regional_body_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_regional_body_region_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regional_body")),
        sa.UniqueConstraint(
            "organisation_id",
            "region_code",
            name=op.f("uq_regional_body_organisation_id_region_code"),
        ),
    )
    with op.batch_alter_table("regional_body", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_regional_body_region_code"), ["region_code"], unique=False
        )

    op.create_table(
        "submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("sector_id", sa.Integer(), nullable=True),
        sa.Column("region_code", sa.String(length=6), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "returned",
                "recommended",
                "accepted",
                "on-hold",
                "selected",
                "not-selected",
                "refused",
                "withdrawn",
                name="submissionstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("submitted_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("recommended_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("recommender_id", sa.Integer(), nullable=True),
        sa.Column("accepted_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column(
            "verdict",
            sa.Enum(
                "selected",
                "not-selected",
                "on-hold",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("verdict_level", sa.String(length=40), nullable=False),
        sa.Column("verdict_words", sa.Text(), nullable=False),
        sa.Column("judged_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("judge_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'draft') = (number IS NULL)", name=op.f("ck_submission_sent_has_number")
        ),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)",
            name=op.f("ck_submission_withdrawn_has_date"),
        ),
        sa.CheckConstraint(
            "state <> 'recommended' OR recommended_at IS NOT NULL",
            name=op.f("ck_submission_recommended_has_date"),
        ),
        sa.CheckConstraint(
            "state = 'draft' OR submitted_at IS NOT NULL", name=op.f("ck_submission_sent_has_date")
        ),
        sa.CheckConstraint(
            "state NOT IN ('accepted', 'on-hold', 'selected', 'not-selected') OR accepted_at IS NOT NULL",
            name=op.f("ck_submission_accepted_has_date"),
        ),
        sa.CheckConstraint(
            "(verdict IS NULL) = (judged_at IS NULL)", name=op.f("ck_submission_verdict_has_date")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_submission_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["call_id"], ["programme_call.id"], name=op.f("fk_submission_call_id")
        ),
        sa.ForeignKeyConstraint(["judge_id"], ["account.id"], name=op.f("fk_submission_judge_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_submission_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["recommender_id"], ["account.id"], name=op.f("fk_submission_recommender_id")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_submission_region_code")
        ),
        sa.ForeignKeyConstraint(["sector_id"], ["sector.id"], name=op.f("fk_submission_sector_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint("number", name=op.f("uq_submission_number")),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_author_id"), ["author_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_submission_call_id_state"), ["call_id", "state"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_submission_judge_id"), ["judge_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_submission_organisation_id_state"),
            ["organisation_id", "state"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_submission_recommender_id"), ["recommender_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_submission_region_code"), ["region_code"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_submission_sector_id"), ["sector_id"], unique=False)

    op.create_table(
        "submission_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("number", sa.Float(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=True),
        sa.Column("offering_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("demand_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_submission_answer_attachment_id")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["project_case.id"], name=op.f("fk_submission_answer_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["demand_id"], ["demand.id"], name=op.f("fk_submission_answer_demand_id")
        ),
        sa.ForeignKeyConstraint(
            ["offering_id"], ["offering.id"], name=op.f("fk_submission_answer_offering_id")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["call_question.id"], name=op.f("fk_submission_answer_question_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_submission_answer_submission_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_answer")),
        sa.UniqueConstraint(
            "submission_id",
            "question_id",
            name=op.f("uq_submission_answer_submission_id_question_id"),
        ),
    )
    with op.batch_alter_table("submission_answer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_submission_answer_attachment_id"), ["attachment_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_submission_answer_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_submission_answer_demand_id"), ["demand_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_submission_answer_offering_id"), ["offering_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_submission_answer_question_id"), ["question_id"], unique=False
        )

    op.create_table(
        "submission_partner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=200), nullable=False),
        sa.Column("agreed_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("declined_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(agreed_at IS NULL) OR (declined_at IS NULL)",
            name=op.f("ck_submission_partner_one_answer"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_submission_partner_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_submission_partner_submission_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_partner")),
        sa.UniqueConstraint(
            "submission_id",
            "organisation_id",
            name=op.f("uq_submission_partner_submission_id_organisation_id"),
        ),
    )
    with op.batch_alter_table("submission_partner", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_submission_partner_organisation_id"), ["organisation_id"], unique=False
        )



def downgrade() -> None:
    with op.batch_alter_table("submission_partner", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_partner_organisation_id"))

    op.drop_table("submission_partner")
    with op.batch_alter_table("submission_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_answer_question_id"))
        batch_op.drop_index(batch_op.f("ix_submission_answer_offering_id"))
        batch_op.drop_index(batch_op.f("ix_submission_answer_demand_id"))
        batch_op.drop_index(batch_op.f("ix_submission_answer_case_id"))
        batch_op.drop_index(batch_op.f("ix_submission_answer_attachment_id"))

    op.drop_table("submission_answer")
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_sector_id"))
        batch_op.drop_index(batch_op.f("ix_submission_region_code"))
        batch_op.drop_index(batch_op.f("ix_submission_recommender_id"))
        batch_op.drop_index(batch_op.f("ix_submission_organisation_id_state"))
        batch_op.drop_index(batch_op.f("ix_submission_judge_id"))
        batch_op.drop_index(batch_op.f("ix_submission_call_id_state"))
        batch_op.drop_index(batch_op.f("ix_submission_author_id"))

    op.drop_table("submission")
    with op.batch_alter_table("regional_body", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_regional_body_region_code"))

    op.drop_table("regional_body")
    with op.batch_alter_table("call_sector", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_call_sector_sector_id"))

    op.drop_table("call_sector")
    with op.batch_alter_table("call_quota", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_call_quota_sector_id"))
        batch_op.drop_index(batch_op.f("ix_call_quota_region_code"))

    op.drop_table("call_quota")
    op.drop_table("call_question")
    with op.batch_alter_table("call_phase", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_call_phase_ends_at"))

    op.drop_table("call_phase")
    with op.batch_alter_table("call_criterion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_call_criterion_call_id"))

    op.drop_table("call_criterion")
    with op.batch_alter_table("programme_call", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_call_state_kind"))
        batch_op.drop_index(batch_op.f("ix_programme_call_state"))

    op.drop_table("programme_call")
