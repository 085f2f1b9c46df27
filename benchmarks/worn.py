"""How well years are matched whose names were worn, without printed prior amounts.

A real year (Setagaya's table, at ../shared/corpus) is followed by one that is made: departments are
reorganised, projects end, begin, are split and joined, and more and more names are worn as issuers,
typists and readers wear them. Two simple ways stand beside: equal name and section, and rapidfuzz
with a greedy choice of the likest.
"""

import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rapidfuzz import fuzz, process

from pipeline.match import match
from pipeline.match.names import heading_key
from tests.corpus.setagaya import Row, Simulated, entries, load, simulate

CORPUS = Path(__file__).resolve().parents[1].parent / "shared/corpus/setagaya-years"
LEVELS = (0.0, 0.15, 0.3, 0.5, 0.7)
"""The share of names that are worn."""

_LIKEST = 80.0
# Words of which one does not stand for the other, however alike the names are.
_SISTERS = (
    ("小学校", "中学校"),
    ("農業", "林業"),
    ("第一", "第二"),
    ("東", "西"),
    ("北", "南"),
    ("男性", "女性"),
    ("児童", "生徒"),
    ("高齢者", "障害者"),
    ("保育園", "幼稚園"),
    ("河川", "公園"),
    ("乳児", "幼児"),
    ("区民", "事業者"),
)
_SISTER = 0.05
_TAILS = ("費", "事業", "事業費", "の推進", "推進事業", "経費", "等", "業務", "支援")
_HEADS = ("第2期", "新", "区", "地域", "令和7年度", "総合")
_WORDS = (
    ("推進", "促進"),
    ("支援", "助成"),
    ("整備", "改修"),
    ("運営", "管理運営"),
    ("維持管理", "維持運営"),
    ("対策", "対応"),
    ("普及", "啓発"),
    ("補助", "助成"),
    ("施設", "設備"),
    ("調査", "調査研究"),
    ("及び", "・"),
    ("・", "、"),
    ("、", "及び"),
    ("子ども", "こども"),
    ("障害者", "障がい者"),
    ("高齢者", "シニア"),
)
_NOTES = ("(1/2)", "(2/3)", "(12人)", "(3か所)", "(拡充)", "(一部新規)", "(臨時)", "(委託料)")
_SLIPS = "ー一 ロ口 カ力 ニ二 未末 大太 間問 険検 日曰 土士 千干 員貝 育青 区匹 護獲"


@dataclass(frozen=True)
class Score:
    """How well the pairs agree with the projects' numbers."""

    pairs: int
    precision: float
    recall: float


def wear(made: Simulated, *, share: float, seed: int) -> Simulated:
    """The year with a share of its names worn, and what is new among what it is like.

    A project that ends and one that begins often stand in one place, with names of sisters, and
    trap who trusts order or likeness.
    """
    chance = random.Random(f"{seed}-{share}")
    rows = [
        replace(row, name=worn(row.name, chance)) if chance.random() < share else row
        for row in made.rows
    ]
    rows = [_swapped(row, index, chance) for index, row in enumerate(rows)]
    lasting = [row for row in rows if "-" not in row.number and row.number.isdigit()]
    at: dict[object, list[int]] = {}
    for index, row in enumerate(lasting):
        at.setdefault((row.department, row.place), []).append(index)
    placed: list[tuple[float, Row]] = [(float(index), row) for index, row in enumerate(lasting)]
    for row in rows:
        if row.number.isdigit():
            continue
        near = at.get((row.department, row.place)) or range(len(lasting))
        placed.append((chance.choice(near) + chance.random(), row))
    placed.sort(key=lambda pair: pair[0])
    return replace(made, rows=[row for _, row in placed])


def _swapped(row: Row, index: int, chance: random.Random) -> Row:
    """Now and then another project in its place, named as its sister: 中学校 for 小学校."""
    for one, other in _SISTERS if row.number.isdigit() else ():
        for old, new in ((one, other), (other, one)):
            if old in row.name and new not in row.name and chance.random() < _SISTER:
                name = row.name.replace(old, new, 1)
                return replace(row, number=f"sister{index}", name=name, prior=0)
    return row


def worn(name: str, chance: random.Random) -> str:
    """The name as a later year, another typist or a reader has it; one wear in four comes twice."""
    for _ in range(1 + (chance.random() < 0.25)):
        name = chance.choice(_WEARS)(name, chance)
    return name


def _tail(name: str, chance: random.Random) -> str:
    for tail in sorted(_TAILS, key=len, reverse=True):
        if name.endswith(tail) and len(name) > len(tail) + 2:
            return name.removesuffix(tail) + chance.choice(("", chance.choice(_TAILS)))
    return name + chance.choice(_TAILS)


def _word(name: str, chance: random.Random) -> str:
    for old, new in chance.sample(_WORDS, len(_WORDS)):
        if old in name:
            return name.replace(old, new, 1)
    return chance.choice(_HEADS) + name


def _note(name: str, chance: random.Random) -> str:
    return name + chance.choice(_NOTES)


def _cut(name: str, chance: random.Random) -> str:
    """Cut at a line's end."""
    return name[: max(len(name) - chance.randint(1, 4), 3)]


def _short(name: str, chance: random.Random) -> str:
    """Abbreviated in the middle."""
    if len(name) < 7:
        return name + "等"
    start = chance.randrange(2, len(name) - 4)
    return name[:start] + name[start + chance.randint(1, 3) :]


def _slip(name: str, chance: random.Random) -> str:
    slips = _SLIPS.split()
    for right, wrong in chance.sample(slips, len(slips)):
        if right in name:
            return name.replace(right, wrong, 1)
    index = chance.randrange(len(name))
    return name[:index] + "〓" + name[index + 1 :]


_WEARS: tuple[Callable[[str, random.Random], str], ...] = (
    _tail,
    _word,
    _note,
    _cut,
    _short,
    _slip,
)


def ours(old: Sequence[Row], new: Sequence[Row]) -> list[tuple[Row, Row]]:
    """The pairs that this program holds to be facts, without prior amounts."""
    found = match(entries(old, prior=False), entries(new, prior=False), adjacent=True)
    return [(old[int(p.old.id)], new[int(p.new.id)]) for p in found.pairing.pairs]


def equal(old: Sequence[Row], new: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Equal name and section, each row once."""
    places: dict[tuple[object, ...], list[Row]] = {}
    for row in old:
        places.setdefault((row.name, *map(heading_key, row.place)), []).append(row)
    pairs = []
    for row in new:
        others = places.get((row.name, *map(heading_key, row.place)))
        if others:
            pairs.append((others.pop(0), row))
    return pairs


def greedy(old: Sequence[Row], new: Sequence[Row]) -> list[tuple[Row, Row]]:
    """rapidfuzz: the likest pair of names first, down to a ratio of 80, each row once."""
    table = process.cdist(
        [row.name for row in old],
        [row.name for row in new],
        scorer=fuzz.ratio,
        score_cutoff=_LIKEST,
    )
    places = [
        (-table[i, j], old[i].department != new[j].department, i, j)
        for i, j in zip(*table.nonzero(), strict=True)
    ]
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    pairs = []
    for _, _, i, j in sorted(places):
        if i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            pairs.append((old[i], new[j]))
    return pairs


def score(pairs: Sequence[tuple[Row, Row]], old: Sequence[Row], made: Simulated) -> Score:
    """Pairs against numbers.

    What a project was split into, or joined with others into, is what became of it: with no printed
    amount nobody can say more. Such pairs are neither right nor wrong.
    """
    numbers = {row.number for row in old}
    lasting = sum(row.number in numbers for row in made.rows)
    judged = [pair for pair in pairs if not is_part(*pair, made)]
    right = sum(before.number == after.number for before, after in judged)
    return Score(len(pairs), right / max(len(judged), 1), right / max(lasting, 1))


def is_part(old: Row, new: Row, made: Simulated) -> bool:
    """Whether one is what the other was split into, or joined into."""
    return new.number in made.splits.get(old.number, ()) or old.number in made.merges.get(
        new.number, ()
    )


METHODS: tuple[tuple[str, Callable[[Sequence[Row], Sequence[Row]], list[tuple[Row, Row]]]], ...] = (
    ("yosano", ours),
    ("equal name and section", equal),
    ("rapidfuzz, greedy", greedy),
)


def measure(old: Sequence[Row], *, share: float, seed: int) -> dict[str, Score]:
    """Each method's score on one made year, ours first."""
    made = wear(simulate(old, seed=seed), share=share, seed=seed)
    return {name: score(method(old, made.rows), old, made) for name, method in METHODS}


def main() -> int:
    """Prints the table that docs/years.md has."""
    if not CORPUS.is_dir():
        sys.stdout.write("worn names: no corpus at ../shared/corpus\n")
        return 0
    sys.stdout.write(f"{'names worn':>10}  {'method':<24}{'precision':>10}{'recall':>8}\n")
    for share in LEVELS:
        runs = [
            measure(load(CORPUS, year), share=share, seed=seed)
            for year, seed in ((2018, 101), (2019, 102), (2020, 103))
        ]
        for name, _ in METHODS:
            some = [run[name] for run in runs]
            precision = sum(each.precision for each in some) / len(some)
            recall = sum(each.recall for each in some) / len(some)
            sys.stdout.write(f"{share:>10.0%}  {name:<24}{precision:>10.3f}{recall:>8.3f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
