"""Sizes of firms, and the figures they come from."""

import sqlalchemy as sa
from alembic import op

revision = "e5f8929f42a3"
down_revision = "d26c7cac1095"
branch_labels = None
depends_on = None

INDUSTRIES = (
    "farming", "manufacturing", "construction", "wholesale", "retail", "transport", "storage",
    "post", "lodging", "catering", "information", "software", "property", "property-service",
    "leasing", "other",
)  # fmt: skip
SIZES = ("large", "medium", "small", "micro")


def _enum(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    with op.batch_alter_table("organisation") as batch_op:
        batch_op.add_column(
            sa.Column("size_industry", _enum("sizeindustry", INDUSTRIES), nullable=True)
        )
        batch_op.add_column(sa.Column("employees", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("revenue_wan", sa.Numeric(12, 2), nullable=True))
        batch_op.add_column(sa.Column("assets_wan", sa.Numeric(12, 2), nullable=True))
        batch_op.add_column(sa.Column("size", _enum("firmsize", SIZES), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_organisation_employees_not_negative"), "employees >= 0"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_organisation_figures_not_negative"),
            "revenue_wan >= 0 AND assets_wan >= 0",
        )


def downgrade() -> None:
    with op.batch_alter_table("organisation") as batch_op:
        for name in ("figures_not_negative", "employees_not_negative", "firmsize", "sizeindustry"):
            batch_op.drop_constraint(batch_op.f(f"ck_organisation_{name}"), type_="check")
        for name in ("size", "assets_wan", "revenue_wan", "employees", "size_industry"):
            batch_op.drop_column(name)
