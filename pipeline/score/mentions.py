"""Every amount, year and project name of a text document, with its place in the file.

Amounts with a unit, years and names are found in the running text. A bare figure in a list or a
table is money only by the note or heading that reaches it; that is settled where records are made,
so such amounts are taken from the records' sources.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nervaluate import Evaluator
from nervaluate.entities import EvaluationResult

from models import Money, Source
from models.base import RecordBase
from models.values import Value
from pipeline.errors import InputError
from pipeline.read.text import read_text
from pipeline.recognise import find_money, find_projects, find_years
from pipeline.run import extract
from pipeline.score.lines import Json, JsonObject

KINDS = ("money", "year", "project")
_FIGURE = re.compile(r"[△▲\-－−]?\s?[0-9０-９][0-9０-９,，.．]*(?:\s?[十百千万億兆]*\s?円)?")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A mention in a file: `start` and `end` count characters of the decoded text."""

    start: int
    end: int
    kind: str
    text: str = ""
    value: int | str | None = None


@dataclass(frozen=True, slots=True)
class MentionScore:
    """Span scores of one kind (nervaluate), and the values of the spans that agree exactly."""

    strict: EvaluationResult
    partial: EvaluationResult
    values: int
    wrong_values: int


@dataclass(frozen=True, slots=True)
class MentionEvaluation:
    """Scores by kind; gold mentions not found as they stand; found ones that gold does not have."""

    kinds: dict[str, MentionScore]
    missed: list[Place]
    spurious: list[Place]


def evaluate_mentions(gold: Sequence[JsonObject], path: Path) -> MentionEvaluation:
    """Holds the mentions found in a text document against gold ones."""
    text = _text_of(path)
    wanted = sorted(_gold_places(gold, text))
    found = sorted(find_mentions(path, text))
    spans = {
        name: [[{"label": each.kind, "start": each.start, "end": each.end - 1} for each in places]]
        for name, places in (("gold", wanted), ("found", found))
    }
    results = Evaluator(spans["gold"], spans["found"], tags=list(KINDS), loader="dict").evaluate()
    by_span = {(each.kind, each.start, each.end): each for each in found}
    kinds: dict[str, MentionScore] = {}
    for kind in KINDS:
        if not any(each.kind == kind for each in (*wanted, *found)):
            continue
        agreeing = [
            (each, by_span[kind, each.start, each.end])
            for each in wanted
            if each.kind == kind and (kind, each.start, each.end) in by_span
        ]
        wrong = sum(want.value is not None and want.value != have.value for want, have in agreeing)
        entity = results["entities"][kind]
        kinds[kind] = MentionScore(entity["strict"], entity["partial"], len(agreeing), wrong)
    gold_spans = {(each.kind, each.start, each.end) for each in wanted}
    return MentionEvaluation(
        kinds=kinds,
        missed=[each for each in wanted if (each.kind, each.start, each.end) not in by_span],
        spurious=[each for each in found if (each.kind, each.start, each.end) not in gold_spans],
    )


def find_mentions(path: Path, text: str) -> set[Place]:
    """What stands in the text, and the bare figures that the records know to be money."""
    extraction = extract(path)
    year = extraction.document.fiscal_year
    starts = _line_starts(text)
    places = {
        Place(each.start, each.end, "money", each.text, each.value.yen) for each in find_money(text)
    }
    spoken_for = [(place.start, place.end) for place in places]
    for record in extraction.records:
        for place in _bare_amounts(record, text, starts):
            if not any(start < place.end and place.start < end for start, end in spoken_for):
                places.add(place)
    for found in find_years(text, year=year.year if year else None):
        places.add(Place(found.start, found.end, "year", found.text, found.value.year))
    for name in find_projects(text):
        places.add(Place(name.start, name.end, "project", name.text, None))
    return places


def _bare_amounts(record: RecordBase, text: str, starts: Sequence[int]) -> Iterator[Place]:
    taken: set[int] = set()
    for field, money in _amounts(record):
        source = record.sources.get(field)
        figure = _FIGURE.search(source.text) if source else None
        if source is None or figure is None or money.yen is None:
            continue
        # 10,000 [10,000]: the same print twice on a line is two amounts, in the record's order.
        at = next((at for at in _locate(source, text, starts) if at not in taken), None)
        if at is None:
            continue
        taken.add(at)
        span = (at + figure.start(), at + figure.end())
        yield Place(*span, "money", text[slice(*span)], money.yen)


def _amounts(value: object, path: str = "") -> Iterator[tuple[str, Money]]:
    """The amounts inside a record, by field path."""
    if isinstance(value, Money):
        yield path, value
    elif isinstance(value, Value):
        for name in type(value).model_fields:
            yield from _amounts(getattr(value, name), f"{path}.{name}" if path else name)
    elif isinstance(value, tuple):
        for index, each in enumerate(value):
            yield from _amounts(each, f"{path}.{index}")


def _locate(source: Source, text: str, starts: Sequence[int]) -> Iterator[int]:
    """Where in the file a source's print may begin: wherever its first line stands on its line."""
    if source.line is None or source.line > len(starts):
        return
    end = starts[source.line] if source.line < len(starts) else len(text)
    at = starts[source.line - 1] - 1
    while 0 <= (at := text.find(source.text.split("\n")[0], at + 1)) < end:
        yield at


def _gold_places(gold: Sequence[JsonObject], text: str) -> Iterator[Place]:
    starts = _line_starts(text)
    for mention in gold:
        pieces = mention.get("parts") or [mention]
        if not isinstance(pieces, list):
            raise InputError("gold mentions: parts is no list")
        spans = [_span(piece, starts) for piece in pieces if isinstance(piece, dict)]
        start, end = min(span[0] for span in spans), max(span[1] for span in spans)
        value = mention.get("value")
        kind = str(mention["kind"])
        yield Place(start, end, kind, text[start:end], _gold_value(kind, value))


def _span(piece: JsonObject, starts: Sequence[int]) -> tuple[int, int]:
    numbers = [piece.get(name) for name in ("line", "start", "end")]
    line, start, end = (number if isinstance(number, int) else 0 for number in numbers)
    if not 1 <= line <= len(starts):
        raise InputError(f"gold mentions: the document has no line {line}")
    return starts[line - 1] + start, starts[line - 1] + end


def _gold_value(kind: str, value: Json) -> int | str | None:
    if not isinstance(value, Mapping):
        return None
    key = {"money": "yen", "year": "year"}.get(kind)
    number = value.get(key) if key else None
    return number if isinstance(number, int) else None


def _text_of(path: Path) -> str:
    pages, _ = read_text(path.read_bytes())
    return "\n".join(line for page in pages for line in page.lines)


def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text))]
