"""How right an extraction is: found records held against gold ones, field by field.

Gold records hold only the fields that somebody vouches for; those are scored and no others. What
gold does not have is one too many only where gold says that it has everything.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.score.calibration import Judged
from pipeline.score.compare import compare, leaves, same, scored
from pipeline.score.gold import Gold, parse_gold
from pipeline.score.kinds import Kind, Others, kind_of
from pipeline.score.lines import Json, JsonObject
from pipeline.score.pair import pair
from pipeline.score.records import amount_of, figures, name_of, place_of

__all__ = ["Evaluation", "Miss", "Score", "evaluate", "evaluate_gold"]


@dataclass(frozen=True, slots=True)
class Miss:
    """A scored field that is not as gold has it. `field` is empty where the whole record is.

    `line` is gold's, 0 where gold has no such record. `bbox` is where to look on the page.
    """

    type: str
    record: str
    field: str
    gold: Json
    found: Json
    page: int | None = None
    kind: Kind = "value"
    line: int = 0
    bbox: tuple[float, ...] | None = None


@dataclass(slots=True)
class Score:
    """Counts of fields: right, wrong or missing in what was found, found but not in gold."""

    gold_records: int = 0
    found_records: int = 0
    paired_records: int = 0
    right: int = 0
    missing: int = 0
    wrong: int = 0
    extra: int = 0

    @property
    def precision(self) -> float:
        """Of the fields found, the share that is right."""
        found = self.right + self.wrong + self.extra
        return self.right / found if found else 1.0

    @property
    def recall(self) -> float:
        """Of gold's fields, the share that was found right."""
        gold = self.right + self.wrong + self.missing
        return self.right / gold if gold else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def add(self, other: "Score") -> None:
        """Adds another count to this one."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(slots=True)
class Evaluation:
    """Scores by record type and by (type, field), and every miss.

    `money` counts amounts, each right or wrong as a whole; `yen` counts the same by their size.
    `judged` are the values that came with a confidence, and whether they were right.
    """

    types: dict[str, Score] = field(default_factory=dict)
    fields: dict[tuple[str, str], Score] = field(default_factory=dict)
    misses: list[Miss] = field(default_factory=list)
    money: Score = field(default_factory=Score)
    yen: Score = field(default_factory=Score)
    judged: list[Judged] = field(default_factory=list)

    @property
    def total(self) -> Score:
        """All types together."""
        return total_of(self.types.values())

    @property
    def kinds(self) -> dict[str, int]:
        """How many misses there are of each kind."""
        counts: dict[str, int] = {}
        for miss in self.misses:
            counts[miss.kind] = counts.get(miss.kind, 0) + 1
        return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))

    def add(self, other: "Evaluation") -> None:
        """Adds another document's evaluation to this one."""
        for name, score in other.types.items():
            self.types.setdefault(name, Score()).add(score)
        for key, score in other.fields.items():
            self.fields.setdefault(key, Score()).add(score)
        self.misses.extend(other.misses)
        self.money.add(other.money)
        self.yen.add(other.yen)
        self.judged.extend(other.judged)


def total_of(scores: Iterable[Score]) -> Score:
    """The sum of scores."""
    total = Score()
    for score in scores:
        total.add(score)
    return total


def evaluate(gold: Sequence[JsonObject], found: Sequence[JsonObject]) -> Evaluation:
    """Scores found records against gold lines, as `evaluate_gold`."""
    return evaluate_gold(parse_gold(enumerate(gold, 1)), found)


def evaluate_gold(gold: Gold, found: Sequence[JsonObject]) -> Evaluation:
    """Scores found records against gold. Types that gold says nothing of are not scored."""
    evaluation = Evaluation()
    pairings = []
    paired: set[int] = set()
    for name in gold.types:
        wanted = [each for each in gold.records if each[1]["type"] == name]
        there = [(at, record) for at, record in enumerate(found) if record.get("type") == name]
        if not wanted and not there:
            continue
        pairs = pair([record for _, record in wanted], [record for _, record in there])
        pairings.append((name, wanted, there, pairs))
        paired |= {there[column][0] for column in pairs.values()}
    others = Others(found, paired)
    for name, wanted, there, pairs in pairings:
        score = evaluation.types.setdefault(name, Score(len(wanted), len(there), len(pairs)))
        vouched = {path for _, record in wanted for path, _ in scored(record)}
        for row, (line, expected) in enumerate(wanted):
            partner = there[pairs[row]][1] if row in pairs else None
            _score_record(_Pair(line, expected, partner), others, evaluation)
        for column in sorted(set(range(len(there))) - set(pairs.values())):
            at, record = there[column]
            if gold.covers_record(record) and not others.is_taken(at):
                _score_spurious(record, vouched, evaluation)
        evaluation.types[name] = score
    evaluation.misses.sort(key=lambda miss: (miss.type, miss.line == 0, miss.line))
    return evaluation


@dataclass(frozen=True, slots=True)
class _Pair:
    line: int
    gold: JsonObject
    found: JsonObject | None


def _score_record(each: _Pair, others: Others, evaluation: Evaluation) -> None:
    """Counts the fields of a gold record, and lists what is not as it should be."""
    name, label = str(each.gold["type"]), name_of(each.gold)
    score = evaluation.types[name]
    if each.found is None:
        kind: Kind = "type" if others.of_another_type(each.gold) else "missing"
        place = place_of(each.gold, None)
        miss = Miss(name, label, "", label, None, place.page, kind, each.line, place.bbox)
        evaluation.misses.append(miss)
    for path, value in scored(each.gold):
        counts = Score()
        found = each.found.get(path) if each.found else None
        for where, want, have in compare(value, found, path):
            if same(want, have):
                counts.right += want is not None
                continue
            if want is None:
                counts.extra += 1
            elif have is None:
                counts.missing += 1
            else:
                counts.wrong += 1
            if each.found is not None:
                place = place_of(each.found, where, each.gold)
                kind = kind_of(where, want, have, gold=each.gold, found=each.found, others=others)
                miss = Miss(name, label, where, want, have, place.page, kind, each.line, place.bbox)
                evaluation.misses.append(miss)
        score.add(counts)
        evaluation.fields.setdefault((name, path), Score()).add(counts)
    _score_figures(each, evaluation)


def _score_figures(each: _Pair, evaluation: Evaluation) -> None:
    """Counts gold's amounts as wholes, by number and by yen; and what was said of being sure."""
    found = each.found or {}
    confidence = found.get("confidence")
    for path, want, have in figures(each.gold, found):
        agrees = all(same(a, b) for _, a, b in compare(want, have))
        yen = amount_of(want)
        if yen is not None or amount_of(have) is not None:
            _count(evaluation.money, want, have, agrees, by=1)
            _count(evaluation.yen, want, have, agrees, by=abs(yen or amount_of(have) or 0))
        said = confidence.get(path) if isinstance(confidence, dict) else None
        if isinstance(said, int | float) and have is not None:
            evaluation.judged.append(Judged(float(said), agrees))


def _count(score: Score, want: Json, have: Json, agrees: bool, *, by: int) -> None:
    if want is None:
        score.extra += by * (have is not None)
    elif have is None:
        score.missing += by
    elif agrees:
        score.right += by
    else:
        score.wrong += by


def _score_spurious(record: JsonObject, vouched: set[str], evaluation: Evaluation) -> None:
    """Counts a record that gold has not, where gold has everything."""
    name, label = str(record["type"]), name_of(record)
    there = {path: value for path, value in scored(record) if path in vouched or not vouched}
    if vouched:
        count = sum(len(leaves(value)) for value in there.values())
    else:
        count = 1 + sum(have is not None for _, _, have in figures({}, record))
    evaluation.types[name].extra += count
    place = place_of(record, None)
    evaluation.misses.append(
        Miss(name, label, "", None, label, place.page, "spurious", 0, place.bbox)
    )
    confidence = record.get("confidence")
    for path, _, have in figures({}, record):
        yen = amount_of(have)
        if yen is not None and (path.partition(".")[0] in vouched or not vouched):
            evaluation.money.extra += 1
            evaluation.yen.extra += abs(yen)
        said = confidence.get(path) if isinstance(confidence, dict) else None
        if isinstance(said, int | float):
            evaluation.judged.append(Judged(float(said), False))
