"""Add showcases, and what makes a leading site."""

import sqlalchemy as sa
from alembic import op

import matchmaker.db as types

revision = "e23228369577"
down_revision = "776ab74348b2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pilot_criterion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
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
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_zh", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("metric_zh", sa.String(length=200), nullable=False),
        sa.Column("metric_en", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "figure",
                "yes-no",
                "choice",
                name="criterionkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("suggested", sa.Float(), nullable=True),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'figure') = (suggested IS NOT NULL)",
            name=op.f("ck_pilot_criterion_figures_suggested"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pilot_criterion")),
        sa.UniqueConstraint("key", name=op.f("uq_pilot_criterion_key")),
    )
    with op.batch_alter_table("pilot_criterion", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_pilot_criterion_subject_type"), ["subject_type"], unique=False
        )

    op.create_table(
        "pilot_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
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
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label_zh", sa.String(length=200), nullable=False),
        sa.Column("text_zh", sa.Text(), nullable=False),
        sa.Column("note_zh", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("is_checked", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pilot_point")),
        sa.UniqueConstraint("key", name=op.f("uq_pilot_point_key")),
    )
    with op.batch_alter_table("pilot_point", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_pilot_point_subject_type"), ["subject_type"], unique=False
        )

    op.create_table(
        "showcase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=True),
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
            nullable=False,
        ),
        sa.Column("title_zh", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("site_zh", sa.String(length=200), nullable=False),
        sa.Column("site_en", sa.String(length=200), nullable=False),
        sa.Column(
            "named_by",
            sa.Enum(
                "nobody",
                "source",
                "document",
                "client",
                name="namedby",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("owner_zh", sa.String(length=200), nullable=False),
        sa.Column("owner_en", sa.String(length=200), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("sector_id", sa.Integer(), nullable=True),
        sa.Column("region_code", sa.String(length=6), nullable=True),
        sa.Column("live_year", sa.Integer(), nullable=True),
        sa.Column("problem_zh", sa.Text(), nullable=False),
        sa.Column("problem_en", sa.Text(), nullable=False),
        sa.Column("solution_zh", sa.Text(), nullable=False),
        sa.Column("solution_en", sa.Text(), nullable=False),
        sa.Column("network_zh", sa.Text(), nullable=False),
        sa.Column("network_en", sa.Text(), nullable=False),
        sa.Column("lessons_zh", sa.Text(), nullable=False),
        sa.Column("lessons_en", sa.Text(), nullable=False),
        sa.Column("replication_zh", sa.Text(), nullable=False),
        sa.Column("replication_en", sa.Text(), nullable=False),
        sa.Column("cost_min_wan", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("cost_max_wan", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("source_name", sa.String(length=200), nullable=False),
        sa.Column("source_url", sa.String(length=1000), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("outcome_id", sa.Integer(), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "in-review",
                "published",
                "withdrawn",
                name="showcasestate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("submitted_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("published_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("withdraw_words", sa.Text(), nullable=False),
        sa.Column("consent_file_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)",
            name=op.f("ck_showcase_withdrawn_has_date"),
        ),
        sa.CheckConstraint(
            "named_by <> 'client' OR outcome_id IS NOT NULL",
            name=op.f("ck_showcase_client_agreed_about_project"),
        ),
        sa.CheckConstraint(
            "state = 'draft' OR submitted_at IS NOT NULL",
            name=op.f("ck_showcase_submitted_has_date"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('published', 'withdrawn') OR published_at IS NOT NULL",
            name=op.f("ck_showcase_published_has_date"),
        ),
        sa.CheckConstraint(
            "cost_min_wan >= 0 AND cost_max_wan >= 0", name=op.f("ck_showcase_costs_not_negative")
        ),
        sa.CheckConstraint(
            "cost_min_wan IS NULL OR cost_max_wan >= cost_min_wan",
            name=op.f("ck_showcase_costs_in_order"),
        ),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_showcase_author_id")),
        sa.ForeignKeyConstraint(["case_id"], ["project_case.id"], name=op.f("fk_showcase_case_id")),
        sa.ForeignKeyConstraint(
            ["consent_file_id"], ["attachment.id"], name=op.f("fk_showcase_consent_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["programme_entry.id"], name=op.f("fk_showcase_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_showcase_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["outcome_id"], ["outcome.id"], name=op.f("fk_showcase_outcome_id")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_showcase_region_code")
        ),
        sa.ForeignKeyConstraint(["sector_id"], ["sector.id"], name=op.f("fk_showcase_sector_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_showcase")),
        sa.UniqueConstraint("case_id", name=op.f("uq_showcase_case_id")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_showcase_entry_id")),
        sa.UniqueConstraint("key", name=op.f("uq_showcase_key")),
        sa.UniqueConstraint("outcome_id", name=op.f("uq_showcase_outcome_id")),
    )
    with op.batch_alter_table("showcase", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_showcase_author_id"), ["author_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_showcase_consent_file_id"), ["consent_file_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_showcase_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_showcase_region_code"), ["region_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_showcase_sector_id"), ["sector_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_showcase_state_subject_type"), ["state", "subject_type"], unique=False
        )

    op.create_table(
        "showcase_capability",
        sa.Column("showcase_id", sa.Integer(), nullable=False),
        sa.Column("capability_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["capability_id"], ["capability.id"], name=op.f("fk_showcase_capability_capability_id")
        ),
        sa.ForeignKeyConstraint(
            ["showcase_id"],
            ["showcase.id"],
            name=op.f("fk_showcase_capability_showcase_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "showcase_id", "capability_id", name=op.f("pk_showcase_capability")
        ),
    )
    with op.batch_alter_table("showcase_capability", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_showcase_capability_capability_id"), ["capability_id"], unique=False
        )

    op.create_table(
        "showcase_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("showcase_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "efficiency",
                "cost",
                "staff",
                "quality",
                "energy",
                "network",
                "scale",
                "first",
                name="effect",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("what_zh", sa.String(length=80), nullable=False),
        sa.Column("what_en", sa.String(length=160), nullable=False),
        sa.Column("before", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("after", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("measured_on", sa.Date(), nullable=True),
        sa.Column(
            "proof",
            sa.Enum(
                "stated",
                "published",
                "document",
                "confirmed",
                name="proof",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("proof_words", sa.String(length=200), nullable=False),
        sa.Column("source_url", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["showcase_id"],
            ["showcase.id"],
            name=op.f("fk_showcase_figure_showcase_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_showcase_figure")),
    )
    with op.batch_alter_table("showcase_figure", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_showcase_figure_showcase_id"), ["showcase_id"], unique=False
        )

    op.create_table(
        "showcase_file",
        sa.Column("showcase_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "picture",
                "document",
                name="filekind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_showcase_file_attachment_id")
        ),
        sa.ForeignKeyConstraint(
            ["showcase_id"],
            ["showcase.id"],
            name=op.f("fk_showcase_file_showcase_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_showcase_file")),
        sa.UniqueConstraint(
            "showcase_id", "attachment_id", name=op.f("uq_showcase_file_showcase_id_attachment_id")
        ),
    )
    with op.batch_alter_table("showcase_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_showcase_file_attachment_id"), ["attachment_id"], unique=False
        )

    op.create_table(
        "showcase_offering",
        sa.Column("showcase_id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["offering_id"], ["offering.id"], name=op.f("fk_showcase_offering_offering_id")
        ),
        sa.ForeignKeyConstraint(
            ["showcase_id"],
            ["showcase.id"],
            name=op.f("fk_showcase_offering_showcase_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("showcase_id", "offering_id", name=op.f("pk_showcase_offering")),
    )
    with op.batch_alter_table("showcase_offering", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_showcase_offering_offering_id"), ["offering_id"], unique=False
        )

    op.create_table(
        "showcase_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("showcase_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role_zh", sa.String(length=200), nullable=False),
        sa.Column("role_en", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_showcase_part_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["showcase_id"],
            ["showcase.id"],
            name=op.f("fk_showcase_part_showcase_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_showcase_part")),
        sa.UniqueConstraint(
            "showcase_id",
            "organisation_id",
            name=op.f("uq_showcase_part_showcase_id_organisation_id"),
        ),
    )
    with op.batch_alter_table("showcase_part", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_showcase_part_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "showcase_scene",
        sa.Column("showcase_id", sa.Integer(), nullable=False),
        sa.Column("scene_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["scene_id"], ["scene.id"], name=op.f("fk_showcase_scene_scene_id")
        ),
        sa.ForeignKeyConstraint(
            ["showcase_id"],
            ["showcase.id"],
            name=op.f("fk_showcase_scene_showcase_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("showcase_id", "scene_id", name=op.f("pk_showcase_scene")),
    )
    with op.batch_alter_table("showcase_scene", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_showcase_scene_scene_id"), ["scene_id"], unique=False)

    op.create_table(
        "showcase_standard",
        sa.Column("showcase_id", sa.Integer(), nullable=False),
        sa.Column("standard_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["showcase_id"],
            ["showcase.id"],
            name=op.f("fk_showcase_standard_showcase_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["standard_id"], ["standard.id"], name=op.f("fk_showcase_standard_standard_id")
        ),
        sa.PrimaryKeyConstraint("showcase_id", "standard_id", name=op.f("pk_showcase_standard")),
    )
    with op.batch_alter_table("showcase_standard", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_showcase_standard_standard_id"), ["standard_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("showcase_standard", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_showcase_standard_standard_id"))

    op.drop_table("showcase_standard")
    with op.batch_alter_table("showcase_scene", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_showcase_scene_scene_id"))

    op.drop_table("showcase_scene")
    with op.batch_alter_table("showcase_part", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_showcase_part_organisation_id"))

    op.drop_table("showcase_part")
    with op.batch_alter_table("showcase_offering", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_showcase_offering_offering_id"))

    op.drop_table("showcase_offering")
    with op.batch_alter_table("showcase_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_showcase_file_attachment_id"))

    op.drop_table("showcase_file")
    with op.batch_alter_table("showcase_figure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_showcase_figure_showcase_id"))

    op.drop_table("showcase_figure")
    with op.batch_alter_table("showcase_capability", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_showcase_capability_capability_id"))

    op.drop_table("showcase_capability")
    with op.batch_alter_table("showcase", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_showcase_state_subject_type"))
        batch_op.drop_index(batch_op.f("ix_showcase_sector_id"))
        batch_op.drop_index(batch_op.f("ix_showcase_region_code"))
        batch_op.drop_index(batch_op.f("ix_showcase_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_showcase_consent_file_id"))
        batch_op.drop_index(batch_op.f("ix_showcase_author_id"))

    op.drop_table("showcase")
    with op.batch_alter_table("pilot_point", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pilot_point_subject_type"))

    op.drop_table("pilot_point")
    with op.batch_alter_table("pilot_criterion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pilot_criterion_subject_type"))

    op.drop_table("pilot_criterion")
