"""An extraction as people have corrected it: the lines of corrections.jsonl laid over it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from models import Correction, Extraction, Issue, Leftover, Place, Source
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


class Overlay:
    """An extraction under corrections that come one by one, in their order."""

    def __init__(self, extraction: Extraction) -> None:
        self._extraction = extraction
        self._shelf = Shelf(extraction.records)
        self._fits: list[Fit] = []
        self._seen: dict[tuple[str, str], Correction] = {}
        self._whole: set[int] = set()

    def add(self, correction: Correction) -> Fit:
        """Lays a correction over what stands there now, and says how it fits. No undo."""
        fit = apply(self._shelf, correction, self._extraction.document.sha256)
        self._fits.append(fit)
        if fit.status != "unfit":
            if correction.action == "whole" and correction.page:
                self._whole.add(correction.page)
            self._seen.update(dict.fromkeys(fit.vouched, correction))
        return fit

    def result(self) -> Corrected:
        """The extraction as it stands. What does not fit is an issue `correction_unfit`."""
        if not self._fits:
            return Corrected(self._extraction)
        issues = [_issue(fit) for fit in self._fits if fit.status == "unfit"]
        corrected = replace(
            self._extraction,
            records=self._shelf.all(),
            leftovers=_not_in(self._extraction.leftovers, self._fits),
            issues=[*self._extraction.issues, *issues],
        )
        return Corrected(corrected, tuple(self._fits), dict(self._seen), frozenset(self._whole))


def correct(extraction: Extraction, corrections: Sequence[Correction]) -> Corrected:
    """Lays corrections over an extraction, without those that were undone.

    What no longer fits changes nothing and is an issue `correction_unfit`.
    """
    overlay = Overlay(extraction)
    for correction in in_force(corrections):
        overlay.add(correction)
    return overlay.result()


def _not_in(leftovers: Sequence[Leftover], fits: Sequence[Fit]) -> list[Leftover]:
    """The leftovers that no added record has taken up."""
    places: dict[int, list[Place]] = defaultdict(list)
    for fit in fits:
        place = fit.correction.place
        if fit.correction.action == "add" and fit.status != "unfit" and place:
            places[place.page].append(place)
    return [
        each
        for each in leftovers
        if not any(in_place(_source(each), place) for place in places.get(each.page, ()))
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
