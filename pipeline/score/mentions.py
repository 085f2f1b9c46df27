"""Amounts, years and project names that a document mentions, held against gold by their spans."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nervaluate import Evaluator
from nervaluate.entities import EvaluationResult

from models import FiscalYear, Money
from models.mention import TextMention
from pipeline.errors import InputError
from pipeline.score.lines import Json, JsonObject

KINDS = ("money", "year", "project")
# Spans are compared on one scale: lines of a text, then what stands on pages, each for itself.
_LONGEST_LINE, _NO_LINE = 100_000, 1_000_000


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A mention: `start` and `end` order all of a document and are equal where spans are."""

    start: int
    end: int
    kind: str
    text: str = ""
    value: int | str | None = None
    page: int | None = None


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


def evaluate_mentions(
    gold: Sequence[JsonObject], found: Sequence[TextMention]
) -> MentionEvaluation:
    """Holds mentions against gold ones, as `extract --mentions` writes them.

    Gold says where one stands by the line of a text, or in a PDF by page and print.
    """
    scored = [each for each in found if each.kind in KINDS]
    have = sorted({_place(number, each) for number, each in enumerate(scored)})
    wanted = sorted(_gold_places(gold, have))
    spans = {
        name: [[{"label": each.kind, "start": each.start, "end": each.end - 1} for each in places]]
        for name, places in (("gold", wanted), ("found", have))
    }
    results = Evaluator(spans["gold"], spans["found"], tags=list(KINDS), loader="dict").evaluate()
    by_span = {(each.kind, each.start, each.end): each for each in have}
    kinds: dict[str, MentionScore] = {}
    for kind in KINDS:
        if not any(each.kind == kind for each in (*wanted, *have)):
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
        spurious=[each for each in have if (each.kind, each.start, each.end) not in gold_spans],
    )


def _place(number: int, mention: TextMention) -> Place:
    """Where a mention stands: by line and character, or for itself where it has no line."""
    value = mention.value
    known = value.yen if isinstance(value, Money) else None
    known = value.year if isinstance(value, FiscalYear) else known
    lined = [part for part in mention.parts if part.line is not None]
    if lined:
        start = lined[0].line or 0, lined[0].start
        end = lined[-1].line or 0, lined[-1].end
        return Place(_at(*start), _at(*end), mention.kind, mention.text, known, mention.page)
    start_at = _at(_NO_LINE + number, 0)
    end_at = start_at + len(mention.text)
    return Place(start_at, end_at, mention.kind, mention.text, known, mention.page)


def _at(line: int, character: int) -> int:
    return line * _LONGEST_LINE + character


def _gold_places(gold: Sequence[JsonObject], have: Sequence[Place]) -> Iterator[Place]:
    free = [each for each in have if each.start >= _at(_NO_LINE, 0)]
    for number, mention in enumerate(gold):
        kind, value = str(mention["kind"]), _gold_value(str(mention["kind"]), mention.get("value"))
        text, page = str(mention.get("text", "")), mention.get("page")
        pieces = mention.get("parts") or [mention]
        if not isinstance(pieces, list):
            raise InputError("gold mentions: parts is no list")
        if "line" not in mention and not mention.get("parts"):
            start = _start_in_pages(free, kind, text, page)
            start = _at(2 * _NO_LINE + number, 0) if start is None else start
            yield Place(start, start + len(text), kind, text, value)
            continue
        spans = [_span(piece) for piece in pieces if isinstance(piece, dict)]
        yield Place(min(a for a, _ in spans), max(b for _, b in spans), kind, text, value)


def _start_in_pages(free: list[Place], kind: str, text: str, page: Json) -> int | None:
    """Where gold of a page stands among what was found there: as it is, else within or around."""
    near = [each for each in free if each.kind == kind and each.page == page and each.text]
    for fits in (lambda e: e.text == text, lambda e: text in e.text, lambda e: e.text in text):
        found = next(filter(fits, near), None)
        if found is not None:
            free.remove(found)
            inside = found.text.find(text)
            return found.start + (inside if inside >= 0 else -text.find(found.text))
    return None


def _span(piece: JsonObject) -> tuple[int, int]:
    numbers = [piece.get(name) for name in ("line", "start", "end")]
    line, start, end = (number if isinstance(number, int) else 0 for number in numbers)
    if line < 1 or end <= start:
        raise InputError("gold mentions: each needs a line, a start and an end, or page and text")
    return _at(line, start), _at(line, end)


def _gold_value(kind: str, value: Json) -> int | str | None:
    if not isinstance(value, Mapping):
        return None
    key = {"money": "yen", "year": "year"}.get(kind)
    number = value.get(key) if key else None
    return number if isinstance(number, int) else None
