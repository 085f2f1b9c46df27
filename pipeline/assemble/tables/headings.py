"""Where a table's headings end and its rows begin."""

import re
from collections.abc import Sequence

from models.page import Table
from pipeline.assemble.tables.context import heading_year
from pipeline.assemble.tables.roles import funding_of, role_of, unit_note
from pipeline.assemble.tables.rows import Row, rows_of
from pipeline.recognise import find_years

_MOST_HEADING_ROWS = 6
_LONGEST_YEAR_HEADING = 16
_LONGEST_HEADING = 40
_SHORT = 28
_FEWEST = 2
_UNIT = re.compile(r"(?:[千万億兆百十]+)?円|[%％]|人|件|箇所|か所|m|km|㎡|ha|千人|戸|世帯")
_DIGIT = re.compile(r"\d")
# 市民1人当たり is a heading and no figure.
_EACH = re.compile(r"1(?:人|世帯|戸|件|日|か?月|年)(?:当|あ)たり")
# So are 経験年数10年, 28歳~31歳 and 3%以上.
_STEP = re.compile(
    r"\d{1,3}\s?(?:年|歳|人|級|か?月|日|回|割|[%％]|次|期)(?:以上|未満|以下|超|目)?(?![\d当])"
)
_BRACKETED = re.compile(r"[(（【\[〔][^()（）【】\[\]〔〕]*[)）】\]〕]")
_WORDS = re.compile(r"[一-龠ぁ-んァ-ヺ]{3}")
_YEAR_ONLY = re.compile(r"(?:19|20)\d\d")


def bands(table: Table) -> list[tuple[list[Row], list[Row]]]:
    """The table cut where new headings begin: heading rows and the rows below them."""
    rows = rows_of(table)
    found: list[tuple[list[Row], list[Row]]] = []
    at = 0
    while at < len(rows):
        above = found[-1][0] if found else ()
        headings = _heading_rows(rows, at, above)
        start = at + headings
        end = start
        above = rows[at:start] or above
        while end < len(rows) and not (end > start and _heading_rows(rows, end, above)):
            end += 1
        if end > start:
            if found and headings and _same_texts(found[-1][0], rows[at:start]):
                found[-1][1].extend(rows[start:end])
            else:
                found.append((rows[at:start], rows[start:end]))
        at = max(end, at + 1)
    return found


def heading_parts(headings: Sequence[Row], column: int) -> list[str]:
    """The headings of a column, outermost first; a unit in a row of its own goes in brackets."""
    parts: list[str] = []
    for row in headings:
        text = row.text(column)
        if text and _is_units(row):
            filled = [at for at, part in enumerate(parts) if part]
            if filled:
                parts[filled[-1]] += f"({text})"
                continue
            text = f"({text})"
        parts.append(text)
    return parts


def _heading_rows(rows: Sequence[Row], at: int, above: Sequence[Row]) -> int:
    """How many rows from `at` are headings: no figures, and known words in the last of them.

    `above` are the headings that hold so far.
    """
    last = 0
    for count, row in enumerate(rows[at : at + _MOST_HEADING_ROWS], 1):
        if _has_figures(row):
            break
        known = _known_headings(row)
        if known >= 2 or (last and known and _reaches(rows[at + last - 1], row)):
            last = count
    if not last:
        last = int(_cut_anew(rows, at) or _begins_anew(above, rows[at])) if at else _heads(rows)
    if last and at + last < len(rows) and _is_units(rows[at + last]):
        last += 1
    return last


def _is_units(row: Row) -> bool:
    """Whether the row holds nothing but the units of its columns: 千円, %."""
    texts = [text for text in row.texts if text]
    return any("円" in text for text in texts) and all(_UNIT.fullmatch(text) for text in texts)


def _heads(rows: Sequence[Row]) -> int:
    """How many first rows are headings though their words are not known.

    Short words stand over every column that the first row of figures fills.
    """
    if _heads_alike(rows):
        return 1
    count = next((n for n, row in enumerate(rows) if _has_figures(row)), 0)
    if not 0 < count <= _MOST_HEADING_ROWS:
        return 0
    cells = [(row.cells[i], row.text(i)) for row in rows[:count] for i in range(len(row.cells))]
    texts = {id(cell): text for cell, text in cells if text}
    if any(figure for row in rows[:count] for figure in row.figures):
        return 0
    full = count == 1 and all(figure is not None for figure in rows[1].figures)
    if len(texts) < _FEWEST or (len(texts) == _FEWEST and not full):
        return 0
    if not all(_may_head(text) for text in texts.values()):
        return 0
    filled = [index for index, figure in enumerate(rows[count].figures) if figure is not None]
    covered = all(any(row.text(index) for row in rows[:count]) for index in filled)
    return count if covered and (count == 1 or len(filled) >= _FEWEST) else 0


def _heads_alike(rows: Sequence[Row]) -> bool:
    """Whether the first row names what the same words are said of below, each with its figure.

    音威子府村 and 北海道 over 1人当たり平均支給額 1,377 千円 and 1人当たり平均支給額 1,682 千円.
    """
    first = rows[0]
    texts = [text for text in first.texts if text]
    if len(texts) < len(first.texts) or len(set(texts)) < _FEWEST or not all(first.begins):
        return False
    if any(first.figures) or not all(_may_head(text) for text in texts):
        return False
    said = [
        [_DIGIT.sub("", t) for t in row.texts if _DIGIT.search(t) and _WORDS.search(t)]
        for row in rows[1:]
    ]
    return any(len(own) > len(set(own)) for own in said)


def _may_head(text: str) -> bool:
    """Whether words may stand over a column: few, and no figures but of years and in brackets."""
    bare = _STEP.sub("", _BRACKETED.sub("", _EACH.sub("", text)))
    for mention in reversed(find_years(bare)):
        bare = bare[: mention.start] + bare[mention.end :]
    return len(bare) <= _SHORT and not _DIGIT.search(bare)


def _cut_anew(rows: Sequence[Row], at: int) -> bool:
    """Whether a row heads another table: short words over columns that none above it had."""
    above, row = rows[at - 1], rows[at]
    if not all(row.begins) or sum(above.begins) * 2 > len(above.begins):
        return False
    return at + 1 < len(rows) and all(text and _may_head(text) for text in row.texts)


def _begins_anew(above: Sequence[Row], row: Row) -> bool:
    """Whether a row says again what heads the first column, over columns of other names: 区分."""
    if not above or any(figure is not None for figure in row.figures):
        return False
    own = [index for index, text in enumerate(row.texts) if text and row.begins[index]]
    if len(own) < _FEWEST or not all(_may_head(row.text(index)) for index in own):
        return False
    return row.text(own[0]) in {heading.text(own[0]) for heading in above}


def _reaches(above: Row, row: Row) -> bool:
    """Whether cells of the row above reach down into this one, as nested headings do."""
    return any(a is not None and a is b for a, b in zip(above.cells, row.cells, strict=True))


def _has_figures(row: Row) -> bool:
    return any(
        figure is not None and figure.value is not None and not _YEAR_ONLY.fullmatch(figure.text)
        for figure in row.figures
    )


def _known_headings(row: Row) -> int:
    """How many different cells of the row are words of table headings or years."""
    known = set()
    for cell, text in zip(row.cells, row.texts, strict=True):
        if not text or len(text) > _LONGEST_HEADING or id(cell) in known:
            continue
        year, rest = heading_year(text, 2020)
        dated = year is not None and len(text) <= _LONGEST_YEAR_HEADING
        worded = role_of(rest) or role_of(text) or funding_of(text)
        if dated or worded or unit_note(text) is not None:
            known.add(id(cell))
    return len(known)


def _same_texts(above: Sequence[Row], below: Sequence[Row]) -> bool:
    def texts(rows: Sequence[Row]) -> list[list[str]]:
        return [[row.text(index) for index in range(len(row.cells))] for row in rows]

    return texts(above) == texts(below)
