"""Observations that staff add, correct and remove; definitions in English."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

import matchmaker.db as types

revision = "f827b5f03b53"
down_revision = "af757c1e86d1"
branch_labels = None
depends_on = None

BOUNDS = ("=", ">", ">=", "~")


def upgrade() -> None:
    with op.batch_alter_table("indicator") as batch:
        for name in ("target_text_en", "definition_en"):
            batch.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("indicator") as batch:
        for name in ("target_text_en", "definition_en"):
            batch.alter_column(name, existing_type=sa.Text(), server_default=None)
    with op.batch_alter_table("observation") as batch:
        batch.add_column(sa.Column("key", sa.String(length=420), nullable=True))
        batch.add_column(sa.Column("named", sa.String(length=200), nullable=True))
        batch.add_column(sa.Column("note_en", sa.Text(), nullable=True))
        batch.add_column(sa.Column("edited_at", types.UTCDateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("removed_at", types.UTCDateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("reason", sa.String(length=200), nullable=True))
        batch.add_column(sa.Column("version", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("updated_at", types.UTCDateTime(timezone=True), nullable=True))
    _name_what_the_seeds_hold()
    with op.batch_alter_table("observation") as batch:
        batch.alter_column("named", existing_type=sa.String(200), nullable=False)
        batch.alter_column("note_en", existing_type=sa.Text(), nullable=False)
        batch.alter_column("reason", existing_type=sa.String(200), nullable=False)
        batch.alter_column("version", existing_type=sa.Integer(), nullable=False)
        for name in ("created_at", "updated_at"):
            batch.alter_column(name, existing_type=types.UTCDateTime(timezone=True), nullable=False)
        batch.create_unique_constraint(op.f("uq_observation_key"), ["key"])
        batch.create_check_constraint(op.f("ck_observation_bound"), sa.column("op").in_(BOUNDS))


def downgrade() -> None:
    connection = op.get_bind()
    connection.execute(sa.text("DELETE FROM observation WHERE removed_at IS NOT NULL"))
    with op.batch_alter_table("observation") as batch:
        batch.drop_constraint(op.f("ck_observation_bound"), type_="check")
        batch.drop_constraint(op.f("uq_observation_key"), type_="unique")
        for name in (
            "updated_at",
            "created_at",
            "version",
            "reason",
            "removed_at",
            "edited_at",
            "note_en",
            "named",
            "key",
        ):
            batch.drop_column(name)
    with op.batch_alter_table("indicator") as batch:
        batch.drop_column("definition_en")
        batch.drop_column("target_text_en")


def _name_what_the_seeds_hold() -> None:
    """Until now every observation came from the seed files."""
    seen = sa.table(
        "observation",
        sa.column("id", sa.Integer),
        sa.column("indicator_id", sa.Integer),
        sa.column("as_of", sa.Date),
        sa.column("source", sa.String),
        sa.column("key", sa.String),
        sa.column("named", sa.String),
        sa.column("note_en", sa.Text),
        sa.column("reason", sa.String),
        sa.column("version", sa.Integer),
        sa.column("created_at", types.UTCDateTime(timezone=True)),
        sa.column("updated_at", types.UTCDateTime(timezone=True)),
    )
    of = sa.table("indicator", sa.column("id", sa.Integer), sa.column("slug", sa.String))
    connection = op.get_bind()
    now = datetime.now(UTC)
    rows = connection.execute(
        sa.select(seen.c.id, of.c.slug, seen.c.as_of, seen.c.source).join_from(
            seen, of, of.c.id == seen.c.indicator_id
        )
    ).all()
    for number, slug, day, source in rows:
        connection.execute(
            sa.update(seen)
            .where(seen.c.id == number)
            .values(
                key=f"{slug}/{day.isoformat()}/{source}",
                named="",
                note_en="",
                reason="",
                version=1,
                created_at=now,
                updated_at=now,
            )
        )
