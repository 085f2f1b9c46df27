"""A checksum beside each row, so that a row that was changed is found and named.

A later migration that changes columns of these tables has to make the checksums anew.
"""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_KEYS = {
    "documents": "sha256",
    "records": "number",
    "indicator_values": "number",
    "leftovers": "number",
    "issues": "number",
}
_APART = frozenset({"number", "superseded_by", "rendering_of", "digest"})
_AT_A_TIME = 10_000


def upgrade() -> None:
    """Adds the column and fills it from what is there."""
    connection = op.get_bind()
    for name, key in _KEYS.items():
        op.add_column(name, sa.Column("digest", sa.Text()))
        table = sa.Table(name, sa.MetaData(), autoload_with=connection)
        change = (
            sa.update(table)
            .where(table.c[key] == sa.bindparam("row"))
            .values(digest=sa.bindparam("said"))
        )
        rows = connection.execute(sa.select(table)).mappings()
        while some := rows.fetchmany(_AT_A_TIME):
            connection.execute(change, [{"row": row[key], "said": _digest(row)} for row in some])


def _digest(row: sa.RowMapping) -> str:
    # As it was when this version was made: a migration does not change with the program.
    kept = {name: _whole(value) for name, value in row.items() if name not in _APART}
    line = json.dumps(kept, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _whole(value: object) -> object:
    """A number alike in all columns: databases give 5 back as 5.0 where others are fractions."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
