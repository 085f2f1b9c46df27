"""Indexes by which a project is followed over the years: its amount, and where it stands."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the indexes."""
    for column in ("amount", "prior_amount", "department", "section"):
        op.create_index(f"records_{column}", "records", [column])
