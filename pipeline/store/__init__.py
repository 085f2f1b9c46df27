"""Every document that was read, kept: SQLite by default, PostgreSQL by URL."""

from pipeline.store.engine import DEFAULT_STORE
from pipeline.store.placed import Around, Placed
from pipeline.store.store import Hit, Kept, Shelf, Store, open_store

__all__ = ["DEFAULT_STORE", "Around", "Hit", "Kept", "Placed", "Shelf", "Store", "open_store"]
