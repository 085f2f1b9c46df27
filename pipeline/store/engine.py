"""Connections to a store, and its errors in one line each."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import NullPool

from pipeline.errors import MissingToolError, StoreError
from pipeline.extras import install

DEFAULT_STORE = "sqlite:///outputs/yosano.db"
_SUFFIXES = (".db", ".sqlite", ".sqlite3")
_ALLOWED = "there are FILE.db, sqlite:///FILE and postgresql://HOST/DATABASE"
_WRITES = "yosano_writes"
_POSTGRES = ("postgresql", "postgres", "postgresql+psycopg")


def parse_url(text: str) -> URL:
    """A store's address, or an SQLite file that is there or has the name of one.

    StoreError for what is neither: a slip would begin an empty store under its name.
    """
    if "://" not in text:
        if not text.lower().endswith(_SUFFIXES) and not Path(text).is_file():
            raise StoreError(f"{text}: not a store's address; {_ALLOWED}")
        return URL.create("sqlite", database=text)
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise StoreError(f"{text}: not a store's address; {_ALLOWED}") from error
    if url.drivername in _POSTGRES:
        return url.set(drivername="postgresql+psycopg")
    if url.drivername not in ("sqlite", "sqlite+pysqlite"):
        raise StoreError(f"{url.drivername}: no such kind of store; {_ALLOWED}")
    if url.host:
        raise StoreError(f"{text}: a file takes three slashes; {_ALLOWED}")
    return url


def connect(url: URL, *, wait: float) -> Engine:
    """An engine whose writers wait for each other, `wait` seconds at the most."""
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, wait=wait)
    try:
        engine = create_engine(
            url,
            poolclass=NullPool,
            connect_args={"options": f"-c lock_timeout={int(wait * 1000)}", "connect_timeout": 10},
        )
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise MissingToolError(
            f"PostgreSQL stores need the extra `scale`: {install('scale')}"
        ) from error
    return engine


def _sqlite(url: URL, *, wait: float) -> Engine:
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": wait})

    # Python's sqlite3 would begin transactions by itself, and only where a row is written:
    # schema changes would stand outside, and two writers could both read before they write.
    @event.listens_for(engine, "connect")
    def _on_connect(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA cache_size = -65536")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@contextmanager
def writing(engine: Engine, shown: str) -> Iterator[Connection]:
    """One transaction that writes: all of it is kept or nothing."""
    with saying(shown), engine.connect() as connection:
        connection = connection.execution_options(**{_WRITES: True})
        with connection.begin():
            if engine.dialect.name == "postgresql":
                # Writers come one after the other, so that none misses what another just kept.
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7961736)")
            yield connection


@contextmanager
def reading(engine: Engine, shown: str) -> Iterator[Connection]:
    """One transaction that reads: it sees the store as it was when it began."""
    with saying(shown), engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


def shown_url(url: URL) -> str:
    """The store as messages name it: without a password."""
    return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string()


def file_of(url: URL) -> Path | None:
    """The store's file; null where it is on a server or in memory."""
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return None
    return Path(str(url.database))


@contextmanager
def saying(shown: str) -> Iterator[None]:
    """Turns trouble with the database or its rows into a StoreError that says what to do."""
    try:
        yield
    except ValidationError as error:
        raise StoreError(
            f"{shown}: a row was changed and cannot be read; "
            "`yosano check --store` names all such rows"
        ) from error
    except (DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        raise StoreError(f"{shown}: {_explain(cause)}") from error


def _explain(cause: BaseException | None) -> str:
    text = " ".join(str(cause).split())
    low = text.lower()
    if "disk is full" in low or "no space left" in low or "disk i/o error" in low:
        return f"the disk is full or cannot be written ({text}); what was finished is kept"
    if "database is locked" in low or "lock timeout" in low:
        return "locked by another program; what was finished is kept: try again when it is done"
    if "unable to open" in low:
        return "cannot be opened: does its folder exist, and may it be written?"
    if "readonly" in low:
        return "cannot be written: the file or its folder is read-only"
    if "not a database" in low or "malformed" in low:
        return f"not a yosano store, or damaged ({text})"
    if "connection" in low and ("refused" in low or "failed" in low or "timeout" in low):
        return f"the server does not answer ({text[:160]})"
    return f"the store refused: {text[:200]}"
