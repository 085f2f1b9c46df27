"""Inputs that nobody would make: mutants of PDFs, object graphs by chance, texts from a grammar.

Each maker takes a source of chance and gives the bytes of a file: the same seed, the same bytes.
"""

import random
import re
import tempfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeAlias

from fixtures.layouts.draw import KINDS, draw
from fixtures.layouts.produce import produce

Maker: TypeAlias = Callable[[random.Random], bytes]

ROOT = Path(__file__).resolve().parents[1]
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_ODD = (b"0", b"-1", b"1e9", b"999999999999", b"-2147483648", b"4294967296", b"0.0000001", b"1 0 R")
_WORDS = (
    b"/Type /Pages /Page /Kids /Count /MediaBox /Rotate /Contents /Font /XObject /Resources"
    b" /Length /Filter /Subtype /Form /Annots /Encrypt /Root /Prev obj endobj stream endstream xref"
    b" Tj Tf cm Do BT ET q Q re f S W n"
).split()


def mutant(chance: random.Random) -> bytes:
    """A PDF of this repository with a few bytes, numbers, words and stretches of it changed."""
    return changed(chance, _pdfs())


def changed(chance: random.Random, pdfs: Sequence[Path]) -> bytes:
    """One of these PDFs, changed like that."""
    path = chance.choice(pdfs)
    data = bytearray(_plain(path) if chance.random() < 0.6 else path.read_bytes())
    for _ in range(chance.choice((1, 2, 5, 20))):
        chance.choice(_CHANGES)(chance, data)
    return bytes(data)


@cache
def _pdfs() -> tuple[Path, ...]:
    found = [*ROOT.glob("fixtures/twins/**/*.pdf"), *ROOT.glob("fixtures/made/**/*.pdf")]
    return tuple(sorted(path for path in found if path.stat().st_size < 300_000))


@lru_cache(maxsize=64)
def _plain(path: Path) -> bytes:
    """The PDF with its streams inflated, so that a change hits what they say and not the packing.

    Their dictionaries stay: a reader has to find the streams by their ends.
    """

    def inflated(found: re.Match[bytes]) -> bytes:
        try:
            return b"stream\n" + zlib.decompress(found[1]) + b"\nendstream"
        except zlib.error:
            return found[0]

    return _STREAM.sub(inflated, path.read_bytes()).replace(b"/FlateDecode", b"")


def _flip(chance: random.Random, data: bytearray) -> None:
    for _ in range(chance.choice((1, 10, 100))):
        data[chance.randrange(len(data))] = chance.randrange(256)


def _cut(chance: random.Random, data: bytearray) -> None:
    begin, length = chance.randrange(len(data)), int(chance.expovariate(1 / 2_000))
    if len(data) - length > 100:
        del data[begin : begin + length]


def _repeat(chance: random.Random, data: bytearray) -> None:
    begin, length = chance.randrange(len(data)), int(chance.expovariate(1 / 500))
    some = data[begin : begin + length]
    data[begin:begin] = some * chance.choice((1, 2, 50))


def _move(chance: random.Random, data: bytearray) -> None:
    begin, length = chance.randrange(len(data)), int(chance.expovariate(1 / 500))
    at = chance.randrange(len(data))
    data[at : at + length] = data[begin : begin + length]


def _number(chance: random.Random, data: bytearray) -> None:
    begin = chance.randrange(len(data))
    if found := _NUMBER.search(data, begin):
        data[found.start() : found.end()] = chance.choice(_ODD)


def _word(chance: random.Random, data: bytearray) -> None:
    word = chance.choice(_WORDS)
    at = data.find(word, chance.randrange(len(data)))
    if at >= 0:
        data[at : at + len(word)] = chance.choice(_WORDS)


_CHANGES = (_flip, _cut, _repeat, _move, _number, _number, _number, _word, _word)


def graph(chance: random.Random) -> bytes:
    """A PDF of objects that refer to one another as chance has it, in cycles as well."""
    count = chance.choice((3, 8, 20, 60))
    first = 10
    numbers = range(first, first + count)
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 3: _FONT}
    for number in numbers:
        objects[number] = _object(chance, numbers)
    kids = chance.choices(numbers, k=chance.choice((1, 2, 10, 200)))
    listed = b" ".join(b"%d 0 R" % kid for kid in [*kids, *([2] if chance.random() < 0.1 else [])])
    total = chance.choice((len(kids), 1, 10**6))
    objects[2] = b"<< /Type /Pages /Kids [%b] /Count %d >>" % (listed, total)
    return assembled(objects)


_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /Ryumin-Light /Encoding /UniJIS-UTF16-H"
    b" /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Ryumin-Light /DW 1000"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 5 >> >>] >>"
)


def _object(chance: random.Random, numbers: Sequence[int]) -> bytes:
    """A page, or a form, whose content draws others and writes figures anywhere at any size."""
    other = [chance.choice(numbers) for _ in range(4)]
    content = b"\n".join(_drawn(chance) for _ in range(chance.choice((1, 5, 50, 400))))
    entries = b"/Resources << /Font << /H 3 0 R >> /XObject << %b >> >> %b" % (
        b" ".join(b"/X%d %d 0 R" % (place, each) for place, each in enumerate(other)),
        b"/Annots [%d 0 R]" % other[0] if chance.random() < 0.2 else b"",
    )
    if chance.random() < 0.5:
        return _stream(
            content, b"/Type /XObject /Subtype /Form /BBox [%b] " % _box(chance) + entries
        )
    rotated = b"/Rotate %d" % chance.choice((0, 0, 90, 180, 45, -90, 10**9))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [%b] %b %b /Contents %d 0 R >>"
    return page % (_box(chance), rotated, entries, other[1])


def _box(chance: random.Random) -> bytes:
    return chance.choice(
        (b"0 0 595 842", b"0 0 595 842", b"0 0 1e7 1e7", b"595 842 0 0", b"0 0 0 0", b"-1e5 0 1 9")
    )


def _drawn(chance: random.Random) -> bytes:
    x, y, size = (chance.choice((0, 10, 50.5, 300, -40, 1e6)) for _ in range(3))
    words = chance.choice(("予算額 1,234千円", "事業費", "△5", "1", "　" * 40, "令和6年度", "・○"))
    match chance.randrange(7):
        case 0 | 1 | 2:
            code = words.encode("utf-16-be").hex()
            place = f"{size} 0 0 {size} {chance.uniform(0, 595):.1f} {chance.uniform(0, 842):.1f}"
            return f"BT /H {chance.choice((1, 8, 10, 1e4))} Tf {place} Tm <{code}> Tj ET".encode()
        case 3:
            return (
                f"{x} {y} {chance.uniform(0, 595):.1f} {size} re {chance.choice('SfBn')}".encode()
            )
        case 4:
            return f"{x} {y} m {y} {size} l {size} {x} {y} {y} {x} {x} c S".encode()
        case 5:
            return b"q %b 0 0 %b %b 0 cm /X%d Do Q" % (
                *(chance.choice((b"1", b"0.5", b"-1", b"1e5", b"0")) for _ in range(3)),
                chance.randrange(4),
            )
        case _:
            return chance.choice((b"q", b"Q", b"W n", b"3 Tr", b"1 1 1 rg", b"[3 2] 0 d", b"BT"))


def _stream(content: bytes, entries: bytes) -> bytes:
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(content), entries, content)


def assembled(objects: Mapping[int, bytes]) -> bytes:
    """A PDF of numbered objects; object 1 is its catalog. Readers find them without a table."""
    body = b"".join(b"%d 0 obj\n%b\nendobj\n" % each for each in sorted(objects.items()))
    return b"%PDF-1.7\n" + body + b"trailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"


def drawn(chance: random.Random) -> bytes:
    """A drawn PDF, half of them with a few bytes, numbers or words changed."""
    data = bytearray(_produced(chance, "reportlab"))
    for _ in range(chance.choice((0, 0, 1, 5))):
        chance.choice(_CHANGES)(chance, data)
    return bytes(data)


def layout(chance: random.Random) -> bytes:
    """A drawn document as a text, with its lines repeated, cut and exchanged."""
    lines = _produced(chance, "text").decode("utf-8", "replace").split("\n")
    for _ in range(chance.choice((0, 3, 20))):
        at = chance.randrange(len(lines))
        match chance.randrange(4):
            case 0:
                lines[at:at] = [lines[at]] * chance.choice((1, 30))
            case 1:
                del lines[at : at + chance.choice((1, 5))]
                lines = lines or [""]
            case 2:
                other = chance.randrange(len(lines))
                lines[at], lines[other] = lines[other], lines[at]
            case _:
                lines[at] = lines[at][: chance.randrange(len(lines[at]) + 1)] + _phrase(chance)
    return "\n".join(lines).encode("utf-8")


def _produced(chance: random.Random, producer: str) -> bytes:
    seed, number = chance.randrange(10**6), chance.randrange(len(KINDS))
    made = draw(seed, number, kinds=list(KINDS), forced={"producer": producer, "two up": "no"})
    with tempfile.TemporaryDirectory() as folder:
        produce([made], Path(folder))
        file = next(path for path in Path(folder).iterdir() if path.stem == made.name)
        return file.read_bytes()


_PARTS = re.split(
    r"\|",
    "令和6年度|R5|H31|平成元年度|2024年|FY2024|1,234千円|△5億|1億3,000万円|約10%|50.5％|皆増|－|0|１２３|三千円"
    "|（単位：千円）|[900]|(うち国費)|※|・|○|●|【新規】|拡充|◆|①|(1)|第1条|1-2|款|項|目|節|事業費|計|合計|総額"
    "|歳入|歳出|当初予算|補正予算|財源内訳|一般財源|国庫支出金|除雪対策|、|。|には|として|から|まで|の|及び"
    "|------|======|******|####|[b]|</td>|<br>|\t|\t\t|\u3000|\u202e|\x1b[2J|\ufffd|\ue000|⼦|㌔|𠮷|é|ﾊﾝ",
)


def _phrase(chance: random.Random) -> str:
    part = chance.choice(_PARTS)
    if chance.random() < 0.02:
        return part * chance.choice((30, 500, 3_000))
    if chance.random() < 0.05:
        return "".join(chance.choices("0123456789,，.億万千", k=chance.choice((9, 60, 900))))
    return part


def grammar(chance: random.Random) -> bytes:
    """A text of phrases as documents have them, in orders and numbers that none has."""
    gaps = ("", "", " ", "\t", "  ", "　", " " * 30)
    lines = [
        "".join(_phrase(chance) + chance.choice(gaps) for _ in range(chance.choice((1, 3, 8, 30))))
        for _ in range(chance.choice((1, 10, 60, 200)))
    ]
    text = chance.choice(("\n", "\n", "\r\n", "\n\n", "\f")).join(lines)
    return text.encode(chance.choice(("utf-8", "utf-8", "utf-8", "cp932", "utf-16-le")), "replace")


MAKERS: Mapping[str, tuple[Maker, str]] = {
    "mutant": (mutant, "pdf"),
    "graph": (graph, "pdf"),
    "drawn": (drawn, "pdf"),
    "layout": (layout, "txt"),
    "grammar": (grammar, "txt"),
}
"""What is made, and the suffix of its file."""
