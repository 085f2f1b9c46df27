"""A tiny PDF writer for tests: objects by hand, so that each test shows the file it is about."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

JAPANESE = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /Ryumin-Light /Encoding /UniJIS-UTF16-%b"
    b" /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Ryumin-Light"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 5 >> /DW 1000"
    b" /FontDescriptor << /Type /FontDescriptor /FontName /Ryumin-Light /Flags 4 /Ascent 880"
    b" /Descent -120 /CapHeight 700 /StemV 80 /ItalicAngle 0 /FontBBox [0 -120 1000 880] >> >>] >>"
)
HORIZONTAL, VERTICAL = JAPANESE % b"H", JAPANESE % b"V"


@dataclass(frozen=True)
class Sheet:
    """A page to be written: its content stream and what its dictionary holds beside it."""

    content: bytes = b""
    width: float = 300
    height: float = 400
    extra: bytes = b""
    resources: bytes = b""


def text(x: float, y: float, words: str, *, size: float = 10, font: str = "H") -> bytes:
    """Shows words at a place in the PDF's space; in font V they run downwards."""
    code = words.encode("utf-16-be").hex()
    return f"BT /{font} {size} Tf 1 0 0 1 {x} {y} Tm <{code}> Tj ET\n".encode()


def write(sheets: Sequence[Sheet], *, catalog: bytes = b"", more: Sequence[bytes] = ()) -> bytes:
    """The file. `more` are objects numbered from 10 on; pages stand after them."""
    start = 10 + len(more)
    kids = b" ".join(b"%d 0 R" % (start + 2 * i) for i in range(len(sheets)))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R %b >>" % catalog,
        2: b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, len(sheets)),
        3: HORIZONTAL,
        4: VERTICAL,
        **{10 + i: body for i, body in enumerate(more)},
    }
    for i, sheet in enumerate(sheets):
        objects[start + 2 * i] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.2f %.2f] /Contents %d 0 R %b"
            b" /Resources << /Font << /H 3 0 R /V 4 0 R >> %b >> >>"
            % (sheet.width, sheet.height, start + 2 * i + 1, sheet.extra, sheet.resources)
        )
        objects[start + 2 * i + 1] = stream(sheet.content)
    return assemble(objects)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(content), entries, content)


def assemble(objects: dict[int, bytes], *, trailer: bytes = b"") -> bytes:
    """Objects, their cross-reference table and the trailer; object 1 is the catalog."""
    out = bytearray(b"%PDF-1.7\n")
    places: dict[int, int] = {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = len(out)
    size = max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        place = places.get(number)
        out += b"%010d 00000 n \n" % place if place else b"0000000000 00000 f \n"
    out += b"trailer\n<< /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        trailer,
        table,
    )
    return bytes(out)


_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def encrypted(sheet: Sheet, password: str) -> bytes:
    """A one-page file under 40-bit RC4, which every reader knows."""
    identity = b"0123456789abcdef"
    padded = (password.encode() + _PAD)[:32]
    owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
    permissions = -4 & 0xFFFFFFFF
    key = hashlib.md5(padded + owner + permissions.to_bytes(4, "little") + identity).digest()[:5]
    user = _rc4(key, _PAD)
    content = _rc4(_object_key(key, 5), sheet.content)
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        4: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %g %g] /Contents 5 0 R"
        b" /Resources << /Font << /F 3 0 R >> >> >>" % (sheet.width, sheet.height),
        5: stream(content),
    }
    trailer = (
        b"/ID [<%b> <%b>] /Encrypt << /Filter /Standard /V 1 /R 2 /O <%b> /U <%b> /P -4 >>"
        % (
            *[identity.hex().encode()] * 2,
            owner.hex().encode(),
            user.hex().encode(),
        )
    )
    return assemble(objects, trailer=trailer)


def _object_key(key: bytes, number: int) -> bytes:
    return hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[: len(key) + 5]


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
