"""The headings of indicator tables: what each column holds, by words and by what stands in it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from models import FiscalYear
from models.page import Cell
from pipeline.assemble.lines.pieces import squeezed
from pipeline.recognise import find_years

Grid: TypeAlias = list[list[Cell | None]]
Role: TypeAlias = Literal[
    "name",
    "scope",
    "number",
    "unit",
    "department",
    "baseline",
    "baseline_year",
    "target",
    "target_year",
    "revised_target",
    "actual",
    "progress",
    "grade",
    "note",
    "year",
]

# Asked in this order: the first that fits says what the heading is.
_VOCABULARY: tuple[tuple[Role, str], ...] = (
    ("number", r"(?:No\.?|番号|項番|№)"),
    ("unit", r"単位"),
    ("note", r"備考|説明|出典|考え方|算出|定義|理由|要因|分析|コメント|根拠|今後の"),
    ("department", r"(?:担当|所管|主管|関係)(?:部|課|局|室|所属|部署|部局|課室|部課)?"),
    ("target_year", r"(?:目標|達成)(?:年度?|年次|時期)"),
    ("baseline_year", r"(?:基準|現状|策定)(?:年度?|年次)"),
    ("revised_target", r"(?:見直し|改定|改訂|変更|修正|上方修正)後?(?:の?目標値?)?"),
    ("progress", r"(?:進捗|達成|到達)(?:率|度合?い?)"),
    ("grade", r"進捗(?:状況|評価|区分|度)?|達成状況|(?:達成|実績)?評価|判定|ランク|区分判定"),
    ("actual", r"実績(?:値|数|等)?|直近値|最新値|(?:年度)?結果"),
    (
        "name",
        r"(?:成果|評価|数値|施策|達成|基本|目標|活動|管理|主要)*指標(?:名|項目|等)?|設定項目|"
        r"数値目標|目標項目|基本目標指標|(?:重要業績(?:評価)?指標)|KPI|項目名?|評価項目|目標指標",
    ),
    (
        "baseline",
        r"(?:基準|現状|当初|現況|従前|初期|策定(?:時|前))(?:値|数値)?(?:の?値)?|(?:戦略|計画)策定時の?値?|現在値?",
    ),
    ("target", r"(?:最終|中間|当面の?|計画)?目標(?:値|数値|水準)?|目標設定値|計画値"),
    (
        "scope",
        r"(?:基本|具体的な?)?(?:目標|施策|方針|方向|分野|政策|取組|プロジェクト|柱)(?:名|項目|分野)?",
    ),
)
_HEADINGS = tuple((role, re.compile(rf"(?:{form})")) for role, form in _VOCABULARY)
_VALUES = ("baseline", "target", "revised_target", "actual", "progress")
_ASIDE = re.compile(r"[(（\[［〔【][^)）\]］〕】\n]{0,100}+[)）\]］〕】]")
_LABEL = re.compile(r"(?P<actual>実績)|(?P<progress>進捗|達成率|達成度)|(?P<target>目標|計画)")
_GRADE = re.compile(
    r"[A-EＳS][①-⑳]?[+\-]?|[◎○△×▲●☆★]|[①-⑤]|順調|概ね順調|おおむね順調|遅れ|達成|未達成"
)
# Headings that name no plan, under which indicators stand.
NO_SCOPE = re.compile(
    r"^[\W\d]*(?:(?:施策の|数値|成果|評価|重要業績評価)?(?:目標|指標)|KPI|設定項目|進捗)"
    r"|現状と課題|具体的な施策|主な(?:事業|取組)"
)
_GOAL = re.compile(r"数値目標|基本目標")
_KPI = re.compile(r"KPI|K\.P\.I|重要業績(?:評価)?指標", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds. `year` is the one its headings name."""

    role: Role | None
    year: FiscalYear | None = None


@dataclass(frozen=True, slots=True)
class Headings:
    """The columns of an indicator table. `last` is the last row of the headings.

    `label` is the column that tells the rows of an indicator apart (実績値, 進捗率), if any.
    """

    columns: tuple[Column, ...]
    first: int
    last: int
    kind: Literal["goal", "kpi"] | None = None
    label: int | None = None

    @property
    def names(self) -> list[int]:
        """The columns in which a name can stand: those headed so or not at all, before values."""
        values = [i for i, column in enumerate(self.columns) if column.role in _VALUES]
        end = min([*values, len(self.columns) if self.label is None else self.label])
        return [i for i in range(end) if self.columns[i].role in ("name", None)]

    def at(self, role: Role) -> list[int]:
        """The columns of a role, from the left."""
        return [index for index, column in enumerate(self.columns) if column.role == role]


def find_headings(grid: Grid, start: int) -> Headings | None:
    """The headings that begin at or after row `start`, or null where no more do."""
    for row in range(start, len(grid)):
        if _begins(grid, row):
            last = row
            while last + 1 < len(grid) and _continues(grid, last + 1):
                last += 1
            return _headings(grid, row, last)
    return None


def row_label(cell: Cell | None) -> str | None:
    """What a cell says of its row: actual, progress or target; null where it is no label."""
    text = squeezed(cell.text) if cell else ""
    match = _LABEL.match(text)
    if not match or len(_ASIDE.sub("", text)) > 12 or re.search(r"\d", _ASIDE.sub("", text)):
        return None
    return match.lastgroup


def kind_of(text: str) -> Literal["goal", "kpi"] | None:
    """What kind of indicator a title announces."""
    if _KPI.search(squeezed(text)):
        return "kpi" if not _GOAL.match(squeezed(text)) else None
    return "goal" if _GOAL.search(squeezed(text)) else None


def kind_of_section(section: Sequence[str]) -> Literal["goal", "kpi"] | None:
    """What kind of indicator the innermost heading that says so announces."""
    return next((kind for title in reversed(section) if (kind := kind_of(title))), None)


def is_grade(text: str) -> bool:
    """Whether a cell's text is a grade and no measured value."""
    return _GRADE.fullmatch(squeezed(text)) is not None


def role_of(text: str) -> Role | None:
    """The role that a heading's words propose; a heading that is a year has the role `year`.

    >>> role_of("現状値（2014 年度）"), role_of("重要業績評価指標 （KPI）"), role_of("H27")
    ('baseline', 'name', 'year')
    """
    whole = squeezed(text)
    bare = _ASIDE.sub("", whole) or whole.strip("()[]〔〕【】")
    if _year(bare) and re.fullmatch(r"[^0-9]{0,2}\d{1,4}(?:年度?末?|[.]\d+末?)?", bare):
        return "year"
    words = bare
    for mention in reversed(find_years(bare)):
        words = words[: mention.start] + words[mention.end :]
    words = words.strip("末の年度:・") or bare
    return next(
        (role for text in (bare, words) for role, form in _HEADINGS if form.fullmatch(text)), None
    )


def _begins(grid: Grid, row: int) -> bool:
    """Whether a row is the first of a set of headings, by the cells that begin in it."""
    roles = {role for cell in _fresh(grid, row) if (role := role_of(cell.text))}
    measured = roles & {"baseline", "target", "actual", "progress"}
    if "name" in roles and measured:
        return True
    if {"name", "year"} <= roles and row + 1 < len(grid):
        return any(row_label(cell) for cell in _fresh(grid, row + 1))
    return {"baseline", "target"} <= roles or {"target", "actual"} <= roles


def _continues(grid: Grid, row: int) -> bool:
    """A second tier: what it prints is headings only, and no new set of them."""
    fresh = _fresh(grid, row)
    return bool(fresh) and all(role_of(cell.text) for cell in fresh) and not _begins(grid, row)


def _fresh(grid: Grid, row: int) -> list[Cell]:
    return [cell for cell in _distinct(grid[row]) if cell.row == row]


def _distinct(row: Sequence[Cell | None]) -> list[Cell]:
    found: list[Cell] = []
    for cell in row:
        if cell is not None and cell.text and all(cell is not other for other in found):
            found.append(cell)
    return found


def _headings(grid: Grid, first: int, last: int) -> Headings:
    """Roles from all tiers of the headings.

    Where a text has lost its merged cells, a heading holds for the empty places right of it over
    which the next tier has something to say.
    """
    width = len(grid[first])
    tiers: list[list[str]] = []
    for row in range(first, last + 1):
        texts = [cell.text if cell else "" for cell in grid[row]]
        if row < last:
            below = grid[row + 1]
            for column in range(1, width):
                under = below[column]
                if not texts[column] and under is not None and under.text:
                    texts[column] = texts[column - 1]
        tiers.append(texts)
    columns = tuple(_column([tier[index] for tier in tiers]) for index in range(width))
    titles = [cell.text for row in grid[first : last + 1] for cell in _distinct(row)]
    kinds = [kind for title in titles if (kind := kind_of(title))]
    headings = Headings(columns, first, last, kinds[0] if kinds else None)
    body: Grid = []
    for row in range(last + 1, len(grid)):
        if _begins(grid, row):
            break
        body.append(grid[row])
    label = _label_column(body)
    return _settled(replace(headings, label=label), body)


def _column(path: Sequence[str]) -> Column:
    texts = list(dict.fromkeys(text for text in path if text))
    roles = [role for text in texts if (role := role_of(text))]
    year = next((year for text in reversed(texts) if (year := _year(text))), None)
    for role in ("revised_target", "progress", "grade", "actual", "target"):
        if role in roles and not (role == "grade" and "year" in roles):
            return Column(role, year)
    if "year" in roles:
        return Column("baseline" if "baseline" in roles else "actual", year)
    return Column(roles[-1] if roles else None, year)


def _year(text: str) -> FiscalYear | None:
    plain = squeezed(text)
    if re.fullmatch(r"(?:19|20)\d\d", plain):
        plain += "年度"
    found = find_years(plain)
    return found[-1].value if found else None


def _label_column(body: Grid) -> int | None:
    """The column whose cells say 実績値 and 進捗率, by most of the rows."""
    votes: Counter[int] = Counter()
    for row in body:
        for index, cell in enumerate(row):
            if row_label(cell):
                votes[index] += 1
                break
    return votes.most_common(1)[0][0] if votes else None


def _settled(headings: Headings, body: Grid) -> Headings:
    """The years and the grade column set right by what stands in the columns.

    Where merged cells are lost, a grade's heading can stand over values and a year's over the
    grades: the years keep their order, and the grades are where they are printed.
    """
    if headings.label is None:
        return headings
    after = range(headings.label + 1, len(headings.columns))
    dated = [
        index
        for index in after
        if headings.columns[index].role in ("actual", "progress") and headings.columns[index].year
    ]
    texts = {index: _texts(body, index) for index in after}
    graded = [i for i in after if texts[i] and all(is_grade(text) for text in texts[i])]
    values = [i for i in after if texts[i] and i not in graded]
    in_place = set(values) <= set(dated) and not set(graded) & set(dated)
    if not dated or in_place or len(values) > len(dated):
        return headings
    columns = list(headings.columns)
    for index in after:
        columns[index] = Column("grade") if index in graded else Column(None)
    for index, place in zip(values, dated, strict=False):
        columns[index] = Column("actual", headings.columns[place].year)
    return replace(headings, columns=tuple(columns))


def _texts(body: Grid, column: int) -> list[str]:
    return [cell.text for row in body if (cell := row[column]) is not None and cell.text]
