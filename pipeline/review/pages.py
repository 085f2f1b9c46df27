"""The pages that a person sees: all documents, one page beside its records, one value."""

from collections import Counter
from collections.abc import Iterable
from itertools import islice
from urllib.parse import parse_qs

from fastapi import HTTPException, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from models import Money, Record
from pipeline.corrections.fields import amount_field, owner_field, owner_of, values
from pipeline.review.document import Reviewed, State
from pipeline.review.queue import Progress, Step, next_step, progress_of
from pipeline.review.site import LANGUAGE_COOKIE, Site, address
from pipeline.review.texts import ACTIONS, script_texts, type_label
from pipeline.review.typed import UNITS
from pipeline.review.views import Views, found_in
from pipeline.schema import record_types
from pipeline.words import Language, translator

_HITS = 200


class Pages:
    """The pages. Each is a function of the request and of what is on the desk."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def index(self, request: Request, token: str = "", q: str = "") -> Response:
        """All documents with their progress; the way in."""
        if not self._site.door.lets_in(request):
            if self._site.door.password:
                return self._site.html(request, "login.html.j2", {"failed": False})
            answer: Response = RedirectResponse("/", status_code=303)
            return self._let_in(answer)
        documents = [(each, self._progress(each)) for each in self._site.desk]
        words = q.strip()
        hits = (
            [(each, hit) for each in self._site.desk for hit in self._hits(each, words)]
            if words
            else []
        )
        return self._site.html(
            request,
            "index.html.j2",
            {
                "documents": documents,
                "seen": sum(progress.seen for _, progress in documents if progress),
                "figures": sum(progress.figures for _, progress in documents if progress),
                "q": words,
                "hits": hits[:_HITS],
                "sample": self._site.settings.sample,
                "has_years": self._site.has_years,
            },
        )

    async def login(self, request: Request) -> Response:
        """Lets in who knows the password."""
        form = parse_qs((await request.body()).decode("utf-8", "replace"))
        if self._site.door.knows_password(form.get("password", [""])[0]):
            return self._let_in(RedirectResponse("/", status_code=303))
        return self._site.html(request, "login.html.j2", {"failed": True}, status=403)

    def _let_in(self, answer: Response) -> Response:
        answer.set_cookie(
            self._site.door.cookie, self._site.door.session, httponly=True, samesite="strict"
        )
        return answer

    def language(self, language: Language, back: str = "/") -> Response:
        """Shows everything in a language from now on."""
        # Only addresses of this server: `//elsewhere` would be another's.
        safe = back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/"
        answer = RedirectResponse(safe, status_code=303)
        answer.set_cookie(LANGUAGE_COOKIE, language, samesite="strict")
        return answer

    def document(self, key: str) -> Response:
        """Where to begin: the first thing in the queue."""
        document = self._site.find(key)
        step = next_step(document.state(), None, self._site.drawn(document))
        where = step or Step(1, "", "")
        return RedirectResponse(address(document, where), status_code=303)

    def page(self, request: Request, key: str, page: int, ref: str = "", q: str = "") -> Response:
        """A page beside its records."""
        document, state = self._site.open(key, page)
        words = q.strip()
        say = translator(self._site.language(request))
        context = self._parts(request, document, state, page) | {
            "document": document,
            "page": page,
            "pages": max(document.card.page_count, 1),
            "ref": ref,
            "q": words,
            "hits": self._hits(document, words),
            "size": _size(document, page, state),
            "has_picture": document.pictures() is not None,
            "texts": script_texts(say),
            "types": [
                (name, type_label(name, translator(self._site.language(request))))
                for name in record_types()
            ],
            "units": UNITS,
            "usual_type": _usual_type(state.by_page.get(page, ())),
            "usual_unit": _usual_unit(state.by_page.get(page, ())),
            "usual_year": document.card.fiscal_year.year if document.card.fiscal_year else "",
        }
        return self._site.html(request, "page.html.j2", context)

    def parts(self, request: Request, key: str, page: int) -> JSONResponse:
        """What changes on a page when something was said."""
        document, state = self._site.open(key, page)
        return JSONResponse(self._fragments(request, document, state, page))

    def inspect(self, request: Request, key: str, record: str, path: str, page: int) -> Response:
        """One value with all that is known of it."""
        document, state = self._site.open(key, page)
        found = state.records.get(record)
        if found is None:
            raise HTTPException(404)
        language = self._site.language(request)
        views = Views(document, state, language)
        owners = sorted({card.owner for card in views.cards(page)})
        return self._site.html(
            request,
            "_inspect.html.j2",
            {
                "it": views.inspect(found, path, page),
                "units": UNITS,
                "owners": owners,
                "document": document,
                "page": page,
            },
        )

    def _progress(self, document: Reviewed) -> Progress | None:
        """The document's progress; None while it is being read."""
        state = document.ready()
        return progress_of(state, self._site.drawn(document)) if state else None

    def _hits(self, document: Reviewed, words: str) -> list[dict[str, object]]:
        if not words:
            return []
        state = document.state()
        found = found_in(state.corrected.extraction.records, words)
        return [
            {
                "url": address(document, Step(record.page, record.id, path)),
                "page": record.page,
                "name": owner_of(record),
            }
            for record, path in islice(found, _HITS)
        ]

    def _parts(
        self, request: Request, document: Reviewed, state: State, page: int
    ) -> dict[str, object]:
        views = Views(document, state, self._site.language(request))
        return {
            "cards": views.cards(page),
            "leftovers": state.leftovers.get(page, []),
            "issues": state.issues.get(page, []),
            "lines": document.lines(page) if document.is_text else [],
            "progress": progress_of(state, self._site.drawn(document)),
            "is_whole": page in state.corrected.whole,
            "unfit": state.corrected.unfit,
            "actions": ACTIONS,
        }

    def _fragments(
        self, request: Request, document: Reviewed, state: State, page: int
    ) -> dict[str, str]:
        context = self._parts(request, document, state, page)
        context |= {"document": document, "page": page, "size": _size(document, page, state)}
        context["has_picture"] = document.pictures() is not None
        names = {"records": "_records", "overlay": "_overlay", "progress": "_progress"}
        return {
            key: self._site.render(request, f"{name}.html.j2", context)
            for key, name in names.items()
        }


def _usual_type(records: Iterable[Record]) -> str:
    """The type that most records have, of those that are a name with a figure; else a project."""
    types = Counter(
        record.type
        for record in records
        if owner_field(record.type) and amount_field(record.type) in dict(values(record))
    )
    return max(types, key=lambda each: types[each], default="budget_item")


def _usual_unit(records: Iterable[Record]) -> int:
    """The unit that most amounts of records have; yen where there are none."""
    units = Counter(
        value.unit for record in records for _, value in values(record) if isinstance(value, Money)
    )
    return max(units, key=lambda unit: units[unit], default=1)


def _size(document: Reviewed, page: int, state: State) -> tuple[float, float]:
    """The page's width and height; where the document is not here, what its boxes need."""
    pictures = document.pictures()
    if pictures is not None and page <= pictures.page_count:
        return pictures.size(page)
    boxes = [
        source.bbox
        for record in state.by_page.get(page, ())
        for source in record.sources.values()
        if source.bbox and source.page == page
    ]
    width = max([595.0, *(box[2] + 30 for box in boxes)])
    return width, max([842.0, *(box[3] + 30 for box in boxes)])
