"""Life of offerings and cases."""

import sqlalchemy as sa
from alembic import op

import matchmaker.db as types

revision = "3eb09f6ea474"
down_revision = "bbba21cdf4f9"
branch_labels = None
depends_on = None

RULES = {
    "offeringstate": "state IN ('draft', 'submitted', 'published', 'withdrawn', 'archived')",
    "published_has_date": "state NOT IN ('published', 'withdrawn') OR published_at IS NOT NULL",
    "submitted_has_date": "(state = 'submitted') = (submitted_at IS NOT NULL)",
    "archived_has_date": "(state = 'archived') = (archived_at IS NOT NULL)",
}
FORMER_RULES = {
    "offeringstate": "state IN ('draft', 'published', 'withdrawn')",
    "published_has_date": "state = 'draft' OR published_at IS NOT NULL",
}
CASE_RULES = {
    "days_in_order": "started_on IS NULL OR finished_on >= started_on",
    "submitted_has_date": "(state = 'submitted') = (submitted_at IS NOT NULL)",
    "withdrawn_has_date": "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)",
    "sourced_is_published": "(organisation_id IS NULL) = (consent IS NULL)"
    " AND (organisation_id IS NOT NULL OR state = 'published')",
}


def upgrade() -> None:
    op.create_table(
        "case_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
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
        sa.Column("what", sa.String(length=80), nullable=False),
        sa.Column("before", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("after", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("measured_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["project_case.id"],
            name=op.f("fk_case_figure_case_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_figure")),
    )
    with op.batch_alter_table("case_figure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_figure_case_id"), ["case_id"], unique=False)

    op.create_table(
        "case_partner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["project_case.id"],
            name=op.f("fk_case_partner_case_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_partner")),
    )
    with op.batch_alter_table("case_partner", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_partner_case_id"), ["case_id"], unique=False)

    op.create_table(
        "offering_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("reviewed_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["account.id"], name=op.f("fk_offering_version_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["offering_id"],
            ["offering.id"],
            name=op.f("fk_offering_version_offering_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["account.id"], name=op.f("fk_offering_version_reviewer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offering_version")),
        sa.UniqueConstraint(
            "offering_id", "number", name=op.f("uq_offering_version_offering_id_number")
        ),
    )
    with op.batch_alter_table("offering_version", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_offering_version_reviewed_at"), ["reviewed_at"], unique=False
        )

    op.create_table(
        "offering_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
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
            ["attachment_id"], ["attachment.id"], name=op.f("fk_offering_file_attachment_id")
        ),
        sa.ForeignKeyConstraint(
            ["offering_id"],
            ["offering.id"],
            name=op.f("fk_offering_file_offering_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offering_file")),
        sa.UniqueConstraint(
            "offering_id",
            "attachment_id",
            name=op.f("uq_offering_file_offering_id_attachment_id"),
        ),
    )
    with op.batch_alter_table("offering_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_offering_file_attachment_id"), ["attachment_id"], unique=False
        )

    with op.batch_alter_table("offering", schema=None) as batch_op:
        for name in ("offeringstate", "published_has_date"):
            batch_op.drop_constraint(op.f(f"ck_offering_{name}"), type_="check")
        batch_op.add_column(
            sa.Column("submitted_at", types.UTCDateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(
            sa.Column("archived_at", types.UTCDateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(
            sa.Column(
                "price_model",
                sa.Enum(
                    "one-off",
                    "subscription",
                    "usage",
                    "share",
                    "negotiable",
                    name="pricemodel",
                    native_enum=False,
                    create_constraint=True,
                    length=24,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(
            sa.Column("is_light", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.create_index(
            batch_op.f("ix_offering_state_submitted_at"), ["state", "submitted_at"], unique=False
        )
        for name, rule in RULES.items():
            batch_op.create_check_constraint(op.f(f"ck_offering_{name}"), rule)

    with op.batch_alter_table("project_case", schema=None) as batch_op:
        batch_op.add_column(sa.Column("organisation_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "state",
                sa.Enum(
                    "draft",
                    "submitted",
                    "published",
                    "withdrawn",
                    name="casestate",
                    native_enum=False,
                    create_constraint=True,
                    length=24,
                ),
                nullable=False,
                server_default="published",
            )
        )
        batch_op.add_column(
            sa.Column("submitted_at", types.UTCDateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(
            sa.Column("published_at", types.UTCDateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(
            sa.Column("withdrawn_at", types.UTCDateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(
            sa.Column(
                "consent",
                sa.Enum(
                    "named",
                    "anonymous",
                    name="clientconsent",
                    native_enum=False,
                    create_constraint=True,
                    length=24,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(
            sa.Column("client_name", sa.String(length=200), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("consent_file_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_project_case_consent_file_id"),
            "attachment",
            ["consent_file_id"],
            ["id"],
        )
        batch_op.add_column(sa.Column("started_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("finished_on", sa.Date(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_project_case_organisation_id_state"),
            ["organisation_id", "state"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_project_case_state_submitted_at"),
            ["state", "submitted_at"],
            unique=False,
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_project_case_organisation_id"),
            "organisation",
            ["organisation_id"],
            ["id"],
        )
        for name, rule in CASE_RULES.items():
            batch_op.create_check_constraint(op.f(f"ck_project_case_{name}"), rule)


def downgrade() -> None:
    _leave_what_was_unknown_before()
    with op.batch_alter_table("offering_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offering_file_attachment_id"))

    op.drop_table("offering_file")
    with op.batch_alter_table("project_case", schema=None) as batch_op:
        for name in (*CASE_RULES, "casestate", "clientconsent"):
            batch_op.drop_constraint(op.f(f"ck_project_case_{name}"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_project_case_organisation_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_project_case_state_submitted_at"))
        batch_op.drop_index(batch_op.f("ix_project_case_organisation_id_state"))
        batch_op.drop_column("finished_on")
        batch_op.drop_column("started_on")
        batch_op.drop_constraint(batch_op.f("fk_project_case_consent_file_id"), type_="foreignkey")
        batch_op.drop_column("consent_file_id")
        batch_op.drop_column("client_name")
        batch_op.drop_column("consent")
        batch_op.drop_column("withdrawn_at")
        batch_op.drop_column("published_at")
        batch_op.drop_column("submitted_at")
        batch_op.drop_column("state")
        batch_op.drop_column("organisation_id")

    with op.batch_alter_table("offering", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offering_state_submitted_at"))
        for name in (*RULES, "pricemodel"):
            batch_op.drop_constraint(op.f(f"ck_offering_{name}"), type_="check")
        batch_op.drop_column("is_light")
        batch_op.drop_column("price_model")
        batch_op.drop_column("archived_at")
        batch_op.drop_column("submitted_at")
        for name, rule in FORMER_RULES.items():
            batch_op.create_check_constraint(op.f(f"ck_offering_{name}"), rule)

    with op.batch_alter_table("offering_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offering_version_reviewed_at"))

    op.drop_table("offering_version")
    with op.batch_alter_table("case_partner", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_partner_case_id"))

    op.drop_table("case_partner")
    with op.batch_alter_table("case_figure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_figure_case_id"))

    op.drop_table("case_figure")


def _leave_what_was_unknown_before() -> None:
    """What waits for staff becomes a draft again, what is archived counts as withdrawn."""
    op.execute("UPDATE offering SET state = 'draft', submitted_at = NULL WHERE state = 'submitted'")
    op.execute(
        "UPDATE offering SET state = 'draft', archived_at = NULL"
        " WHERE state = 'archived' AND published_at IS NULL"
    )
    op.execute(
        "UPDATE offering SET state = 'withdrawn', withdrawn_at = archived_at, archived_at = NULL"
        " WHERE state = 'archived'"
    )
    unpublished = "SELECT id FROM project_case WHERE state <> 'published'"
    for table in ("case_part", "case_effect", "case_scene", "case_capability"):
        op.execute(f"DELETE FROM {table} WHERE case_id IN ({unpublished})")  # noqa: S608 - our names
    op.execute("DELETE FROM project_case WHERE state <> 'published'")
