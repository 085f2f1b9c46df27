"""Tables kept by spaces, as text documents, read whole."""

from collections.abc import Sequence
from pathlib import Path

from models import Extraction
from pipeline.run import extract


def width(text: str) -> int:
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)


def padded(text: str, columns: int, *, right: bool) -> str:
    blank = " " * max(0, columns - width(text))
    return blank + text if right else text + blank


def drawn(rows: Sequence[Sequence[str]], columns: Sequence[int], *, words: int = 1) -> str:
    """Rows of cells as lines; the first `words` columns stand left, the others right."""
    return "\n".join(
        "  ".join(
            padded(cell, columns[at], right=at >= words) for at, cell in enumerate(row)
        ).rstrip()
        for row in rows
    )


def read(folder: Path, *parts: str) -> Extraction:
    """The parts of a document, one below the other, extracted."""
    path = folder / "text.txt"
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    return extract(path)
