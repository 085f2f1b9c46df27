"""An extraction as people have corrected it: the lines of corrections.jsonl laid over it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from models import Correction, Extraction, Issue, Leftover, Source
from pipeline.corrections.actions import Fit, apply
from pipeline.corrections.log import in_force
from pipeline.corrections.places import Shelf, in_place


@dataclass(frozen=True, slots=True)
class Corrected:
    """An extraction with a person's corrections in it, and what became of each of them.

    `seen` are the values that somebody vouches for, with the line that says so last. `whole` are
    the pages on which nothing is missing.
    """

    extraction: Extraction
    fits: tuple[Fit, ...] = ()
    seen: dict[tuple[str, str], Correction] = field(default_factory=dict)
    whole: frozenset[int] = frozenset()

    @property
    def unfit(self) -> tuple[Fit, ...]:
        """The corrections that no longer fit."""
        return tuple(fit for fit in self.fits if fit.status == "unfit")


def correct(extraction: Extraction, corrections: Sequence[Correction]) -> Corrected:
    """Lays corrections over an extraction, in their order.

    What no longer fits changes nothing and is an issue `correction_unfit`.
    """
    shelf = Shelf(extraction.records)
    fits = []
    seen: dict[tuple[str, str], Correction] = {}
    whole = set()
    for correction in in_force(corrections):
        fit = apply(shelf, correction, extraction.document.sha256)
        fits.append(fit)
        if fit.status == "unfit":
            continue
        if correction.action == "whole" and correction.page:
            whole.add(correction.page)
        seen.update(dict.fromkeys(fit.vouched, correction))
    if not fits:
        return Corrected(extraction)
    issues = [_issue(fit) for fit in fits if fit.status == "unfit"]
    leftovers = _not_in(extraction.leftovers, fits)
    corrected = replace(
        extraction,
        records=shelf.all(),
        leftovers=leftovers,
        issues=[*extraction.issues, *issues],
    )
    return Corrected(corrected, tuple(fits), seen, frozenset(whole))


def _not_in(leftovers: Sequence[Leftover], fits: Sequence[Fit]) -> list[Leftover]:
    """The leftovers that no added record has taken up."""
    places = [
        fit.correction.place
        for fit in fits
        if fit.correction.action == "add" and fit.status != "unfit" and fit.correction.place
    ]
    return [
        each for each in leftovers if not any(in_place(_source(each), place) for place in places)
    ]


def _source(each: Leftover) -> Source:
    return Source(page=each.page, bbox=each.bbox, line=each.line, text=each.text)


def _issue(fit: Fit) -> Issue:
    correction = fit.correction
    place = correction.place or (correction.target.place if correction.target else None)
    return Issue(
        code="correction_unfit",
        severity="warning",
        message=f"a correction ({correction.action}, {correction.id}) no longer fits: {fit.why}",
        page=place.page if place else correction.page,
        bbox=place.bbox if place else None,
        line=place.line if place else None,
        text=place.text if place else None,
    )
