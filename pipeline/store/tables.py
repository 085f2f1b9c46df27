"""The tables of a store: `store.py` reads and writes them, the migrations say how they came to be.

What a record is made of is kept as its JSON, packed (`packed.py`); the columns beside it are what
people and queries ask for.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)

from pipeline.store.packed import Packed

METADATA = MetaData()

# SQLite gives numbers by itself only to a column that is INTEGER to the letter.
_NUMBER = BigInteger().with_variant(Integer(), "sqlite")


def _document() -> Column[str]:
    return Column(
        "document", Text, ForeignKey("documents.sha256", ondelete="CASCADE"), nullable=False
    )


DOCUMENTS = Table(
    "documents",
    METADATA,
    Column("sha256", Text, primary_key=True),
    Column("number", _NUMBER, nullable=False, unique=True),  # the order of arrival
    Column("file_name", Text, nullable=False),
    Column("format", Text, nullable=False),  # pdf or text
    Column("issuer", Text),
    Column("title", Text),
    Column("year", Integer),  # the document's fiscal year
    Column("phase", Text),
    Column("kind", Text),
    Column("page_count", Integer, nullable=False),
    Column("superseded_by", Text),  # the newer version of the same document
    Column("rendering_of", Text),  # the same version in the format that is preferred
    Column("json", Text, nullable=False),
    Column("digest", Text),  # of the row
)
Index("documents_issuer_year", DOCUMENTS.c.issuer, DOCUMENTS.c.year)

RECORDS = Table(
    "records",
    METADATA,
    Column("number", _NUMBER, primary_key=True),
    _document(),
    Column("position", Integer, nullable=False),  # reading order, from 0
    Column("id", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("page", Integer, nullable=False),
    Column("x0", Float),
    Column("top", Float),
    Column("x1", Float),
    Column("bottom", Float),
    Column("line", Integer),  # for text input
    Column("section", Text, nullable=False),
    Column("name", Text),
    Column("name_key", Text),
    Column("description", Text),
    Column("mark", Text),
    Column("repeats", SmallInteger, nullable=False),  # 1: another record says it (再掲, 同上)
    Column("department", Text),
    Column("code", Text),
    Column("year", Integer),  # of the amount
    Column("phase", Text),
    Column("amount", BigInteger),  # yen
    Column("prior_amount", BigInteger),  # yen, as this document prints it
    Column("change", BigInteger),  # yen
    # Where the record stands in its document's budget (`standing.py`).
    Column("account", Text),
    Column("direction", Text),
    Column("supplement", Integer),  # the number of a 補正予算
    Column("table_kind", Text),  # statement, nature, sources, explained, projects, selected, other
    Column("level", Text),
    Column("path", Text),  # what it stands under, joined by " > "
    Column("title", Text),  # 款, 項 and 目, the line's own name among them
    Column("item", Text),
    Column("subitem", Text),
    Column("kind", Text),  # of a commitment, and its period as printed
    Column("period", Text),
    Column("proved", SmallInteger),  # 1: identities prove the amount
    Column("confidence", Float),  # the probability that the amount is right
    Column("json", Packed, nullable=False),
    Column("digest", Text),  # of the row
    UniqueConstraint("document", "position"),
)
Index("records_id", RECORDS.c.id)
Index("records_type", RECORDS.c.type)
Index("records_name_key", RECORDS.c.name_key)
Index("records_amount", RECORDS.c.amount)
Index("records_prior_amount", RECORDS.c.prior_amount)
Index("records_department", RECORDS.c.department)
Index("records_section", RECORDS.c.section)

INDICATOR_VALUES = Table(
    "indicator_values",
    METADATA,
    Column("number", _NUMBER, primary_key=True),
    _document(),
    Column("position", Integer, nullable=False),  # the record's
    Column("role", Text, nullable=False),  # baseline, target, revised_target, actual
    Column("year", Integer),
    Column("value", Float),
    Column("unit", Text),
    Column("text", Text),
    Column("progress_percent", Float),
    Column("digest", Text),
)
Index("indicator_values_record", INDICATOR_VALUES.c.document, INDICATOR_VALUES.c.position)

LEFTOVERS = Table(
    "leftovers",
    METADATA,
    Column("number", _NUMBER, primary_key=True),
    _document(),
    Column("position", Integer, nullable=False),
    Column("page", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("json", Packed, nullable=False),
    Column("digest", Text),  # of the row
    UniqueConstraint("document", "position"),
)

ISSUES = Table(
    "issues",
    METADATA,
    Column("number", _NUMBER, primary_key=True),
    _document(),
    Column("position", Integer, nullable=False),
    Column("page", Integer),
    Column("code", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("json", Packed, nullable=False),
    Column("digest", Text),  # of the row
    UniqueConstraint("document", "position"),
)

# Lines that are only ever added; a correction outlives whatever becomes of the document's rows.
CORRECTIONS = Table(
    "corrections",
    METADATA,
    Column("number", _NUMBER, primary_key=True),  # the order in which they were written
    Column("document", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("json", Text, nullable=False),
    UniqueConstraint("document", "id"),
)
