"""The first schema."""

import sqlalchemy as sa
from alembic import op

import matchmaker.db as types

revision = "e0e92ba29c25"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "active",
                "disabled",
                name="accountstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "staff_role",
            sa.Enum(
                "curator",
                "moderator",
                "reviewer",
                "auditor",
                "administrator",
                name="staffrole",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("confirmed_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'pending') = (confirmed_at IS NULL)",
            name=op.f("ck_account_confirmed_unless_pending"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("at", types.UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_attempt_kind_key_at"), ["kind", "key", "at"], unique=False
        )

    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("ip", sa.String(length=45), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("at", types.UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_event_action"), ["action"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_event_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_event_at"), ["at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_audit_event_subject_kind_subject_id"),
            ["subject_kind", "subject_id"],
            unique=False,
        )

    op.create_table(
        "capability",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "category",
                "item",
                "deployment",
                "feature",
                "security",
                name="capabilitykind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("name_zh", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("is_sourced", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["capability.id"], name=op.f("fk_capability_parent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capability")),
        sa.UniqueConstraint("slug", name=op.f("uq_capability_slug")),
    )
    with op.batch_alter_table("capability", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_capability_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "indicator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("plan", sa.String(length=40), nullable=False),
        sa.Column("plan_zh", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_zh", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("op", sa.String(length=8), nullable=False),
        sa.Column("target", sa.Float(), nullable=True),
        sa.Column("target_max", sa.Float(), nullable=True),
        sa.Column("target_text", sa.Text(), nullable=False),
        sa.Column("target_year", sa.Integer(), nullable=True),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
        sa.UniqueConstraint("slug", name=op.f("uq_indicator_slug")),
    )
    with op.batch_alter_table("indicator", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_indicator_plan"), ["plan"], unique=False)

    op.create_table(
        "industry",
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("section", sa.String(length=1), nullable=False),
        sa.Column("name_zh", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("section_zh", sa.String(length=200), nullable=False),
        sa.Column("section_en", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_industry")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("run_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("lease_until", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column("parked_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("done_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_outbox_done_at_run_at"), ["done_at", "run_at"], unique=False
        )

    op.create_table(
        "region",
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "province",
                "prefecture",
                "county",
                name="regionlevel",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("name_zh", sa.String(length=200), nullable=False),
        sa.Column("short_zh", sa.String(length=40), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("parent_code", sa.String(length=6), nullable=True),
        sa.Column("geo_region", sa.String(length=20), nullable=False),
        sa.Column("econ_region", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_code"], ["region.code"], name=op.f("fk_region_parent_code")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_region")),
    )
    with op.batch_alter_table("region", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_region_parent_code"), ["parent_code"], unique=False)

    op.create_table(
        "sector",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("name_zh", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("leader_type", sa.String(length=40), nullable=False),
        sa.Column("industries", sa.JSON(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sector")),
        sa.UniqueConstraint("code", name=op.f("uq_sector_code")),
    )
    op.create_table(
        "standard",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("is_general", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard")),
        sa.UniqueConstraint("code", name=op.f("uq_standard_code")),
    )
    with op.batch_alter_table("standard", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_standard_level"), ["level"], unique=False)

    op.create_table(
        "city_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("traffic_share_pct", sa.Float(), nullable=False),
        sa.Column("base_stations_per_10k", sa.Float(), nullable=False),
        sa.Column("iot_connections_10k", sa.Float(), nullable=False),
        sa.Column("bloom_cup_awards", sa.Integer(), nullable=False),
        sa.Column("user_penetration_pct", sa.Float(), nullable=True),
        sa.Column("education_penetration_pct", sa.Float(), nullable=True),
        sa.Column("hospital_penetration_pct", sa.Float(), nullable=True),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_city_figure_region_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_city_figure")),
        sa.UniqueConstraint("region_code", "as_of", name=op.f("uq_city_figure_region_code_as_of")),
    )
    op.create_table(
        "observation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("op", sa.String(length=8), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("is_official", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator_id"],
            ["indicator.id"],
            name=op.f("fk_observation_indicator_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
        sa.UniqueConstraint(
            "indicator_id", "as_of", "source", name=op.f("uq_observation_indicator_id_as_of_source")
        ),
    )
    op.create_table(
        "one_time_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "confirm-email",
                "reset-password",
                "first-sign-in",
                name="linkpurpose",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("used_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_one_time_link_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_time_link_token_hash")),
    )
    with op.batch_alter_table("one_time_link", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_one_time_link_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=True),
        sa.Column("region_code", sa.String(length=6), nullable=True),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("is_abroad", sa.Boolean(), nullable=False),
        sa.Column("website", sa.String(length=1000), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "unclaimed",
                "active",
                "suspended",
                name="organisationstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state = 'unclaimed' OR uscc IS NOT NULL OR is_abroad",
            name=op.f("ck_organisation_code_unless_unclaimed"),
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_organisation_region_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("key", name=op.f("uq_organisation_key")),
        sa.UniqueConstraint("uscc", name=op.f("uq_organisation_uscc")),
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_name"), ["name"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_organisation_region_code"), ["region_code"], unique=False
        )

    op.create_table(
        "project_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("client", sa.String(length=200), nullable=False),
        sa.Column("sector_id", sa.Integer(), nullable=True),
        sa.Column("region_code", sa.String(length=6), nullable=True),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("is_problem_explicit", sa.Boolean(), nullable=False),
        sa.Column("solution", sa.Text(), nullable=False),
        sa.Column("effects", sa.Text(), nullable=False),
        sa.Column("awards", sa.Text(), nullable=False),
        sa.Column("year_from", sa.Integer(), nullable=True),
        sa.Column("year_to", sa.Integer(), nullable=True),
        sa.Column("source_url", sa.String(length=1000), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "year_from IS NULL OR year_to >= year_from", name=op.f("ck_project_case_years_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_project_case_region_code")
        ),
        sa.ForeignKeyConstraint(
            ["sector_id"], ["sector.id"], name=op.f("fk_project_case_sector_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_case")),
        sa.UniqueConstraint("key", name=op.f("uq_project_case_key")),
    )
    with op.batch_alter_table("project_case", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_project_case_region_code"), ["region_code"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_project_case_sector_id"), ["sector_id"], unique=False)

    op.create_table(
        "scene",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("sector_id", sa.Integer(), nullable=False),
        sa.Column("name_zh", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("leader_type", sa.String(length=40), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("is_sourced", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["sector_id"], ["sector.id"], name=op.f("fk_scene_sector_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scene")),
        sa.UniqueConstraint("slug", name=op.f("uq_scene_slug")),
    )
    with op.batch_alter_table("scene", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scene_sector_id"), ["sector_id"], unique=False)

    op.create_table(
        "sign_in_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_agent", sa.String(length=300), nullable=False),
        sa.Column("ip", sa.String(length=45), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_sign_in_session_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_session_token_hash")),
    )
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_in_session_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "standard_capability",
        sa.Column("standard_id", sa.Integer(), nullable=False),
        sa.Column("capability_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["capability_id"],
            ["capability.id"],
            name=op.f("fk_standard_capability_capability_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["standard_id"],
            ["standard.id"],
            name=op.f("fk_standard_capability_standard_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "standard_id", "capability_id", name=op.f("pk_standard_capability")
        ),
    )
    op.create_table(
        "standard_sector",
        sa.Column("standard_id", sa.Integer(), nullable=False),
        sa.Column("sector_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sector_id"],
            ["sector.id"],
            name=op.f("fk_standard_sector_sector_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["standard_id"],
            ["standard.id"],
            name=op.f("fk_standard_sector_standard_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("standard_id", "sector_id", name=op.f("pk_standard_sector")),
    )
    op.create_table(
        "case_capability",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("capability_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["capability_id"], ["capability.id"], name=op.f("fk_case_capability_capability_id")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["project_case.id"],
            name=op.f("fk_case_capability_case_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("case_id", "capability_id", name=op.f("pk_case_capability")),
    )
    with op.batch_alter_table("case_capability", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_case_capability_capability_id"), ["capability_id"], unique=False
        )

    op.create_table(
        "case_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["project_case.id"], name=op.f("fk_case_part_case_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_case_part_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_part")),
        sa.UniqueConstraint(
            "case_id", "organisation_id", name=op.f("uq_case_part_case_id_organisation_id")
        ),
    )
    with op.batch_alter_table("case_part", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_case_part_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "case_scene",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("scene_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["project_case.id"], name=op.f("fk_case_scene_case_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["scene_id"], ["scene.id"], name=op.f("fk_case_scene_scene_id")),
        sa.PrimaryKeyConstraint("case_id", "scene_id", name=op.f("pk_case_scene")),
    )
    with op.batch_alter_table("case_scene", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_scene_scene_id"), ["scene_id"], unique=False)

    op.create_table(
        "demand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=True),
        sa.Column("access_hash", sa.String(length=64), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sector_id", sa.Integer(), nullable=True),
        sa.Column("region_code", sa.String(length=6), nullable=True),
        sa.Column("budget_min_wan", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("budget_max_wan", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("is_abroad", sa.Boolean(), nullable=False),
        sa.Column("is_region_must", sa.Boolean(), nullable=False),
        sa.Column("is_budget_must", sa.Boolean(), nullable=False),
        sa.Column("is_time_must", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pasted",
                "draft",
                "open",
                "withdrawn",
                "notice",
                name="demandstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("published_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("notice_kind", sa.String(length=80), nullable=False),
        sa.Column("notice_terms", sa.Text(), nullable=False),
        sa.Column("notice_year", sa.Integer(), nullable=True),
        sa.Column("source_url", sa.String(length=1000), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'notice') = (source_url <> '')", name=op.f("ck_demand_notice_has_source")
        ),
        sa.CheckConstraint(
            "(state = 'pasted') = (access_hash IS NOT NULL)", name=op.f("ck_demand_pasted_has_key")
        ),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)",
            name=op.f("ck_demand_withdrawn_has_date"),
        ),
        sa.CheckConstraint(
            "state <> 'open' OR published_at IS NOT NULL", name=op.f("ck_demand_open_has_date")
        ),
        sa.CheckConstraint(
            "state IN ('pasted', 'notice') OR author_id IS NOT NULL",
            name=op.f("ck_demand_posted_has_author"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('open', 'withdrawn') OR organisation_id IS NOT NULL",
            name=op.f("ck_demand_open_has_organisation"),
        ),
        sa.CheckConstraint(
            "budget_min_wan IS NULL OR budget_max_wan IS NULL OR budget_min_wan <= budget_max_wan",
            name=op.f("ck_demand_budget_in_order"),
        ),
        sa.CheckConstraint(
            "starts_on IS NULL OR ends_on IS NULL OR starts_on <= ends_on",
            name=op.f("ck_demand_dates_in_order"),
        ),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_demand_author_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_demand_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_demand_region_code")
        ),
        sa.ForeignKeyConstraint(["sector_id"], ["sector.id"], name=op.f("fk_demand_sector_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand")),
        sa.UniqueConstraint("access_hash", name=op.f("uq_demand_access_hash")),
        sa.UniqueConstraint("key", name=op.f("uq_demand_key")),
    )
    with op.batch_alter_table("demand", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_demand_author_id"), ["author_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_demand_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_demand_region_code"), ["region_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_demand_sector_id"), ["sector_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_demand_state"), ["state"], unique=False)

    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "owner",
                "editor",
                "viewer",
                name="memberrole",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_membership_account_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_membership_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "account_id", "organisation_id", name=op.f("uq_membership_account_id_organisation_id")
        ),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_membership_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "offering",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("sector_id", sa.Integer(), nullable=True),
        sa.Column("region_code", sa.String(length=6), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "published",
                "withdrawn",
                name="offeringstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("published_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("price_min_wan", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("price_max_wan", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("lead_days_min", sa.Integer(), nullable=True),
        sa.Column("lead_days_max", sa.Integer(), nullable=True),
        sa.Column("is_nationwide", sa.Boolean(), nullable=False),
        sa.Column("serves_abroad", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)",
            name=op.f("ck_offering_withdrawn_has_date"),
        ),
        sa.CheckConstraint(
            "state = 'draft' OR published_at IS NOT NULL",
            name=op.f("ck_offering_published_has_date"),
        ),
        sa.CheckConstraint(
            "lead_days_min IS NULL OR lead_days_max IS NULL OR lead_days_min <= lead_days_max",
            name=op.f("ck_offering_lead_in_order"),
        ),
        sa.CheckConstraint(
            "price_min_wan IS NULL OR price_max_wan IS NULL OR price_min_wan <= price_max_wan",
            name=op.f("ck_offering_price_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_offering_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_offering_region_code")
        ),
        sa.ForeignKeyConstraint(["sector_id"], ["sector.id"], name=op.f("fk_offering_sector_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offering")),
        sa.UniqueConstraint("key", name=op.f("uq_offering_key")),
    )
    with op.batch_alter_table("offering", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_offering_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_offering_region_code"), ["region_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_offering_sector_id"), ["sector_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_offering_state_published_at_organisation_id_region_code"),
            ["state", "published_at", "organisation_id", "region_code"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_offering_state_sector_id_organisation_id"),
            ["state", "sector_id", "organisation_id"],
            unique=False,
        )

    op.create_table(
        "provider_profile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "type",
            sa.Enum(
                "operator",
                "vendor",
                "integrator",
                "platform",
                "terminal",
                "module",
                "security",
                "research",
                name="providertype",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("source_urls", sa.JSON(), nullable=False),
        sa.Column("is_mention_only", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_provider_profile_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_profile")),
        sa.UniqueConstraint("organisation_id", name=op.f("uq_provider_profile_organisation_id")),
    )
    with op.batch_alter_table("provider_profile", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_provider_profile_type"), ["type"], unique=False)

    op.create_table(
        "scene_capability",
        sa.Column("scene_id", sa.Integer(), nullable=False),
        sa.Column("capability_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["capability_id"],
            ["capability.id"],
            name=op.f("fk_scene_capability_capability_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["scene_id"],
            ["scene.id"],
            name=op.f("fk_scene_capability_scene_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("scene_id", "capability_id", name=op.f("pk_scene_capability")),
    )
    op.create_table(
        "standard_scene",
        sa.Column("standard_id", sa.Integer(), nullable=False),
        sa.Column("scene_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["scene_id"], ["scene.id"], name=op.f("fk_standard_scene_scene_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["standard_id"],
            ["standard.id"],
            name=op.f("fk_standard_scene_standard_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("standard_id", "scene_id", name=op.f("pk_standard_scene")),
    )
    op.create_table(
        "typical_need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scene_id", sa.Integer(), nullable=False),
        sa.Column("metric", sa.String(length=40), nullable=False),
        sa.Column("op", sa.String(length=8), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("value2", sa.Float(), nullable=True),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column(
            "trust",
            sa.Enum(
                "seen",
                "seen-secondary",
                "recalled",
                "inferred",
                name="trust",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("is_official", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["scene_id"], ["scene.id"], name=op.f("fk_typical_need_scene_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_typical_need")),
        sa.UniqueConstraint("scene_id", "metric", name=op.f("uq_typical_need_scene_id_metric")),
    )
    op.create_table(
        "demand_scene",
        sa.Column("demand_id", sa.Integer(), nullable=False),
        sa.Column("scene_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["demand_id"], ["demand.id"], name=op.f("fk_demand_scene_demand_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["scene_id"], ["scene.id"], name=op.f("fk_demand_scene_scene_id")),
        sa.PrimaryKeyConstraint("demand_id", "scene_id", name=op.f("pk_demand_scene")),
    )
    with op.batch_alter_table("demand_scene", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_demand_scene_scene_id"), ["scene_id"], unique=False)

    op.create_table(
        "offering_capability",
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("capability_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["capability_id"], ["capability.id"], name=op.f("fk_offering_capability_capability_id")
        ),
        sa.ForeignKeyConstraint(
            ["offering_id"],
            ["offering.id"],
            name=op.f("fk_offering_capability_offering_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "offering_id", "capability_id", name=op.f("pk_offering_capability")
        ),
    )
    with op.batch_alter_table("offering_capability", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_offering_capability_capability_id"), ["capability_id"], unique=False
        )

    op.create_table(
        "offering_case",
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["project_case.id"], name=op.f("fk_offering_case_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["offering_id"],
            ["offering.id"],
            name=op.f("fk_offering_case_offering_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("offering_id", "case_id", name=op.f("pk_offering_case")),
    )
    with op.batch_alter_table("offering_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offering_case_case_id"), ["case_id"], unique=False)

    op.create_table(
        "offering_region",
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.ForeignKeyConstraint(
            ["offering_id"],
            ["offering.id"],
            name=op.f("fk_offering_region_offering_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_offering_region_region_code")
        ),
        sa.PrimaryKeyConstraint("offering_id", "region_code", name=op.f("pk_offering_region")),
    )
    with op.batch_alter_table("offering_region", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_offering_region_region_code"), ["region_code"], unique=False
        )

    op.create_table(
        "offering_scene",
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("scene_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["offering_id"],
            ["offering.id"],
            name=op.f("fk_offering_scene_offering_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["scene_id"], ["scene.id"], name=op.f("fk_offering_scene_scene_id")
        ),
        sa.PrimaryKeyConstraint("offering_id", "scene_id", name=op.f("pk_offering_scene")),
    )
    with op.batch_alter_table("offering_scene", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offering_scene_scene_id"), ["scene_id"], unique=False)

    op.create_table(
        "promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "metric",
                "capability",
                "standard",
                "region",
                "budget",
                "time",
                name="requirementkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "metric",
            sa.Enum(
                "latency",
                "jitter",
                "ul_rate",
                "dl_rate",
                "rate",
                "reliability",
                "availability",
                "packet_loss",
                "positioning",
                "connections",
                "density",
                "mobility",
                "coverage_area",
                "coverage_length",
                "video_streams",
                "temperature",
                "ip_rating",
                "explosion_proof",
                "security_level",
                "battery_life",
                "sync",
                name="metric",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("capability_id", sa.Integer(), nullable=True),
        sa.Column("standard_id", sa.Integer(), nullable=True),
        sa.Column(
            "op",
            sa.Enum(
                "<=",
                "<",
                ">=",
                ">",
                "=",
                "range",
                name="operator",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("value2", sa.Double(), nullable=True),
        sa.Column(
            "evidence",
            sa.Enum(
                "case",
                "test-report",
                "certificate",
                "statement",
                name="evidencekind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("evidence_note", sa.Text(), nullable=False),
        sa.Column("evidence_url", sa.String(length=1000), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("reviewed_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(evidence = 'case') = (case_id IS NOT NULL)", name=op.f("ck_promise_case_is_named")
        ),
        sa.CheckConstraint(
            "(kind = 'metric' AND metric IS NOT NULL AND op IS NOT NULL AND value IS NOT NULL AND capability_id IS NULL AND standard_id IS NULL) OR (kind = 'capability' AND capability_id IS NOT NULL AND metric IS NULL AND standard_id IS NULL) OR (kind = 'standard' AND standard_id IS NOT NULL AND metric IS NULL AND capability_id IS NULL)",
            name=op.f("ck_promise_kind_has_its_subject"),
        ),
        sa.CheckConstraint(
            "(op = 'range') = (value2 IS NOT NULL)", name=op.f("ck_promise_range_has_two_ends")
        ),
        sa.CheckConstraint(
            "value2 IS NULL OR value <= value2", name=op.f("ck_promise_range_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["capability_id"], ["capability.id"], name=op.f("fk_promise_capability_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["project_case.id"], name=op.f("fk_promise_case_id")),
        sa.ForeignKeyConstraint(
            ["offering_id"],
            ["offering.id"],
            name=op.f("fk_promise_offering_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["standard_id"], ["standard.id"], name=op.f("fk_promise_standard_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
    )
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_promise_capability_id"), ["capability_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_promise_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_promise_offering_id"), ["offering_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_promise_standard_id"), ["standard_id"], unique=False)

    op.create_table(
        "requirement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("demand_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "metric",
                "capability",
                "standard",
                "region",
                "budget",
                "time",
                name="requirementkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "metric",
            sa.Enum(
                "latency",
                "jitter",
                "ul_rate",
                "dl_rate",
                "rate",
                "reliability",
                "availability",
                "packet_loss",
                "positioning",
                "connections",
                "density",
                "mobility",
                "coverage_area",
                "coverage_length",
                "video_streams",
                "temperature",
                "ip_rating",
                "explosion_proof",
                "security_level",
                "battery_life",
                "sync",
                name="metric",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("capability_id", sa.Integer(), nullable=True),
        sa.Column("standard_id", sa.Integer(), nullable=True),
        sa.Column(
            "op",
            sa.Enum(
                "<=",
                "<",
                ">=",
                ">",
                "=",
                "range",
                name="operator",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("value2", sa.Double(), nullable=True),
        sa.Column("is_must", sa.Boolean(), nullable=False),
        sa.Column("is_declined", sa.Boolean(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "stated",
                "text",
                "typical",
                name="requirementsource",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("span_start", sa.Integer(), nullable=True),
        sa.Column("span_end", sa.Integer(), nullable=True),
        sa.Column("typical_need_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'metric' AND metric IS NOT NULL AND op IS NOT NULL AND value IS NOT NULL AND capability_id IS NULL AND standard_id IS NULL) OR (kind = 'capability' AND capability_id IS NOT NULL AND metric IS NULL AND standard_id IS NULL) OR (kind = 'standard' AND standard_id IS NOT NULL AND metric IS NULL AND capability_id IS NULL)",
            name=op.f("ck_requirement_kind_has_its_subject"),
        ),
        sa.CheckConstraint(
            "(op = 'range') = (value2 IS NOT NULL)", name=op.f("ck_requirement_range_has_two_ends")
        ),
        sa.CheckConstraint(
            "(span_start IS NULL AND span_end IS NULL) OR span_start < span_end",
            name=op.f("ck_requirement_span_in_order"),
        ),
        sa.CheckConstraint(
            "value2 IS NULL OR value <= value2", name=op.f("ck_requirement_range_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["capability_id"], ["capability.id"], name=op.f("fk_requirement_capability_id")
        ),
        sa.ForeignKeyConstraint(
            ["demand_id"], ["demand.id"], name=op.f("fk_requirement_demand_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["standard_id"], ["standard.id"], name=op.f("fk_requirement_standard_id")
        ),
        sa.ForeignKeyConstraint(
            ["typical_need_id"],
            ["typical_need.id"],
            name=op.f("fk_requirement_typical_need_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement")),
    )
    with op.batch_alter_table("requirement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_requirement_capability_id"), ["capability_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_requirement_demand_id"), ["demand_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_requirement_standard_id"), ["standard_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_requirement_typical_need_id"), ["typical_need_id"], unique=False
        )



def downgrade() -> None:
    with op.batch_alter_table("requirement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_requirement_typical_need_id"))
        batch_op.drop_index(batch_op.f("ix_requirement_standard_id"))
        batch_op.drop_index(batch_op.f("ix_requirement_demand_id"))
        batch_op.drop_index(batch_op.f("ix_requirement_capability_id"))

    op.drop_table("requirement")
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_promise_standard_id"))
        batch_op.drop_index(batch_op.f("ix_promise_offering_id"))
        batch_op.drop_index(batch_op.f("ix_promise_case_id"))
        batch_op.drop_index(batch_op.f("ix_promise_capability_id"))

    op.drop_table("promise")
    with op.batch_alter_table("offering_scene", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offering_scene_scene_id"))

    op.drop_table("offering_scene")
    with op.batch_alter_table("offering_region", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offering_region_region_code"))

    op.drop_table("offering_region")
    with op.batch_alter_table("offering_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offering_case_case_id"))

    op.drop_table("offering_case")
    with op.batch_alter_table("offering_capability", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offering_capability_capability_id"))

    op.drop_table("offering_capability")
    with op.batch_alter_table("demand_scene", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_demand_scene_scene_id"))

    op.drop_table("demand_scene")
    op.drop_table("typical_need")
    op.drop_table("standard_scene")
    op.drop_table("scene_capability")
    with op.batch_alter_table("provider_profile", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_provider_profile_type"))

    op.drop_table("provider_profile")
    with op.batch_alter_table("offering", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offering_state_sector_id_organisation_id"))
        batch_op.drop_index(
            batch_op.f("ix_offering_state_published_at_organisation_id_region_code")
        )
        batch_op.drop_index(batch_op.f("ix_offering_sector_id"))
        batch_op.drop_index(batch_op.f("ix_offering_region_code"))
        batch_op.drop_index(batch_op.f("ix_offering_organisation_id"))

    op.drop_table("offering")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_organisation_id"))

    op.drop_table("membership")
    with op.batch_alter_table("demand", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_demand_state"))
        batch_op.drop_index(batch_op.f("ix_demand_sector_id"))
        batch_op.drop_index(batch_op.f("ix_demand_region_code"))
        batch_op.drop_index(batch_op.f("ix_demand_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_demand_author_id"))

    op.drop_table("demand")
    with op.batch_alter_table("case_scene", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_scene_scene_id"))

    op.drop_table("case_scene")
    with op.batch_alter_table("case_part", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_part_organisation_id"))

    op.drop_table("case_part")
    with op.batch_alter_table("case_capability", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_capability_capability_id"))

    op.drop_table("case_capability")
    op.drop_table("standard_sector")
    op.drop_table("standard_capability")
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_session_account_id"))

    op.drop_table("sign_in_session")
    with op.batch_alter_table("scene", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scene_sector_id"))

    op.drop_table("scene")
    with op.batch_alter_table("project_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_case_sector_id"))
        batch_op.drop_index(batch_op.f("ix_project_case_region_code"))

    op.drop_table("project_case")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_region_code"))
        batch_op.drop_index(batch_op.f("ix_organisation_name"))

    op.drop_table("organisation")
    with op.batch_alter_table("one_time_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_one_time_link_account_id"))

    op.drop_table("one_time_link")
    op.drop_table("observation")
    op.drop_table("city_figure")
    with op.batch_alter_table("standard", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_standard_level"))

    op.drop_table("standard")
    op.drop_table("sector")
    with op.batch_alter_table("region", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_region_parent_code"))

    op.drop_table("region")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_done_at_run_at"))

    op.drop_table("outbox")
    op.drop_table("industry")
    with op.batch_alter_table("indicator", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_indicator_plan"))

    op.drop_table("indicator")
    with op.batch_alter_table("capability", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_capability_parent_id"))

    op.drop_table("capability")
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_event_subject_kind_subject_id"))
        batch_op.drop_index(batch_op.f("ix_audit_event_at"))
        batch_op.drop_index(batch_op.f("ix_audit_event_actor_id"))
        batch_op.drop_index(batch_op.f("ix_audit_event_action"))

    op.drop_table("audit_event")
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attempt_kind_key_at"))

    op.drop_table("attempt")
    op.drop_table("account")
