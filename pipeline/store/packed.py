"""JSON in a store is packed: a record takes a third or a tenth of its size, and stays one row.

It is deflated (RFC 1951) with lines of made-up documents as what went before, since records are
alike in their names and short. `packing.jsonl` has these lines. It never changes: stores are read
by it. Another would be a new number in front of what it has packed.
"""

import zlib
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Dialect, LargeBinary, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

_LINES = Path(__file__).with_name("packing.jsonl")
_RAW, _LEVEL, _MEMORY = -15, 6, 9
_FIRST = b"\x01"
UNREADABLE = ""
"""What stands for bytes that nothing packed: no JSON, and no text of any row's checksum."""


def pack(text: str) -> bytes:
    """A line of JSON as a store keeps it."""
    packing = _packing().copy()
    return _FIRST + packing.compress(text.encode("utf-8", "surrogatepass")) + packing.flush()


def unpack(data: bytes) -> str | None:
    """The line that was packed; null for bytes that are none."""
    if data[:1] != _FIRST:
        return None
    unpacking = zlib.decompressobj(_RAW, zdict=_before())
    try:
        text = unpacking.decompress(data[1:]) + unpacking.flush()
        whole = unpacking.eof and not unpacking.unused_data
        return text.decode("utf-8", "surrogatepass") if whole else None
    except (zlib.error, UnicodeDecodeError):
        return None


class Packed(TypeDecorator[str]):
    """A column of JSON, which rows have as text."""

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """SQLite keeps bytes as they are in a column of text, which it was and stays."""
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else LargeBinary())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """The text, packed."""
        return None if value is None else pack(value)

    def process_result_value(self, value: object, dialect: Dialect) -> str | None:
        """The text; `UNREADABLE` where somebody has put something else there."""
        if value is None:
            return None
        text = unpack(value) if isinstance(value, bytes) else None
        return UNREADABLE if text is None else text


@cache
def _before() -> bytes:
    return _LINES.read_bytes()


@cache
def _packing() -> "zlib._Compress":
    return zlib.compressobj(
        _LEVEL, zlib.DEFLATED, _RAW, _MEMORY, zlib.Z_DEFAULT_STRATEGY, _before()
    )
