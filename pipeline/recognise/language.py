"""GiNZA, loaded once and only for prose: tokens for names, entities for places and organisations.

This is the only module that knows spaCy's models.
"""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from pipeline.errors import MissingToolError

if TYPE_CHECKING:
    from spacy.language import Language

MODEL = "ja_ginza"
# SudachiPy refuses longer input.
LARGEST_INPUT = 49_149
# No character takes more than four bytes.
_SAFE = LARGEST_INPUT // 4


class Word(NamedTuple):
    """A word of a text and its part of speech in UniDic's terms (名詞-普通名詞-一般)."""

    start: int
    end: int
    tag: str


class Entity(NamedTuple):
    """A named entity and its label in Sekine's hierarchy (Province, Corporation_Other)."""

    start: int
    end: int
    label: str


@cache
def _pipeline() -> "Language":
    try:
        import spacy

        return spacy.load(MODEL)
    except (ImportError, OSError) as error:
        raise MissingToolError(
            f"the language model {MODEL} is not installed: pip install ja-ginza"
        ) from error


def words(text: str) -> list[Word]:
    """The words of a text, by GiNZA's tokenizer alone."""
    found: list[Word] = []
    for offset, chunk in chunks(text):
        doc = _pipeline().make_doc(chunk)
        found += [
            Word(offset + token.idx, offset + token.idx + len(token), token.tag_) for token in doc
        ]
    return found


def entities(text: str) -> list[Entity]:
    """The named entities of prose, by GiNZA's whole pipeline."""
    found: list[Entity] = []
    for offset, chunk in chunks(text):
        doc = _pipeline()(chunk)
        found += [
            Entity(offset + entity.start_char, offset + entity.end_char, entity.label_)
            for entity in doc.ents
        ]
    return found


def chunks(text: str) -> Iterator[tuple[int, str]]:
    """Pieces of a text that GiNZA accepts, each with its offset, cut after a sentence.

    >>> [len(piece) for _, piece in chunks("あ。" * 10000)]
    [12286, 7714]
    """
    start = 0
    while len(text) - start > _SAFE:
        window = text[start : start + _SAFE]
        cut = max(window.rfind("。"), window.rfind("\n")) + 1 or _SAFE
        yield start, text[start : start + cut]
        start += cut
    if start < len(text):
        yield start, text[start:]
