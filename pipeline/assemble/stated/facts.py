"""The last family: any stated figure that is in no other record becomes a fact."""

import re
from collections.abc import Iterator, Sequence

from models import Fact, FiscalYear, Money, Quantity, Record, Source
from models.page import Line, Placed, Role, Table, TextBlock
from pipeline.assemble.family import About, Taken
from pipeline.assemble.lines.pieces import tidy
from pipeline.assemble.stated.prose import Stated, sentence_at, stated
from pipeline.assemble.stated.totals import inverted_total, total_of
from pipeline.assemble.tables.context import unit_above, unit_over
from pipeline.assemble.tables.figures import whole
from pipeline.assemble.tables.row_facts import labelled_figure, row_facts
from pipeline.assemble.tables.sheets import read_sheets

_FURNITURE = frozenset({Role.HEADER, Role.FOOTER, Role.PAGE_NUMBER})
_NEAR = 3.0
# A clause that says nothing by itself: the sentence has to stand for it.
_DANGLING = re.compile(
    r"(?:増|減|から|まで|より|との|で|し|し?た|一組|計|その(?!他)|これ|約|同|各)(?![一-龠]{2})|当たり|総額で"
)
# A numbered heading that stands right above a sentence is no part of it.
_TITLE = re.compile(
    r"\s*(?:[(（]\d{1,2}[)）]|[①-⑳]|第\d{1,2}[章節]?|\d{1,2}[.．])\s*[^。、\d]{4,}[^。、]"
)
_LONGEST_TITLE = 40
_OF_PLACE = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)年?\s?)?(?P<place>北海道|東京都|[^\W\d_]{2,3}[府県]|全国|道内|県内|全道|本道)"
)


def facts(blocks: Sequence[Placed], about: About) -> Taken:
    """Totals and facts from whatever tables and text are left."""
    records: list[Record] = []
    sheets, issues = read_sheets(blocks, about)
    for sheet in sheets:
        for row in sheet.rows:
            records.extend(row_facts(sheet, row, about))
    for place, placed in enumerate(blocks):
        if isinstance(placed.block, TextBlock) and placed.block.role not in _FURNITURE:
            records.extend(_text_facts(blocks, place, placed.block, about))
    return Taken(records, issues, [])


def _text_facts(
    blocks: Sequence[Placed], place: int, block: TextBlock, about: About
) -> Iterator[Record]:
    placed = blocks[place]
    year = about.fiscal_year.year if about.fiscal_year else None
    unit = unit_above(blocks, place)
    if unit is None and _is_listed(block):
        unit = unit_over(blocks, place)
    runs = [(lines, stated(lines, unit=unit, year=year)) for lines in _runs(block.lines)]
    money = any(isinstance(figure.value, Money) for _, found in runs for figure in found)
    for lines, found in runs:
        inverted = inverted_total(lines, found, about, placed.section)
        if inverted is not None:
            yield inverted[0]
            found[:] = [figure for figure in found if figure not in inverted[1]]
    figures_left = [(lines, figure) for lines, found in runs for figure in found]
    at = 0
    while at < len(figures_left):
        total = total_of([figure for _, figure in figures_left[at:]], about, placed.section)
        if total is not None:
            yield total[0]
            at += total[1]
            continue
        lines, figure = figures_left[at]
        at += 1
        label, where = _label_of(blocks, place, (lines, figure), money=money)
        scope = placed.section[-1] if placed.section else None
        label, scope, dated = _placed_label(label, scope)
        sources: dict[str, Source] = {"value": figure.source}
        if where is not None:
            sources["label"] = where
        yield Fact(
            page=figure.source.page,
            section=placed.section,
            sources=sources,
            label=label,
            value=_signed(figure.value, figure.turn),
            scope=scope,
            fiscal_year=figure.year or dated,
        )


def _is_listed(block: TextBlock) -> bool:
    """Whether a block ends with a name and a bare amount, as the lines of an account do."""
    found = labelled_figure(block.lines[-1]) if block.lines else None
    return found is not None and bool(found[1]) and not found[0].unit and found[0].scale == 1


def _label_of(
    blocks: Sequence[Placed], place: int, found: tuple[Sequence[Line], Stated], *, money: bool
) -> tuple[str, Source | None]:
    """What a figure is about: its clause; of a count in a sentence, all of the sentence."""
    lines, figure = found
    alone = figure.relative and not figure.subject
    dangling = alone or len(figure.name) < 2 or _DANGLING.match(figure.name)
    if dangling or (isinstance(figure.value, Quantity) and not money):
        sentence = sentence_at(lines, figure)
        if sentence is not None:
            return sentence
    if figure.name:
        return figure.name, figure.label_source
    near = _nearest_label(blocks, place)
    if near is not None:
        return near
    section = blocks[place].section
    return (section[-1] if section else figure.value.text), None


def _placed_label(label: str, scope: str | None) -> tuple[str, str | None, FiscalYear | None]:
    """2030 北海道 under 推計人口 is the 推計人口 of 北海道 in 2030."""
    match = _OF_PLACE.fullmatch(label)
    if match is None or scope is None:
        return label, scope, None
    year = int(match["year"]) if match["year"] else None
    dated = FiscalYear(year=year, basis="calendar", text=match["year"]) if year else None
    return scope, match["place"], dated


def _signed(value: Money | Quantity, turn: int) -> Money | Quantity:
    """A percentage or amount with the sign of the 減 printed after it."""
    if turn >= 0:
        return value
    if isinstance(value, Money) and value.yen is not None and value.yen > 0:
        return value.model_copy(update={"yen": -value.yen})
    if isinstance(value, Quantity) and value.value is not None and value.value > 0:
        return value.model_copy(update={"value": -value.value})
    return value


def _runs(lines: Sequence[Line]) -> Iterator[tuple[Line, ...]]:
    """Lines that run on; a line that is a label and its figure stands by itself."""
    run: list[Line] = []
    for line in lines:
        titled = len(line.text) <= _LONGEST_TITLE and bool(_TITLE.fullmatch(line.text))
        alone = titled or (labelled_figure(line) is not None and whole(line.text) is None)
        if alone and not _runs_on(run):
            if run:
                yield tuple(run)
            run = []
            yield (line,)
            continue
        run.append(line)
    if run:
        yield tuple(run)


def _runs_on(run: Sequence[Line]) -> bool:
    """Whether the lines so far are a sentence that has not ended."""
    text = "".join(line.text for line in run)
    return bool(run) and (len(run[-1].text) > 20 or "、" in text) and not text.endswith("。")


def _nearest_label(blocks: Sequence[Placed], place: int) -> tuple[str, Source] | None:
    """The words nearest to a figure that stands alone, as on a chart."""
    block = blocks[place].block
    own = _box(block)
    if own is None:
        return None
    best: tuple[float, Line] | None = None
    for placed in blocks:
        other = placed.block
        if other is block or other.page != block.page or isinstance(other, Table):
            continue
        for line in other.lines:
            box = line.bbox
            if box is None or not re.search(
                r"[^\W\d_]{2}", re.sub(r"[円%人件億万千]", "", line.text)
            ):
                continue
            gap_x = max(box[0] - own[2], own[0] - box[2], 0.0)
            gap_y = max(box[1] - own[3], own[1] - box[3], 0.0)
            distance = gap_x + gap_y
            if distance < _NEAR * (line.size or 10.0) and (best is None or distance < best[0]):
                best = (distance, line)
    if best is None:
        return None
    text = re.split(r"[\d△▲]", best[1].text)[0].strip(" 　()（）:：・")
    return (tidy(text), best[1].source()) if text else None


def _box(block: TextBlock | Table) -> tuple[float, float, float, float] | None:
    if isinstance(block, Table):
        return block.bbox
    return block.lines[0].bbox if block.lines else None
