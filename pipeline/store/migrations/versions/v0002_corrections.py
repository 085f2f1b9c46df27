"""What people have corrected: lines that are only ever added."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    # No foreign key: a correction outlives whatever becomes of the document's rows.
    op.create_table(
        "corrections",
        sa.Column("number", _NUMBER, primary_key=True),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("json", sa.Text, nullable=False),
        sa.UniqueConstraint("document", "id"),
    )
