"""Every amount, year, count, project name, organisation and place of a document, with its place.

Prose is read sentence by sentence, lists line by line, tables cell by cell. A bare figure in a
table is money by its heading alone, which records know: such amounts are taken from them.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from models import FiscalYear, Money, Quantity, Record, Source
from models.mention import MentionKind, MentionPart, TextMention
from models.page import Line, PageLayout, Passage, Placed, Table, TextBlock
from pipeline.prose.figures import stated_mentions
from pipeline.prose.sentences import Paragraph, is_running, paragraphs
from pipeline.recognise import find_organisations, find_places, find_projects_in, find_years
from pipeline.segment import segment
from pipeline.values import values_at

_FIGURE = re.compile(r"[△▲\-－−]?\s?[0-9０-９][0-9０-９,，.．]*(?:\s?[十百千万億兆]*\s?円)?")
Found = tuple[int, int, MentionKind, Money | FiscalYear | Quantity | str]


def mentions_of(
    layouts: Sequence[PageLayout], records: Sequence[Record], *, year: int | None
) -> list[TextMention]:
    """All mentions of a document in reading order; `year` is the document's fiscal year.

    Raises MissingToolError where there is prose and no language model.
    """
    blocks = segment(layouts).blocks
    running = list(paragraphs(blocks))
    apart = [*_headings(blocks, running), *_listed_or_in_cells(blocks)]
    found: list[TextMention] = []
    for passage, prose in [*_sentences(running), *apart]:
        found += [_mention(passage, each) for each in _values(passage.text, year, prose=prose)]
    # A name may go on over what ends a sentence.
    texts = [*((_listed(each.lines), True) for each in running), *apart]
    named = find_projects_in([(passage.text, prose) for passage, prose in texts])
    for (passage, _), names in zip(texts, named, strict=True):
        found += [_mention(passage, (n.start, n.end, "project", n.value)) for n in names]
    lines: dict[int, list[Line]] = {}
    for line in (line for layout in layouts for line in layout.lines()):
        if line.number is not None:
            lines.setdefault(line.number, []).append(line)
    return sorted([*found, *_of_records(records, found, lines)], key=_position)


def _sentences(running: Sequence[Paragraph]) -> Iterator[tuple[Passage, bool]]:
    """The sentences of paragraphs; each of these says of its passages whether they are prose."""
    for paragraph in running:
        for sentence in paragraph.sentences():
            whole = sentence.passage
            places = whole.places[sentence.start : sentence.end]
            yield Passage(sentence.text, whole.lines, places), True


def _headings(
    blocks: Sequence[Placed], running: Sequence[Paragraph]
) -> Iterator[tuple[Passage, bool]]:
    """The lines of running text that head a paragraph and are in none."""
    held = {id(line) for paragraph in running for line in paragraph.lines}
    for block in (placed.block for placed in blocks):
        if isinstance(block, TextBlock) and is_running(block):
            yield from ((_listed([line]), True) for line in block.lines if id(line) not in held)


def _listed_or_in_cells(blocks: Sequence[Placed]) -> Iterator[tuple[Passage, bool]]:
    """Lists and cells."""
    for block in (placed.block for placed in blocks):
        if isinstance(block, Table):
            yield from ((Passage.of(cell.lines), False) for cell in block.cells if cell.lines)
        elif isinstance(block, TextBlock) and not is_running(block):
            yield _listed(block.lines), False


def _listed(lines: Sequence[Line]) -> Passage:
    """Lines of a list, with their ends: who looks for names knows what wraps and what begins."""
    text, places = "", list[tuple[int, int]]()
    for index, line in enumerate(lines):
        text += ("\n" if index else "") + line.text
        places += [places[-1] if places else (0, 0)] * (index > 0)
        places += [(index, at) for at in range(len(line.text))]
    return Passage(text, tuple(lines), tuple(places))


def _values(text: str, year: int | None, *, prose: bool) -> Iterator[Found]:
    for figure in stated_mentions(text, None):
        kind: MentionKind = "money" if isinstance(figure.value, Money) else "quantity"
        yield figure.start, figure.end, kind, figure.value
    for dated in find_years(text, year=year):
        yield dated.start, dated.end, "year", dated.value
    for body in find_organisations(text, language=prose):
        yield body.start, body.end, "organisation", body.value
    for place in find_places(text) if prose else ():
        yield place.start, place.end, "place", place.value


def _mention(passage: Passage, found: Found) -> TextMention:
    start, end, kind, value = found
    spans: dict[int, tuple[int, int]] = {}
    for index, offset in passage.places[start:end]:
        first, last = spans.get(index, (offset, offset))
        spans[index] = (min(first, offset), max(last, offset))
    parts = tuple(_part(passage.lines[at], first, last + 1) for at, (first, last) in spans.items())
    source = passage.source(start, end)
    return TextMention(
        kind=kind,
        text=source.text,
        value=value,
        page=source.page,
        bbox=source.bbox,
        line=source.line,
        parts=parts,
    )


def _part(line: Line, start: int, end: int) -> MentionPart:
    first, last = line.origin[start], line.origin[end - 1] + 1
    return MentionPart(
        page=line.page,
        bbox=line.box(first, last),
        line=line.number,
        start=line.offset + first,
        end=line.offset + last,
        text=line.printed[first:last],
    )


def _of_records(
    records: Sequence[Record], known: Sequence[TextMention], lines: Mapping[int, Sequence[Line]]
) -> Iterator[TextMention]:
    """Amounts that only a record knows to be money, each print once.

    A line of a text has no places: equal figures on it are as many as it prints (10 [10]).
    """
    bare: Counter[tuple[object, ...]] = Counter()
    for record in records:
        for path, source in record.sources.items():
            money = next((v for v in values_at(record, path) if isinstance(v, Money)), None)
            if money is None or money.yen is None or money.unit_text or _holds(source, known):
                continue
            place = (source.page, source.bbox, source.line, source.text)
            spans = _prints(source, lines.get(source.line or 0, ()))
            if bare[place] >= max(len(spans), 1):
                continue
            span = spans[bare[place]] if spans else None
            bare[place] += 1
            yield _bare(source, money, span)


def _prints(source: Source, lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Where on its line of the file the figure of a source stands, each time it is printed."""
    figure = _FIGURE.search(source.text)
    if figure is None:
        return []
    return [
        (line.offset + match.start() + figure.start(), line.offset + match.start() + figure.end())
        for line in lines
        for match in re.finditer(re.escape(source.text), line.printed)
    ]


def _bare(source: Source, money: Money, span: tuple[int, int] | None) -> TextMention:
    figure = _FIGURE.search(source.text) if span else None
    text = figure[0] if figure else source.text
    part = (
        MentionPart(page=source.page, line=source.line, start=span[0], end=span[1], text=text)
        if span
        else None
    )
    return TextMention(
        kind="money",
        text=text,
        value=money,
        page=source.page,
        bbox=source.bbox,
        line=source.line,
        parts=(part,) if part else (),
    )


def _holds(source: Source, known: Sequence[TextMention]) -> bool:
    """Whether an amount that was found in the text stands where a source does."""
    return any(
        each.kind == "money"
        and each.page == source.page
        and each.line == source.line
        and each.bbox == source.bbox
        and (source.bbox is not None or each.text in source.text)
        for each in known
    )


def _position(mention: TextMention) -> tuple[float, ...]:
    top, left = (mention.bbox[1], mention.bbox[0]) if mention.bbox else (0.0, 0.0)
    start = mention.parts[0].start if mention.parts else 0
    return (mention.page, mention.line or 0, top, left, start)
