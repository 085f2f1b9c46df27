"""Text files as people's programs write them: with and without BOM, and Excel's CP932."""

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes) -> str:
    """The text, with line feeds alone. ValueError where it is in no encoding that is read.

    >>> decode("事業名\\r\\n".encode("cp932"))
    '事業名\\n'
    """
    encodings = [name for mark, name in _MARKS if data.startswith(mark)] or ["utf-8", "cp932"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text.replace("\r\n", "\n").replace("\r", "\n")
    raise ValueError("not text in UTF-8, UTF-16 or CP932 (Shift_JIS); save it as UTF-8")
