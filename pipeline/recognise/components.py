"""The recognisers as spaCy components, for anyone's Japanese pipeline.

`nlp.add_pipe("yosano_money")` and its siblings are found through entry points. Each fills
`doc.spans[...]` and sets `span._.yosano` to the value, whose own text has the exact print where a
span had to grow to whole tokens. `doc.ents` is left alone unless `set_ents` asks for it.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from models import FiscalYear, Money, Quantity
from pipeline.recognise.mention import Mention
from pipeline.recognise.money import find_money
from pipeline.recognise.projects import find_projects
from pipeline.recognise.quantities import find_quantities
from pipeline.recognise.reach import find_noted_money
from pipeline.recognise.years import find_years

Mentions: TypeAlias = (
    Sequence[Mention[Money]]
    | Sequence[Mention[FiscalYear]]
    | Sequence[Mention[Quantity]]
    | Sequence[Mention[str]]
)

_MODELS: dict[str, type[Money] | type[FiscalYear] | type[Quantity]] = {
    "MONEY": Money,
    "YEAR": FiscalYear,
    "QUANTITY": Quantity,
}


class Recogniser:
    """A component that marks what one recogniser finds in a doc.

    `span._.yosano` is the value (Money, FiscalYear, Quantity or the name) and
    `span._.yosano_offsets` where exactly it stands in `doc.text`. Both are kept in
    `doc.user_data` as plain values, so that docs can be pickled, stored and sent to workers.
    """

    def __init__(
        self, find: Callable[[str], Mentions], *, key: str, label: str, set_ents: bool
    ) -> None:
        self.find = find
        self.key = key
        self.label = label
        self.set_ents = set_ents
        register_extensions()

    def __call__(self, doc: Doc) -> Doc:
        spans = [self._span(doc, mention) for mention in self.find(doc.text)]
        doc.spans[self.key] = [span for span in spans if span is not None]
        if self.set_ents:
            doc.ents = filter_spans([*doc.spans[self.key], *doc.ents])
        return doc

    def _span(
        self,
        doc: Doc,
        mention: Mention[Money] | Mention[FiscalYear] | Mention[Quantity] | Mention[str],
    ) -> Span | None:
        grown = doc.char_span(mention.start, mention.end, alignment_mode="expand")
        if grown is None:
            return None
        # Two mentions may grow to the same tokens; their ids keep them apart.
        span = Span(doc, grown.start, grown.end, label=self.label, span_id=str(mention.start))
        value = mention.value if isinstance(mention.value, str) else mention.value.model_dump()
        doc.user_data[_place(span)] = [value, mention.start, mention.end]
        return span


def register_extensions() -> None:
    """Makes `span._.yosano` and `span._.yosano_offsets` known, also for docs read from disk."""
    Span.set_extension("yosano", getter=_value, force=True)
    Span.set_extension("yosano_offsets", getter=_offsets, force=True)


def _place(span: Span) -> str:
    return f"yosano {span.label_} {span.id_}"


def _value(span: Span) -> Money | FiscalYear | Quantity | str | None:
    kept = span.doc.user_data.get(_place(span))
    if kept is None:
        return None
    model = _MODELS.get(span.label_)
    return str(kept[0]) if model is None else model.model_validate(kept[0])


def _offsets(span: Span) -> tuple[int, int] | None:
    kept = span.doc.user_data.get(_place(span))
    return None if kept is None else (int(kept[1]), int(kept[2]))


@Language.factory("yosano_money", default_config={"unit": None, "notes": True, "set_ents": False})
def make_money(
    nlp: Language, name: str, unit: int | None, notes: bool, set_ents: bool
) -> Recogniser:
    """Amounts of money in `doc.spans["money"]`.

    `unit` is the multiplier of bare figures; without it, `notes` lets 単位：千円 in the text say.
    """

    def find(text: str) -> list[Mention[Money]]:
        return find_noted_money(text) if notes and unit is None else find_money(text, unit=unit)

    return Recogniser(find, key="money", label="MONEY", set_ents=set_ents)


@Language.factory("yosano_years", default_config={"year": None, "era": None, "set_ents": False})
def make_years(
    nlp: Language, name: str, year: int | None, era: str | None, set_ents: bool
) -> Recogniser:
    """Years in `doc.spans["years"]`.

    `year` is the documents' own fiscal year, `era` the one that a heading names.
    """

    def find(text: str) -> list[Mention[FiscalYear]]:
        return find_years(text, year=year, era=era)

    return Recogniser(find, key="years", label="YEAR", set_ents=set_ents)


@Language.factory(
    "yosano_quantities", default_config={"year": None, "money": False, "set_ents": False}
)
def make_quantities(
    nlp: Language, name: str, year: int | None, money: bool, set_ents: bool
) -> Recogniser:
    """Counts, measures and shares in `doc.spans["quantities"]`."""

    def find(text: str) -> list[Mention[Quantity]]:
        return find_quantities(text, year=year, money=money)

    return Recogniser(find, key="quantities", label="QUANTITY", set_ents=set_ents)


@Language.factory("yosano_projects", default_config={"language": False, "set_ents": False})
def make_projects(nlp: Language, name: str, language: bool, set_ents: bool) -> Recogniser:
    """Names of projects in `doc.spans["projects"]`; with `language` GiNZA settles their ends."""

    def find(text: str) -> list[Mention[str]]:
        return find_projects(text, language=language)

    return Recogniser(find, key="projects", label="PROJECT", set_ents=set_ents)
