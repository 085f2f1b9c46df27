"""Text files: their encoding found from the bytes, their pages from the form feeds."""

import codecs
import re
import unicodedata

from models import Issue
from models.page import TextPage
from pipeline.errors import InputError

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = ("cp932", "euc_jis_2004", "shift_jis_2004")
_NAMES = {
    "cp932": "Shift_JIS (CP932)",
    "shift_jis_2004": "Shift_JIS-2004",
    "euc_jis_2004": "EUC-JP",
    "iso2022_jp_2004": "ISO-2022-JP",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}
_TOO_MUCH = 0.1
# Characters of which Japanese text is made; a sample of them tells an encoding.
_USUAL = re.compile(
    "[\t\n\f\r\x20-\x7e\u2010-\u2027\u2030-\u205e\u2190-\u22ff\u2460-\u27bf\u3000-\u33ff\u4e00-\u9fff\uff01-\uff9f]"
)
_SAMPLE = 32_768
_LINE_END = re.compile(r"\r\n|\r|\n")


def read_text(data: bytes) -> tuple[list[TextPage], list[Issue]]:
    """The pages of a text file: UTF-8, UTF-16, Shift_JIS (CP932), EUC-JP or ISO-2022-JP.

    A form feed begins a page; lines are counted over the whole file. An encoding that had to be
    found from the bytes is told by an issue. Raises InputError for a file without text.
    """
    if not data.strip(b"\x00 \t\r\n\f"):
        raise InputError("the file is empty; give a file that holds text", code="empty_file")
    text, issues = _decode(data)
    if not text.strip():
        raise InputError("the file holds no text; give a file that holds text", code="empty_file")
    pages = _pages(text)
    issues.extend(
        Issue(
            code="undecodable_character",
            severity="warning",
            message="the file has a replacement character here; look at the document it came from",
            page=page.number,
            line=page.first_line + index,
            text=line.strip(),
        )
        for page in pages
        for index, line in enumerate(page.lines)
        if "\ufffd" in line
    )
    return pages, issues


def _decode(data: bytes) -> tuple[str, list[Issue]]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            marked = _decoded(data, encoding)
            return (_refuse() if marked is None else marked), []
    if b"\x1b$" in data and (text := _decoded(data, "iso2022_jp_2004")):
        return text, [_found("iso2022_jp_2004")]
    if b"\x00" in data:
        return _decode_wide(data)
    if (text := _decoded(data, "utf-8")) is not None:
        return text, []
    readings = [
        (_strangeness(text), order, text, encoding)
        for order, encoding in enumerate(_LEGACY)
        if (text := _decoded(data, encoding)) is not None
    ]
    readings = [reading for reading in readings if _garbage(reading[2]) < _TOO_MUCH]
    if not readings:
        return _refuse(), []
    _, _, text, encoding = min(readings)
    return text, [_found(encoding)]


def _decode_wide(data: bytes) -> tuple[str, list[Issue]]:
    encoding = wide_encoding(data)
    text = encoding and _decoded(data, encoding)
    if not encoding or text is None or _garbage(text) >= _TOO_MUCH:
        return _refuse(), []
    return text, [_found(encoding)]


def wide_encoding(data: bytes) -> str | None:
    """UTF-16 with the byte order in which nearly all of the text is Japanese or ASCII; else null.

    For text without a byte order mark. Other bytes read as UTF-16 fall all over its planes.
    """
    some = data[: 2 * _SAMPLE]
    shares = {}
    for encoding in ("utf-16-le", "utf-16-be"):
        text = some[: len(some) // 2 * 2].decode(encoding, "replace")
        shares[encoding] = len(_USUAL.findall(text)) / max(1, len(text))
    best = max(shares, key=lambda encoding: shares[encoding])
    return best if shares[best] > 1 - _TOO_MUCH else None


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _refuse() -> str:
    raise InputError(
        "the file is no text in UTF-8, UTF-16, Shift_JIS, EUC-JP or ISO-2022-JP;"
        " save it as UTF-8, or give the PDF itself",
        code="undecodable",
    )


def _strangeness(text: str) -> float:
    """The share of characters that Japanese prose hardly has; a wrong encoding shows many.

    Bytes of EUC-JP read as Shift_JIS give half-width katakana and rare kanji, and the other way
    round: kana is what real text has plenty of.
    """
    shown = [character for character in text if not character.isspace()]
    strange = sum(1 for character in shown if _is_strange(character))
    return strange / max(1, len(shown))


def _garbage(text: str) -> float:
    """The share of characters that no text has: controls, private use, unassigned."""
    shown = [character for character in text if not character.isspace()]
    garbage = [character for character in shown if unicodedata.category(character)[0] == "C"]
    return len(garbage) / max(1, len(shown))


def _is_strange(character: str) -> bool:
    if "\uff61" <= character <= "\uff9f":
        return True
    if character.isascii():
        return not character.isprintable()
    if "\u3000" <= character <= "\u30ff" or "\uff01" <= character <= "\uff5e":
        return False
    if "\u4e00" <= character <= "\u9fff":
        # JIS level 1 kanji (rows 16 to 47) are the ones in daily use.
        return not _is_level_one(character)
    return unicodedata.category(character) in {"Co", "Cn", "Cc", "Lu", "Ll"}


def _is_level_one(character: str) -> bool:
    try:
        encoded = character.encode("euc_jp")
    except UnicodeEncodeError:
        return False
    return len(encoded) == 2 and 0xB0 <= encoded[0] <= 0xCF


def _found(encoding: str) -> Issue:
    name = _NAMES[encoding]
    return Issue(
        code="encoding_found",
        severity="info",
        message=f"the file does not say its encoding; its bytes read as {name}",
        text=name,
    )


def _pages(text: str) -> list[TextPage]:
    pages: list[TextPage] = []
    first, lines = 1, list[str]()
    for number, line in enumerate(_LINE_END.split(text), start=1):
        head, *others = line.split("\f")
        lines.append(head)
        for other in others:
            pages.append(TextPage(len(pages) + 1, first, tuple(lines)))
            first, lines = number, [other]
    if any(line.strip() for line in lines) or not pages:
        pages.append(TextPage(len(pages) + 1, first, tuple(lines)))
    return pages
