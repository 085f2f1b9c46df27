"""Documents, their records, leftovers and issues; search; views for people."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# What stands: not superseded, and not another rendering of what already counts.
_CURRENT = "d.superseded_by IS NULL AND d.rendering_of IS NULL"

_PROJECTS = f"""
CREATE VIEW projects AS
SELECT d.issuer, COALESCE(r.year, d.year) AS year, COALESCE(r.phase, d.phase, 'initial') AS phase,
       r.type, r.name, r.department, r.code, r.mark, r.amount, r.prior_amount, r.change,
       r.description, r.section, d.file_name, r.page, r.id, r.document
FROM records r JOIN documents d ON d.sha256 = r.document
WHERE {_CURRENT} AND r.repeats = 0
  AND r.type IN ('budget_item', 'regional_project', 'initiative', 'bureau_proposal')
"""

# A project that several documents of a year list is not added up over them.
_AMOUNTS = f"""
CREATE VIEW amounts_by_year AS
SELECT issuer, MIN(name) AS name, name_key, department, year, phase,
       MAX(amount) AS amount, MAX(prior_amount) AS prior_amount, COUNT(*) AS documents
FROM (
    SELECT d.issuer, MIN(r.name) AS name, r.name_key, COALESCE(r.department, '') AS department,
           COALESCE(r.year, d.year) AS year, COALESCE(r.phase, d.phase, 'initial') AS phase,
           CAST(SUM(r.amount) AS BIGINT) AS amount,
           CAST(SUM(r.prior_amount) AS BIGINT) AS prior_amount
    FROM records r JOIN documents d ON d.sha256 = r.document
    WHERE {_CURRENT} AND r.repeats = 0 AND r.amount IS NOT NULL
      AND r.type IN ('budget_item', 'regional_project')
    GROUP BY d.sha256, d.issuer, r.name_key, COALESCE(r.department, ''),
             COALESCE(r.year, d.year), COALESCE(r.phase, d.phase, 'initial')
) AS of_document
GROUP BY issuer, name_key, department, year, phase
"""


def _value(role: str, column: str) -> str:
    return (
        f"(SELECT v.{column} FROM indicator_values v WHERE v.document = r.document "
        f"AND v.position = r.position AND v.role = '{role}' "
        "ORDER BY v.year DESC, v.number DESC LIMIT 1)"
    )


def _actual(column: str) -> str:
    return (
        f"(SELECT v.{column} FROM indicator_values v WHERE v.document = r.document "
        "AND v.position = r.position AND v.role = 'actual' AND v.value IS NOT NULL "
        "ORDER BY v.year DESC, v.number DESC LIMIT 1)"
    )


_INDICATORS = f"""
CREATE VIEW indicators AS
SELECT d.issuer, d.year AS document_year, r.type, r.name, {_value("target", "unit")} AS unit,
       {_value("baseline", "value")} AS baseline, {_value("baseline", "year")} AS baseline_year,
       {_value("target", "value")} AS target, {_value("target", "year")} AS target_year,
       {_value("revised_target", "value")} AS revised_target,
       {_value("revised_target", "year")} AS revised_target_year,
       {_actual("value")} AS latest, {_actual("year")} AS latest_year,
       {_actual("progress_percent")} AS progress_percent,
       r.section, d.file_name, r.page, r.id, r.document
FROM records r JOIN documents d ON d.sha256 = r.document
WHERE {_CURRENT} AND r.type IN ('indicator', 'target')
"""

# Trigrams find Japanese words inside names, which have no spaces between them.
_SEARCH = (
    "CREATE VIRTUAL TABLE records_search USING fts5("
    "name, description, content='records', content_rowid='number', tokenize='trigram')",
    "CREATE TRIGGER records_added AFTER INSERT ON records BEGIN "
    "INSERT INTO records_search(rowid, name, description) "
    "VALUES (new.number, new.name, new.description); END",
    "CREATE TRIGGER records_removed AFTER DELETE ON records BEGIN "
    "INSERT INTO records_search(records_search, rowid, name, description) "
    "VALUES ('delete', old.number, old.name, old.description); END",
    "CREATE TRIGGER records_changed AFTER UPDATE OF name, description ON records BEGIN "
    "INSERT INTO records_search(records_search, rowid, name, description) "
    "VALUES ('delete', old.number, old.name, old.description); "
    "INSERT INTO records_search(rowid, name, description) "
    "VALUES (new.number, new.name, new.description); END",
)


def upgrade() -> None:
    """Makes everything."""
    _make_documents()
    _make_records()
    _make_findings()
    for view in (_PROJECTS, _AMOUNTS, _INDICATORS):
        op.execute(view)
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        for statement in _SEARCH:
            op.execute(statement)
    else:
        _index_trigrams(connection)


def _document() -> "sa.Column[str]":
    return sa.Column(
        "document",
        sa.Text,
        sa.ForeignKey("documents.sha256", ondelete="CASCADE"),
        nullable=False,
    )


def _make_documents() -> None:
    op.create_table(
        "documents",
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("number", _NUMBER, nullable=False, unique=True),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("format", sa.Text, nullable=False),
        sa.Column("issuer", sa.Text),
        sa.Column("title", sa.Text),
        sa.Column("year", sa.Integer),
        sa.Column("phase", sa.Text),
        sa.Column("kind", sa.Text),
        sa.Column("page_count", sa.Integer, nullable=False),
        sa.Column("superseded_by", sa.Text),
        sa.Column("rendering_of", sa.Text),
        sa.Column("json", sa.Text, nullable=False),
    )
    op.create_index("documents_issuer_year", "documents", ["issuer", "year"])


def _make_records() -> None:
    op.create_table(
        "records",
        sa.Column("number", _NUMBER, primary_key=True),
        _document(),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("page", sa.Integer, nullable=False),
        sa.Column("x0", sa.Float),
        sa.Column("top", sa.Float),
        sa.Column("x1", sa.Float),
        sa.Column("bottom", sa.Float),
        sa.Column("line", sa.Integer),
        sa.Column("section", sa.Text, nullable=False),
        sa.Column("name", sa.Text),
        sa.Column("name_key", sa.Text),
        sa.Column("description", sa.Text),
        sa.Column("mark", sa.Text),
        sa.Column("repeats", sa.SmallInteger, nullable=False),
        sa.Column("department", sa.Text),
        sa.Column("code", sa.Text),
        sa.Column("year", sa.Integer),
        sa.Column("phase", sa.Text),
        sa.Column("amount", sa.BigInteger),
        sa.Column("prior_amount", sa.BigInteger),
        sa.Column("change", sa.BigInteger),
        sa.Column("json", sa.Text, nullable=False),
        sa.UniqueConstraint("document", "position"),
    )
    op.create_index("records_id", "records", ["id"])
    op.create_index("records_type", "records", ["type"])
    op.create_index("records_name_key", "records", ["name_key"])
    op.create_table(
        "indicator_values",
        sa.Column("number", _NUMBER, primary_key=True),
        _document(),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("year", sa.Integer),
        sa.Column("value", sa.Float),
        sa.Column("unit", sa.Text),
        sa.Column("text", sa.Text),
        sa.Column("progress_percent", sa.Float),
    )
    op.create_index("indicator_values_record", "indicator_values", ["document", "position"])


def _make_findings() -> None:
    op.create_table(
        "leftovers",
        sa.Column("number", _NUMBER, primary_key=True),
        _document(),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("page", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("json", sa.Text, nullable=False),
        sa.UniqueConstraint("document", "position"),
    )
    op.create_table(
        "issues",
        sa.Column("number", _NUMBER, primary_key=True),
        _document(),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("page", sa.Integer),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("severity", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("json", sa.Text, nullable=False),
        sa.UniqueConstraint("document", "position"),
    )


def _index_trigrams(connection: sa.Connection) -> None:
    """Trigram indexes where the server has pg_trgm and lets us use it; without, search scans."""
    known = sa.text("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'")
    if connection.execute(known).scalar() is None:
        return
    try:
        with connection.begin_nested():
            connection.execute(sa.text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
    except sa.exc.ProgrammingError:
        return
    for column in ("name", "description"):
        op.execute(
            f"CREATE INDEX records_{column}_trigrams ON records USING gin ({column} gin_trgm_ops)"
        )
