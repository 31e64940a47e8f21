"""Matching models, what people say of matches, judged sets, rankings shown."""

import sqlalchemy as sa
from alembic import op

import matchmaker.db as types

revision = "a6513e8226b3"
down_revision = "e0e92ba29c25"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "judged_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_judged_set_author_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judged_set")),
        sa.UniqueConstraint("name", name=op.f("uq_judged_set_name")),
    )
    with op.batch_alter_table("judged_set", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_judged_set_author_id"), ["author_id"], unique=False)

    op.create_table(
        "matching_model",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "evaluated",
                "active",
                "retired",
                name="modelstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("floor", sa.Double(), nullable=False),
        sa.Column("overrides", sa.JSON(), nullable=False),
        sa.Column("off", sa.JSON(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("learned", sa.JSON(), nullable=False),
        sa.Column("evaluated_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("activated_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("activated_by_id", sa.Integer(), nullable=True),
        sa.Column("retired_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'retired') = (retired_at IS NOT NULL)",
            name=op.f("ck_matching_model_retired_has_date"),
        ),
        sa.CheckConstraint(
            "state <> 'active' OR activated_at IS NOT NULL",
            name=op.f("ck_matching_model_active_has_date"),
        ),
        sa.CheckConstraint(
            "state <> 'evaluated' OR evaluated_at IS NOT NULL",
            name=op.f("ck_matching_model_evaluated_has_date"),
        ),
        sa.CheckConstraint(
            "floor >= 0 AND floor <= 100", name=op.f("ck_matching_model_floor_in_points")
        ),
        sa.ForeignKeyConstraint(
            ["activated_by_id"], ["account.id"], name=op.f("fk_matching_model_activated_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_matching_model_author_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_model")),
        sa.UniqueConstraint("number", name=op.f("uq_matching_model_number")),
    )
    with op.batch_alter_table("matching_model", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_matching_model_activated_by_id"), ["activated_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_matching_model_author_id"), ["author_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_matching_model_state"), ["state"], unique=False)
        batch_op.create_index(
            "uq_matching_model_active",
            ["state"],
            unique=True,
            sqlite_where=sa.text("state = 'active'"),
            postgresql_where=sa.text("state = 'active'"),
        )

    op.create_table(
        "model_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("model_id", sa.Integer(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "evaluation",
                "learning",
                name="runkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "running",
                "done",
                "failed",
                name="runstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("finished_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state IN ('done', 'failed')) = (finished_at IS NOT NULL)",
            name=op.f("ck_model_run_ended_has_date"),
        ),
        sa.CheckConstraint(
            "kind <> 'evaluation' OR model_id IS NOT NULL",
            name=op.f("ck_model_run_evaluation_has_model"),
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_model_run_actor_id")),
        sa.ForeignKeyConstraint(
            ["model_id"],
            ["matching_model.id"],
            name=op.f("fk_model_run_model_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_run")),
    )
    with op.batch_alter_table("model_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_model_run_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_model_run_model_id"), ["model_id"], unique=False)

    op.create_table(
        "judged_need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("demand_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sector_code", sa.String(length=80), nullable=True),
        sa.Column("scenes", sa.JSON(), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=True),
        sa.ForeignKeyConstraint(
            ["demand_id"], ["demand.id"], name=op.f("fk_judged_need_demand_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["set_id"], ["judged_set.id"], name=op.f("fk_judged_need_set_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judged_need")),
        sa.UniqueConstraint("set_id", "demand_id", name=op.f("uq_judged_need_set_id_demand_id")),
    )
    with op.batch_alter_table("judged_need", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_judged_need_demand_id"), ["demand_id"], unique=False)

    op.create_table(
        "judgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("demand_id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column(
            "verdict",
            sa.Enum(
                "fits",
                "unfit",
                name="judgementverdict",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "scene",
                "capability",
                "metric",
                "region",
                "budget",
                "compliance",
                "evidence",
                "other",
                name="unfitreason",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(verdict = 'unfit') = (reason IS NOT NULL)", name=op.f("ck_judgement_unfit_has_reason")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_judgement_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["demand_id"], ["demand.id"], name=op.f("fk_judgement_demand_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["offering_id"],
            ["offering.id"],
            name=op.f("fk_judgement_offering_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgement")),
    )
    with op.batch_alter_table("judgement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_judgement_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_judgement_offering_id"), ["offering_id"], unique=False)
        batch_op.create_index(
            "uq_judgement_account",
            ["demand_id", "offering_id", "account_id"],
            unique=True,
            sqlite_where=sa.text("account_id IS NOT NULL"),
            postgresql_where=sa.text("account_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_judgement_holder",
            ["demand_id", "offering_id"],
            unique=True,
            sqlite_where=sa.text("account_id IS NULL"),
            postgresql_where=sa.text("account_id IS NULL"),
        )

    op.create_table(
        "shown_ranking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("demand_id", sa.Integer(), nullable=False),
        sa.Column("model_number", sa.Integer(), nullable=False),
        sa.Column("model_name", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("offerings", sa.JSON(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("shown_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["demand_id"],
            ["demand.id"],
            name=op.f("fk_shown_ranking_demand_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shown_ranking")),
    )
    with op.batch_alter_table("shown_ranking", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_shown_ranking_demand_id_id"), ["demand_id", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_shown_ranking_shown_at"), ["shown_at"], unique=False)

    op.create_table(
        "judged_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["need_id"], ["judged_need.id"], name=op.f("fk_judged_pair_need_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["offering_id"],
            ["offering.id"],
            name=op.f("fk_judged_pair_offering_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judged_pair")),
        sa.UniqueConstraint(
            "need_id", "offering_id", name=op.f("uq_judged_pair_need_id_offering_id")
        ),
    )
    with op.batch_alter_table("judged_pair", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_judged_pair_offering_id"), ["offering_id"], unique=False
        )

    op.create_table(
        "grade",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("graded_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("grade BETWEEN 0 AND 3", name=op.f("ck_grade_grade_in_range")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_grade_account_id")),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["judged_pair.id"], name=op.f("fk_grade_pair_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grade")),
        sa.UniqueConstraint("pair_id", "account_id", name=op.f("uq_grade_pair_id_account_id")),
    )
    with op.batch_alter_table("grade", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_grade_account_id"), ["account_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("grade", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_grade_account_id"))

    op.drop_table("grade")
    with op.batch_alter_table("judged_pair", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_judged_pair_offering_id"))

    op.drop_table("judged_pair")
    with op.batch_alter_table("shown_ranking", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shown_ranking_shown_at"))
        batch_op.drop_index(batch_op.f("ix_shown_ranking_demand_id_id"))

    op.drop_table("shown_ranking")
    with op.batch_alter_table("judgement", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_judgement_holder",
            sqlite_where=sa.text("account_id IS NULL"),
            postgresql_where=sa.text("account_id IS NULL"),
        )
        batch_op.drop_index(
            "uq_judgement_account",
            sqlite_where=sa.text("account_id IS NOT NULL"),
            postgresql_where=sa.text("account_id IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_judgement_offering_id"))
        batch_op.drop_index(batch_op.f("ix_judgement_account_id"))

    op.drop_table("judgement")
    with op.batch_alter_table("judged_need", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_judged_need_demand_id"))

    op.drop_table("judged_need")
    with op.batch_alter_table("model_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_model_run_model_id"))
        batch_op.drop_index(batch_op.f("ix_model_run_actor_id"))

    op.drop_table("model_run")
    with op.batch_alter_table("matching_model", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_matching_model_active",
            sqlite_where=sa.text("state = 'active'"),
            postgresql_where=sa.text("state = 'active'"),
        )
        batch_op.drop_index(batch_op.f("ix_matching_model_state"))
        batch_op.drop_index(batch_op.f("ix_matching_model_author_id"))
        batch_op.drop_index(batch_op.f("ix_matching_model_activated_by_id"))

    op.drop_table("matching_model")
    with op.batch_alter_table("judged_set", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_judged_set_author_id"))

    op.drop_table("judged_set")
