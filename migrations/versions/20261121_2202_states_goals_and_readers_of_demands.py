"""States, goals and readers of demands, and what was changed of them."""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

import matchmaker.db as types
from matchmaker import clock

revision = "7dc1c3f0b663"
down_revision = "8f1d0dc4f3cd"
branch_labels = None
depends_on = None


OLD_STATES = ("pasted", "draft", "open", "withdrawn", "notice")
STATES = ("pasted", "draft", "in-review", "open", "closed", "suspended", "notice")
OPEN_DAYS = timedelta(days=60)  # those that are open stay so as long as new ones
DEMAND = sa.table(
    "demand",
    sa.column("state"),
    sa.column("ends_on", sa.Date),
    sa.column("closes_on", sa.Date),
    sa.column("published_at", types.UTCDateTime(timezone=True)),
    sa.column("withdrawn_at", types.UTCDateTime(timezone=True)),
    sa.column("closed_at", types.UTCDateTime(timezone=True)),
    sa.column("suspended_at", types.UTCDateTime(timezone=True)),
    sa.column("close_reason"),
    sa.column("visibility"),
)
CHECKS = {
    "demandstate": f"state IN {STATES}",
    "open_has_organisation": (
        "state NOT IN ('in-review', 'open', 'closed', 'suspended') OR organisation_id IS NOT NULL"
    ),
    "in_review_has_date": "state <> 'in-review' OR submitted_at IS NOT NULL",
    "open_has_last_day": "state <> 'open' OR closes_on IS NOT NULL",
    "closed_has_date": "(state = 'closed') = (closed_at IS NOT NULL)",
    "closed_has_reason": "(state = 'closed') = (close_reason IS NOT NULL)",
    "suspended_has_date": "(state = 'suspended') = (suspended_at IS NOT NULL)",
}
OLD_CHECKS = {
    "demandstate": f"state IN {OLD_STATES}",
    "open_has_organisation": "state NOT IN ('open', 'withdrawn') OR organisation_id IS NOT NULL",
    "withdrawn_has_date": "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)",
}
ENUMS = ("visibility", "priority", "phase", "closereason")
COLUMNS = (
    "suspended_at", "close_words", "close_reason", "closed_at", "submitted_at", "closes_on",
    "phase", "priority", "visibility",
)  # fmt: skip


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    op.create_table(
        "demand_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("demand_id", sa.Integer(), nullable=False),
        sa.Column(
            "field",
            sa.Enum(
                "title",
                "text",
                "sector",
                "scenes",
                "place",
                "budget",
                "time",
                "closes-on",
                "requirements",
                "goals",
                "priority",
                "phase",
                "visibility",
                name="changedfield",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("at", types.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["demand_id"],
            ["demand.id"],
            name=op.f("fk_demand_change_demand_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_change")),
    )
    with op.batch_alter_table("demand_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_demand_change_demand_id"), ["demand_id"], unique=False)

    op.create_table(
        "demand_goal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("demand_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "economic",
                "production",
                "labour",
                "structure",
                "strategy",
                name="goalkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(length=80), nullable=False),
        sa.Column("from_figure", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("to_figure", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.CheckConstraint(
            "from_figure IS NULL OR to_figure IS NOT NULL", name=op.f("ck_demand_goal_from_has_to")
        ),
        sa.ForeignKeyConstraint(
            ["demand_id"], ["demand.id"], name=op.f("fk_demand_goal_demand_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_goal")),
        sa.UniqueConstraint("demand_id", "kind", name=op.f("uq_demand_goal_demand_id_kind")),
    )
    op.create_table(
        "demand_guest",
        sa.Column("demand_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("invited_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["demand_id"], ["demand.id"], name=op.f("fk_demand_guest_demand_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_demand_guest_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("demand_id", "organisation_id", name=op.f("pk_demand_guest")),
    )
    with op.batch_alter_table("demand_guest", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_demand_guest_organisation_id"), ["organisation_id"], unique=False
        )

    with op.batch_alter_table("demand") as batch_op:
        for name in OLD_CHECKS:
            batch_op.drop_constraint(batch_op.f(f"ck_demand_{name}"), type_="check")
        batch_op.add_column(
            sa.Column(
                "visibility",
                _enum("visibility", "public", "invited", "anonymous"),
                server_default="public",
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("priority", _enum("priority", "high", "medium", "low")))
        phases = _enum("phase", "planning", "pilot", "rollout", "upgrade")
        batch_op.add_column(sa.Column("phase", phases))
        batch_op.add_column(sa.Column("closes_on", sa.Date()))
        batch_op.add_column(sa.Column("submitted_at", types.UTCDateTime(timezone=True)))
        batch_op.add_column(sa.Column("closed_at", types.UTCDateTime(timezone=True)))
        reasons = _enum("closereason", "awarded", "none-suitable", "cancelled", "expired")
        batch_op.add_column(sa.Column("close_reason", reasons))
        batch_op.add_column(
            sa.Column("close_words", sa.String(500), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("suspended_at", types.UTCDateTime(timezone=True)))
        batch_op.create_index(batch_op.f("ix_demand_closes_on"), ["closes_on"])
    _close_withdrawn()
    with op.batch_alter_table("demand") as batch_op:
        batch_op.drop_column("withdrawn_at")
        for name, said in CHECKS.items():
            batch_op.create_check_constraint(batch_op.f(f"ck_demand_{name}"), said)


def _close_withdrawn() -> None:
    was_withdrawn, is_open = DEMAND.c.state == "withdrawn", DEMAND.c.state == "open"
    last = clock.today() + OPEN_DAYS
    has_end = DEMAND.c.ends_on < last
    connection = op.get_bind()
    connection.execute(
        sa.update(DEMAND)
        .where(was_withdrawn)
        .values(state="closed", closed_at=DEMAND.c.withdrawn_at, close_reason="cancelled")
    )
    connection.execute(sa.update(DEMAND).where(is_open, has_end).values(closes_on=DEMAND.c.ends_on))
    connection.execute(
        sa.update(DEMAND).where(is_open, DEMAND.c.closes_on.is_(None)).values(closes_on=last)
    )


def downgrade() -> None:
    with op.batch_alter_table("demand") as batch_op:
        for name in CHECKS:
            batch_op.drop_constraint(batch_op.f(f"ck_demand_{name}"), type_="check")
        batch_op.add_column(sa.Column("withdrawn_at", types.UTCDateTime(timezone=True)))
    _withdraw_closed()
    with op.batch_alter_table("demand") as batch_op:
        batch_op.drop_index(batch_op.f("ix_demand_closes_on"))
        for name in ENUMS:
            batch_op.drop_constraint(batch_op.f(f"ck_demand_{name}"), type_="check")
        for name in COLUMNS:
            batch_op.drop_column(name)
        for name, said in OLD_CHECKS.items():
            batch_op.create_check_constraint(batch_op.f(f"ck_demand_{name}"), said)
    op.drop_table("demand_guest")
    op.drop_table("demand_goal")
    op.drop_table("demand_change")


def _withdraw_closed() -> None:
    connection = op.get_bind()
    # What not everybody saw must not become public.
    is_hidden = sa.and_(DEMAND.c.state == "open", DEMAND.c.visibility != "public")
    for which, since in (
        (DEMAND.c.state == "closed", DEMAND.c.closed_at),
        (DEMAND.c.state == "suspended", DEMAND.c.suspended_at),
        (is_hidden, DEMAND.c.published_at),
    ):
        connection.execute(
            sa.update(DEMAND).where(which).values(state="withdrawn", withdrawn_at=since)
        )
    in_review = DEMAND.c.state == "in-review"
    connection.execute(sa.update(DEMAND).where(in_review).values(state="draft"))
