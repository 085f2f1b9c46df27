"""Two people's gold of one document, side by side: where they agree, field by field."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rich.table import Table

from pipeline.errors import UsageError
from pipeline.score.compare import compare, same, scored
from pipeline.score.gold import Gold, read_gold
from pipeline.score.lines import Json
from pipeline.score.pair import pair
from pipeline.score.records import name_of
from pipeline.terminal import write_json
from pipeline.words.terminal import Terminal


@dataclass(slots=True)
class FieldAgreement:
    """How often both say the same of a field, and how often not; only where both say something."""

    agree: int = 0
    differ: int = 0

    @property
    def share(self) -> float:
        """The share that agrees."""
        return self.agree / (self.agree + self.differ) if self.agree + self.differ else 1.0


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of which two people say different things, each with the line of their gold."""

    record: str
    field: str
    one: Json
    other: Json
    lines: tuple[int, int]


@dataclass(slots=True)
class Agreement:
    """Agreement by (type, field); records that only one of them has, where both looked."""

    fields: dict[str, FieldAgreement] = field(default_factory=lambda: defaultdict(FieldAgreement))
    differences: list[Difference] = field(default_factory=list)
    both: int = 0
    only_one: list[str] = field(default_factory=list)
    only_other: list[str] = field(default_factory=list)

    @property
    def total(self) -> FieldAgreement:
        """All fields together."""
        each = self.fields.values()
        return FieldAgreement(sum(one.agree for one in each), sum(one.differ for one in each))


def compare_golds(paths: Sequence[str], other: Path) -> Agreement:
    """Compares the gold files in `paths` with those of another person: one of each.

    InputError where a file is no gold, UsageError where there are several.
    """
    if len(paths) != 1:
        raise UsageError("--agreement compares one gold file with one other: give two files")
    return agreement(read_gold(Path(paths[0])), read_gold(other))


def agreement(one: Gold, other: Gold) -> Agreement:
    """What two golds say of the same records. What only one of them vouches for is no difference.

    A record that only one has counts where the other says that it has everything.
    """
    result = Agreement()
    for name in sorted(set(one.types) | set(other.types)):
        mine = [each for each in one.records if each[1]["type"] == name]
        theirs = [each for each in other.records if each[1]["type"] == name]
        pairs = pair([record for _, record in mine], [record for _, record in theirs])
        result.both += len(pairs)
        for row, column in sorted(pairs.items()):
            _compare(mine[row], theirs[column], result)
        for row, (_, record) in enumerate(mine):
            if row not in pairs and other.covers_record(record):
                result.only_one.append(f"{name} {name_of(record)}")
        for column, (_, record) in enumerate(theirs):
            if column not in pairs.values() and one.covers_record(record):
                result.only_other.append(f"{name} {name_of(record)}")
    return result


def _compare(
    mine: tuple[int, dict[str, Json]], theirs: tuple[int, dict[str, Json]], result: Agreement
) -> None:
    record, name = mine[1], str(mine[1]["type"])
    for path, value in scored(record):
        if path not in theirs[1]:
            continue
        for where, want, have in compare(value, theirs[1][path], path):
            counted = result.fields[f"{name}.{path}"]
            if same(want, have):
                counted.agree += want is not None
            else:
                counted.differ += 1
                lines = (mine[0], theirs[0])
                result.differences.append(Difference(name_of(record), where, want, have, lines))


def print_agreement(result: Agreement, *, as_json: bool) -> None:
    """The table of fields, and every difference."""
    if as_json:
        shown = {
            "fields": {
                key: {**asdict(each), "share": each.share} for key, each in result.fields.items()
            },
            "differences": [asdict(each) for each in result.differences],
            "both": result.both,
            "only_one": result.only_one,
            "only_other": result.only_other,
        }
        write_json(shown)
        return
    table = Table(title="agreement", title_justify="left")
    table.add_column("field")
    for heading in ("agree", "differ", "share"):
        table.add_column(heading, justify="right")
    for name, each in (*sorted(result.fields.items()), ("all", result.total)):
        table.add_row(name, f"{each.agree:,}", f"{each.differ:,}", f"{each.share:.4f}")
    out = Terminal()
    out.print(table)
    for found in result.differences:
        one, other = (json.dumps(value, ensure_ascii=False) for value in (found.one, found.other))
        first, second = found.lines
        line = f"{one} (line {first}), {other} (line {second})"
        out.print(f"  [{found.record}] {found.field}: {line}", soft_wrap=True)
    for word, names in (("first", result.only_one), ("second", result.only_other)):
        for name in names:
            out.print(f"  only the {word} has {name}", soft_wrap=True)
