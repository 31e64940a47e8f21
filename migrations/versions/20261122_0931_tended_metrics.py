"""What the site calls its metrics: a row for each."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

import matchmaker.db as types

revision = "96ccbf7a7197"
down_revision = "3c07741b4b1d"
branch_labels = None
depends_on = None


METRICS = (
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
)


def upgrade() -> None:
    op.create_table(
        "metric",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "key",
            sa.Enum(*METRICS, name="metric", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("name_zh", sa.String(length=40), nullable=False),
        sa.Column("name_en", sa.String(length=40), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("hint_zh", sa.String(length=200), nullable=False),
        sa.Column("hint_en", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("edited_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("retired_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_metric")),
        sa.UniqueConstraint("key", name=op.f("uq_metric_key")),
    )
    now = datetime.now(UTC)
    empty = {"name_zh": "", "name_en": "", "hint_zh": "", "hint_en": "", "reason": ""}
    rows = sa.table(
        "metric",
        sa.column("key", sa.String),
        *(sa.column(name, sa.String) for name in empty),
        sa.column("aliases", sa.JSON),
        sa.column("version", sa.Integer),
        sa.column("created_at", types.UTCDateTime),
        sa.column("updated_at", types.UTCDateTime),
    )
    made = {"aliases": [], "version": 1, "created_at": now, "updated_at": now}
    op.bulk_insert(rows, [{"key": key, **empty, **made} for key in METRICS])


def downgrade() -> None:
    op.drop_table("metric")
