"""Fonts for pdfminer, with what their own tables leave out: characters of Adobe's collections.

A subset font may carry a table of meanings (ToUnicode) that lacks some of its glyphs. Where the
glyphs are numbered as in one of Adobe's character collections, the collection says what they are.
"""

import ast
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache

from pdfminer.cmapdb import CMap, CMapDB, UnicodeMap
from pdfminer.pdffont import PDFCIDFont, PDFFont
from pdfminer.pdfinterp import PDFResourceManager

# The maps from Unicode to each collection's glyphs; the next knows what the first leaves out.
_MAPS = {
    "Adobe-Japan1": ("UniJIS-UTF32-H", "UniJIS2004-UTF32-H", "UniJIS2004-UTF32-V"),
    "Adobe-GB1": ("UniGB-UTF32-H", "UniGB-UTF32-V"),
    "Adobe-CNS1": ("UniCNS-UTF32-H", "UniCNS-UTF32-V"),
    "Adobe-Korea1": ("UniKS-UTF32-H", "UniKS-UTF32-V"),
}


class Fonts(PDFResourceManager):
    """pdfminer's fonts, each asked for its collection where its own table is silent."""

    def get_font(self, objid: object, spec: object) -> PDFFont:
        """The font of an object of the file."""
        font = super().get_font(objid, spec)  # type: ignore[arg-type]
        if isinstance(font, PDFCIDFont) and font.cidcoding in _MAPS:
            own = font.unicode_map
            if own is not None and not isinstance(own, _Completed):
                font.unicode_map = _Completed(own, font.cidcoding, vertical=font.vertical)
        return font


class _Completed(UnicodeMap):
    """A font's own table, and its collection's for what the first does not hold."""

    def __init__(self, own: UnicodeMap, collection: str, *, vertical: bool) -> None:
        super().__init__()
        self._own = own
        self._collection = collection
        self._vertical = vertical

    def get_unichr(self, cid: int) -> str:
        """What the glyph says; `KeyError` where neither table knows."""
        with suppress(KeyError):
            if text := self._own.get_unichr(cid):
                return text
        with suppress(KeyError, CMapDB.CMapNotFound):
            return CMapDB.get_unicode_map(self._collection, self._vertical).get_unichr(cid)
        return _glyphs(self._collection)[cid]


@cache
def _glyphs(collection: str) -> dict[int, str]:
    """The characters of a collection's glyphs, by its maps from Unicode turned round."""
    found: dict[int, str] = {}
    for name in _MAPS[collection]:
        with suppress(CMapDB.CMapNotFound):
            cmap = CMapDB.get_cmap(name)
            if isinstance(cmap, CMap):
                for code, cid in _codes(cmap.code2cid):
                    found.setdefault(cid, chr(int.from_bytes(code, "big")))
    return found


def _codes(table: Mapping[int, object], start: bytes = b"") -> Iterator[tuple[bytes, int]]:
    """The codes of a map and their glyphs; pdfminer keeps a level for each byte."""
    for byte, inside in table.items():
        code = start + bytes([byte])
        if isinstance(inside, int):
            yield code, inside
        elif isinstance(inside, Mapping):
            yield from _codes(inside, code)


def font_name(name: str) -> str:
    """A font's name as it is written in the file; pdfminer quotes those that are not ASCII.

    >>> font_name(str("HG丸".encode("cp932"))), font_name("Ryumin-Light")
    ('HG丸', 'Ryumin-Light')
    """
    if not name.startswith(("b'", 'b"')):
        return name
    with suppress(ValueError, SyntaxError):
        data = ast.literal_eval(name)
        for encoding in ("utf-8", "cp932"):
            with suppress(UnicodeDecodeError):
                return str(data.decode(encoding))
    return name
