"""The store's version: made, brought up to date, or refused where it is newer than this program."""

import sqlite3
from contextlib import suppress
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from pipeline.errors import StoreError
from pipeline.store.engine import reading, writing

SCRIPTS = Path(__file__).resolve().parent / "migrations"
_VERSION = text("SELECT version_num FROM alembic_version")


def bring_up_to_date(engine: Engine, shown: str) -> None:
    """Makes the tables of an empty store, or changes those of an older one, in one transaction.

    StoreError where the store was written by a newer yosano, or is some other program's.
    """
    scripts = ScriptDirectory(str(SCRIPTS))
    head = scripts.get_current_head()
    known = {script.revision for script in scripts.walk_revisions()}
    with reading(engine, shown) as connection:
        if _version(connection, known, shown) == head:
            return
    if engine.dialect.name == "sqlite":
        _use_write_ahead_log(engine)
    with writing(engine, shown) as connection:
        # Another process may have done it while this one waited for its turn.
        before = _version(connection, known, shown)
        if before == head:
            return
        config = Config()
        config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    if before is not None and engine.dialect.name == "sqlite":
        _give_back_space(engine)


def _version(connection: Connection, known: set[str], shown: str) -> str | None:
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" not in tables:
        if tables:
            raise StoreError(f"{shown}: not a yosano store: it holds another program's tables")
        return None
    version = connection.execute(_VERSION).scalar_one_or_none()
    if version is not None and version not in known:
        raise StoreError(
            f"{shown}: written by a newer yosano (store version {version}); "
            "update yosano, nothing was changed"
        )
    return version


def _give_back_space(engine: Engine) -> None:
    """Makes the file as small as what is in it, where nobody else has it open and the disk allows.

    The store is as good without.
    """
    raw = engine.raw_connection()
    try:
        with suppress(sqlite3.Error):
            raw.cursor().execute("VACUUM")
    finally:
        raw.close()


def _use_write_ahead_log(engine: Engine) -> None:
    """Readers go on while one writes. Cannot be set inside a transaction; stays with the file.

    Rows of a kilobyte leave a quarter of the usual pages empty; larger ones are for a new file.
    """
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA page_size = 16384")
        raw.cursor().execute("PRAGMA journal_mode = WAL")
    finally:
        raw.close()
