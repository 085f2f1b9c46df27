"""The misses of a run as one HTML page, with a picture of each place; nothing is loaded."""

import base64
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from models import Document
from pipeline.errors import InputError
from pipeline.originals import Originals
from pipeline.pictures import Pictures
from pipeline.places import CARD, RECORDS
from pipeline.score.calibration import reliability
from pipeline.score.evaluate import Miss
from pipeline.score.folders import Scored
from pipeline.score.summary import Against, all_of, by_issuer
from pipeline.words import spoken, translator

# Pictures make a page heavy; the first misses of each document tell what is wrong with it.
_PICTURES = 400
_AROUND = (60.0, 26.0)
_SCALE = 1.5
# Of a whole page: just to be read, and not too heavy.
_WHOLE, _COLOURS = 0.9, 8


@dataclass(frozen=True, slots=True)
class Shown:
    """A miss, and its place on the page as a data URI where it can be shown."""

    miss: Miss
    picture: str | None = None


def write_page(
    path: Path,
    results: Sequence[Scored],
    against: Against | None = None,
    *,
    documents: Sequence[Path] = (),
) -> None:
    """Writes the page, in the language that this process speaks.

    `documents` are where the PDFs stand; without them it has no pictures.
    """
    originals = Originals([*documents, Path()])
    shown = {result.name: _with_pictures(result, originals) for result in results}
    total = all_of(results)
    html = _template().render(
        _=translator(spoken()),
        language=spoken(),
        results=results,
        shown=shown,
        grids=[(result.name, each) for result in results for each in result.grids],
        total=total,
        issuers=by_issuer(results),
        calibration=reliability(total.judged),
        against=against,
    )
    path.write_text(html, encoding="utf-8")


def _with_pictures(result: Scored, originals: Originals) -> list[Shown]:
    with ExitStack() as stack:
        pictures = _pictures(result, originals)
        if pictures is not None:
            stack.callback(pictures.close)
        return [
            Shown(miss, _picture(miss, pictures) if pictures and number < _PICTURES else None)
            for number, miss in enumerate(result.evaluation.misses)
        ]


def _pictures(result: Scored, originals: Originals) -> Pictures | None:
    card = result.records.parent / CARD
    if result.records.name != RECORDS or not card.is_file():
        return None
    document = Document.model_validate_json(card.read_bytes())
    found = originals.find(document, result.records.parent)
    if found is None or found.suffix.lower() != ".pdf":
        return None
    try:
        return Pictures(found)
    except InputError:
        return None


def _picture(miss: Miss, pictures: Pictures) -> str | None:
    """The place of a miss; where only its page is known, the whole page, made small."""
    if not miss.page or miss.page > pictures.page_count:
        return None
    if miss.bbox:
        x0, top, x1, bottom = miss.bbox
        wide, high = _AROUND
        box = (x0 - wide, top - high, x1 + wide, bottom + high)
        png = pictures.png(miss.page, scale=_SCALE, box=box)
    else:
        png = pictures.png(miss.page, scale=_WHOLE, colours=_COLOURS)
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("pipeline"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("misses.html.j2")
