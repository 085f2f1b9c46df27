"""JSON of records, leftovers and issues is packed, to a third or a tenth of its size.

The text is the same, and so are the checksums of the rows.
"""

import zlib
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TABLES = ("records", "leftovers", "issues")
_AT_A_TIME = 10_000
# What 1 in front of packed bytes means is settled for all time; see `store/packed.py`.
_LINES = Path(__file__).resolve().parents[2] / "packing.jsonl"


def upgrade() -> None:
    """Packs what is there."""
    connection = op.get_bind()
    packing = zlib.compressobj(
        6, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, _LINES.read_bytes()
    )
    for name in _TABLES:
        if connection.dialect.name == "postgresql":
            op.alter_column(
                name,
                "json",
                type_=sa.LargeBinary(),
                postgresql_using="convert_to(json, 'UTF8')",
            )
        # SQLite keeps bytes as they are in a column of text; making the table anew for its name
        # would take the views and the index of words with it.
        table = sa.table(name, sa.column("number"), sa.column("json", sa.LargeBinary()))
        change = (
            sa.update(table)
            .where(table.c.number == sa.bindparam("row"))
            .values(json=sa.bindparam("packed", type_=sa.LargeBinary()))
        )
        last = 0
        while some := _after(connection, name, last):
            connection.execute(
                change, [{"row": number, "packed": _pack(packing, json)} for number, json in some]
            )
            last = some[-1][0]


def _after(connection: sa.Connection, name: str, last: int) -> list[tuple[int, bytes | str]]:
    """The next rows. They are changed while others are still to be read."""
    table = sa.table(name, sa.column("number"), sa.column("json"))
    query = sa.select(table).where(table.c.number > last).order_by(table.c.number)
    return [(row.number, row.json) for row in connection.execute(query.limit(_AT_A_TIME))]


def _pack(packing: "zlib._Compress", json: bytes | str) -> bytes:
    data = json.encode("utf-8", "surrogatepass") if isinstance(json, str) else bytes(json)
    packed = packing.copy()
    return b"\x01" + packed.compress(data) + packed.flush()
