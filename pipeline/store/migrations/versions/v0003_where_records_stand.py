"""Where each record stands in the budget, as columns; views of each thing once, and typed."""

import sqlalchemy as sa
from alembic import op

from models import RECORD, Document
from pipeline.store.rows import record_rows

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TEXTS = (
    "account",
    "direction",
    "table_kind",
    "level",
    "path",
    "title",
    "item",
    "subitem",
    "kind",
    "period",
)
_ADDED = (*_TEXTS, "supplement", "proved", "confidence")
_CHANGED = (*_ADDED, "phase", "repeats", "amount", "description")

_CURRENT = "d.superseded_by IS NULL AND d.rendering_of IS NULL"
# A bare COALESCE has no type in SQLite, and year = '2022', as web pages ask, would find nothing.
_YEAR = "CAST(COALESCE(r.year, d.year) AS INTEGER)"
_PHASE = "CAST(COALESCE(r.phase, d.phase) AS TEXT)"
_WHERE_IT_SAYS = "page, x0, top, x1, bottom, line, id, document"


def _once(columns: str, types: str, same: str) -> str:
    """Rows that say one thing once: the proved one, else of the document that came first.

    `same` are the columns in which documents that say one thing agree; a name that one document
    lists twice is two things.
    """
    return f"""
SELECT {columns}, file_name, {_WHERE_IT_SAYS},
       CAST(COUNT(*) OVER (PARTITION BY {same}, occurrence) AS INTEGER) AS documents,
       ROW_NUMBER() OVER (
           PARTITION BY {same}, occurrence
           ORDER BY CASE WHEN proved = 1 THEN 0 ELSE 1 END, number, position
       ) AS place
FROM (
    SELECT d.issuer, {_YEAR} AS year, {_PHASE} AS phase, d.file_name, d.number,
           r.supplement, r.type, r.position, r.name, r.name_key, r.department, r.code, r.mark,
           r.account, r.direction, r.table_kind, r.level, r.path, r.title, r.item, r.subitem,
           r.amount, r.prior_amount, r.change, r.proved, r.confidence, r.description, r.section,
           r.page, r.x0, r.top, r.x1, r.bottom, r.line, r.id, r.document,
           ROW_NUMBER() OVER (
               PARTITION BY r.document, r.type, r.year, r.phase, r.account, r.direction,
                            r.level, r.path, r.department, r.name_key, r.amount
               ORDER BY r.position
           ) AS occurrence
    FROM records r JOIN documents d ON d.sha256 = r.document
    WHERE {_CURRENT} AND r.repeats = 0 AND r.type IN ({types})
) AS said"""


_PROJECT_COLUMNS = (
    "issuer, year, phase, supplement, name, department, amount, prior_amount, change, "
    "account, direction, title, item, subitem, path, table_kind, level, mark, code, "
    "proved, confidence, description, type, name_key"
)
_LINE_COLUMNS = (
    "issuer, year, phase, supplement, account, direction, level, title, item, subitem, path, name, "
    "code, amount, prior_amount, change, table_kind, proved, confidence"
)
_PROJECTS = f"""
CREATE VIEW projects AS
SELECT {_PROJECT_COLUMNS}, documents, file_name, {_WHERE_IT_SAYS} FROM (
{
    _once(
        _PROJECT_COLUMNS,
        "'budget_item', 'regional_project', 'initiative', 'bureau_proposal'",
        "issuer, year, phase, supplement, direction, department, name_key, amount",
    )
}
) AS placed WHERE place = 1
"""
_LINES = f"""
CREATE VIEW statement_lines AS
SELECT {_LINE_COLUMNS}, documents, file_name, {_WHERE_IT_SAYS} FROM (
{
    _once(
        _LINE_COLUMNS,
        "'budget_statement_line'",
        "issuer, year, phase, supplement, account, direction, table_kind, level, path, name_key, "
        "amount",
    )
}
) AS placed WHERE place = 1
"""
# Where documents of a year differ, both amounts are given and not one of them.
_AMOUNTS = """
CREATE VIEW amounts_by_year AS
SELECT issuer, MIN(name) AS name, name_key, department, year, phase,
       CAST(MAX(amount) AS BIGINT) AS amount, CAST(MIN(amount) AS BIGINT) AS least_amount,
       CAST(MAX(prior_amount) AS BIGINT) AS prior_amount, CAST(COUNT(*) AS INTEGER) AS documents
FROM (
    SELECT d.issuer, MIN(r.name) AS name, r.name_key, COALESCE(r.department, '') AS department,
           CAST(COALESCE(r.year, d.year) AS INTEGER) AS year,
           CAST(COALESCE(r.phase, d.phase) AS TEXT) AS phase,
           CAST(SUM(r.amount) AS BIGINT) AS amount,
           CAST(SUM(r.prior_amount) AS BIGINT) AS prior_amount
    FROM records r JOIN documents d ON d.sha256 = r.document
    WHERE d.superseded_by IS NULL AND d.rendering_of IS NULL AND r.repeats = 0
      AND r.amount IS NOT NULL AND r.type IN ('budget_item', 'regional_project')
    GROUP BY d.sha256, d.issuer, r.name_key, COALESCE(r.department, ''),
             COALESCE(r.year, d.year), COALESCE(r.phase, d.phase)
) AS of_document
GROUP BY issuer, name_key, department, year, phase
"""
_COMMITMENTS = f"""
CREATE VIEW commitments AS
SELECT d.issuer, {_YEAR} AS year, {_PHASE} AS phase, r.name, r.kind, r.department, r.period,
       r.amount AS limit_amount, r.description AS reason, r.account, r.proved, r.confidence,
       d.file_name, {", ".join(f"r.{each}" for each in _WHERE_IT_SAYS.split(", "))}
FROM records r JOIN documents d ON d.sha256 = r.document
WHERE {_CURRENT} AND r.type = 'commitment'
"""


def upgrade() -> None:
    """Adds the columns, fills them for what is kept, and makes the views anew."""
    for view in ("projects", "amounts_by_year"):
        op.execute(f"DROP VIEW {view}")
    for name in _TEXTS:
        op.add_column("records", sa.Column(name, sa.Text))
    op.add_column("records", sa.Column("supplement", sa.Integer))
    op.add_column("records", sa.Column("proved", sa.SmallInteger))
    op.add_column("records", sa.Column("confidence", sa.Float))
    _fill(op.get_bind())
    for view in (_PROJECTS, _LINES, _AMOUNTS, _COMMITMENTS):
        op.execute(view)


def _fill(connection: sa.Connection) -> None:
    cards = connection.execute(sa.text("SELECT json FROM documents ORDER BY number")).scalars()
    update = sa.text(
        f"UPDATE records SET {', '.join(f'{name} = :{name}' for name in _CHANGED)} "
        "WHERE document = :document AND position = :position"
    )
    query = sa.text("SELECT json FROM records WHERE document = :document ORDER BY position")
    for card in list(cards):
        document = Document.model_validate_json(card)
        lines = connection.execute(query, {"document": document.sha256}).scalars()
        rows = list(record_rows(document, [RECORD.validate_json(line) for line in lines]))
        if rows:
            connection.execute(update, rows)
