"""What a schema gives back: the records of a table, and how sure it is of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from models import Money, Quantity, Record, Source
from pipeline.bind.texts import probability, whole_bits
from pipeline.schemas.grid import Entry, Grid, Head, Label

# What is read by a heading that says it, without a proof.
_SAID = 6.0


@dataclass(frozen=True, slots=True)
class Reading:
    """The records of a table by one schema, and the evidence for that schema in bits."""

    records: tuple[Record, ...]
    bits: float

    @property
    def figures(self) -> frozenset[tuple[object, ...]]:
        """Where the figures of the records stand."""
        return frozenset(
            (source.page, *(round(edge) for edge in source.bbox or ()), source.line, source.text)
            for record in self.records
            for name, source in record.sources.items()
            if name != "name"
        )


@dataclass
class Filling:
    """The fields of one record while its cells are read."""

    grid: Grid
    entry: Entry
    fields: dict[str, object] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    sure: dict[str, float] = field(default_factory=dict)
    named: Label | None = None

    def name(self, label: Label, text: str, *, field_name: str = "name") -> None:
        """Takes a name from a label."""
        self.named = label
        at = label.passage.text.find(text[:1]) if text else -1
        self.fields[field_name] = text
        self.sources[field_name] = label.passage.source(max(at, 0))
        self.sure[field_name] = probability(min(_SAID, whole_bits(text) + 4.0))

    def text(self, field_name: str, label: Label) -> None:
        """Takes a text from a label as it is."""
        self.fields[field_name] = label.text
        self.sources[field_name] = label.passage.source()

    def money(self, field_name: str, head: Head | None, *, bits: float = _SAID) -> Money | None:
        """Takes a cell's amount, where there is one."""
        found = self.grid.money(self.entry, head) if head is not None else None
        if found is None:
            return None
        self.fields[field_name], self.sources[field_name] = found
        sure = bits if self.grid.sheet.unit_sure or found[0].unit_text else min(bits, -1.0)
        self.sure[field_name] = probability(sure)
        return found[0]

    def common(self) -> Mapping[str, object]:
        """What every record has: its page, its headings, its places, and how sure it is."""
        column = self.named.column if self.named is not None else 0
        outer = (label.text for label in self.entry.labels if label.column < column)
        groups = (*self.grid.section, *self.entry.groups, *outer)
        return {
            "page": self.entry.row_page,
            "section": tuple(dict.fromkeys(groups)),
            "sources": dict(self.sources),
            "confidence": {name: round(value, 4) for name, value in self.sure.items()},
        }


def number_of(value: Money | Quantity) -> float | int | None:
    """The figure of a value, in yen or in its unit."""
    return value.yen if isinstance(value, Money) else value.value
