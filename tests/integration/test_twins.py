"""The PDF twins carry their gold: every figure and every text can be read off their text layer."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from pipeline.normalise import normalise

TWINS = Path(__file__).resolve().parents[2] / "fixtures" / "twins"
NAMES = sorted(str(path.relative_to(TWINS).with_suffix("")) for path in TWINS.rglob("*.pdf"))
TEXTS = ("name", "description", "text", "label", "keyword", "lead", "summary", "channel")
WORDS = {0: "ゼロ", 60: "6割"}
"""Figures of gold that are printed in words."""


@cache
def text_layer(name: str) -> str:
    """The twin's text as it is read, without page numbers."""
    document = pypdfium2.PdfDocument(TWINS / f"{name}.pdf")
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    number = re.compile(r"^[-\s－]*\d{1,2}[-\s－]*\n|[-\s－]*\n[-\s－]*\d{1,2}[-\s－]*$")
    return normalise("\n".join(number.sub("", page.replace("\r", "")) for page in pages)).text


def squeeze(text: str) -> str:
    return re.sub(r"[\s\ufffe\x00-\x1f]+", "", normalise(text).text)


def gold(root: Path, name: str) -> list[dict[str, Any]]:
    path = root / "fixtures" / "gold" / f"{name[-3:]}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def figures(value: Any) -> Iterator[int | float]:
    """Amounts, quantities and percentages within a gold value; years have many spellings."""
    if isinstance(value, list):
        for item in value:
            yield from figures(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in ("yen", "value", "progress_percent") and isinstance(item, int | float):
                yield item
            else:
                yield from figures(item)


def spellings(figure: int | float) -> Iterator[str]:
    """The figure in every unit that it may be printed in."""
    if figure in WORDS:
        yield WORDS[int(figure)]
    for unit in (1, 10**3, 10**4, 10**6, 10**8):
        scaled = figure / unit
        yield f"{scaled:,.1f}" if scaled % 1 and unit > 1 else f"{scaled:,}"
        if scaled % 1 == 0:
            yield f"{int(scaled):,}"


@cache
def printed_figures(name: str) -> set[str]:
    """Every figure of the twin's text; some producers set off the point of one (１ . ３)."""
    text = text_layer(name)
    figure = r"\d+(?:,\d{3})*(?:\.\d+)?"
    words = {word for word in WORDS.values() if word in text}
    return words | set(re.findall(figure, text)) | set(re.findall(figure, squeeze(text)))


def test_every_seed_has_a_twin_of_two_producers() -> None:
    assert {name[-3:] for name in NAMES} == {"000", "001", "002", "003", "004"}
    producers = set()
    for name in NAMES:
        document = pypdfium2.PdfDocument(TWINS / f"{name}.pdf")
        producers.add(document.get_metadata_value("Producer").split()[0])
        document.close()
    assert len(producers) >= 2


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_of_gold_is_printed(root: Path, name: str) -> None:
    printed = printed_figures(name)
    for record in gold(root, name):
        for figure in figures(record):
            assert not printed.isdisjoint(spellings(figure)), f"{figure} of {record}"


# A plain twin has its seed's own text, with the damage that gold mends.
@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("plain/")])
def test_every_text_of_gold_is_printed(root: Path, name: str) -> None:
    text = squeeze(text_layer(name))
    for record in gold(root, name):
        if record["type"] == "milestone" or record["type"] == "fact":
            continue  # their texts are made from the words around a date or a figure
        for key in TEXTS:
            if isinstance(record.get(key), str):
                assert squeeze(record[key]) in text, f"{record['type']} {key}: {record[key]}"
        for point in record.get("points", []):
            assert squeeze(point) in text, point


@pytest.mark.parametrize("name", NAMES)
def test_a_twin_is_small(name: str) -> None:
    assert (TWINS / f"{name}.pdf").stat().st_size < 400_000
