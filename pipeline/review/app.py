"""The web application: every address, what it shows, and what it keeps."""

import datetime
import secrets
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Annotated
from urllib.parse import parse_qs, quote

from fastapi import Body, FastAPI, HTTPException, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.staticfiles import StaticFiles

from pipeline.corrections.fields import owner_of
from pipeline.corrections.gold import gold_lines
from pipeline.errors import YosanoError
from pipeline.review import lines, requests
from pipeline.review.desk import Desk
from pipeline.review.document import Reviewed, State
from pipeline.review.queue import Progress, Step, next_step, progress_of
from pipeline.review.security import CSRF, Door, Guard
from pipeline.review.settling import SettlingPages
from pipeline.review.texts import script_texts, type_label
from pipeline.review.typed import UNITS
from pipeline.review.views import Views, found_in
from pipeline.review.years import Between
from pipeline.schema import record_types
from pipeline.words import Language, translator

_LANGUAGE = "yosano_language"
_HITS = 200
_SCALES = (1.0, 1.5, 2.0, 3.0)


@dataclass(frozen=True, slots=True)
class Settings:
    """Who reviews, in which language, and which figures a sample has drawn."""

    by: str | None = None
    language: Language = "en"
    sample: str | None = None
    drawn: tuple[tuple[str, str, str], ...] = ()


def make_app(
    desk: Desk, door: Door, settings: Settings, *, between: Between | None = None
) -> FastAPI:
    """The application for documents, and for two years of them, behind a door."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    pages = _Pages(desk, door, settings, has_years=between is not None)
    if between is not None:
        SettlingPages(between, pages.show, pages.scribe, csrf=door.csrf).add_to(app)
    app.add_api_route("/", pages.index, methods=["GET"], response_class=HTMLResponse)
    app.add_api_route("/login", pages.login, methods=["POST"])
    app.add_api_route("/language/{language}", pages.language, methods=["GET"])
    app.add_api_route("/d/{key}", pages.document, methods=["GET"])
    app.add_api_route("/d/{key}/p/{page}", pages.page, methods=["GET"], response_class=HTMLResponse)
    app.add_api_route("/d/{key}/p/{page}/picture", pages.picture, methods=["GET"])
    app.add_api_route("/d/{key}/p/{page}/parts", pages.parts, methods=["GET"])
    app.add_api_route("/d/{key}/inspect", pages.inspect, methods=["GET"])
    app.add_api_route("/d/{key}/next", pages.next, methods=["GET"])
    app.add_api_route("/d/{key}/print", pages.printed, methods=["GET"])
    app.add_api_route("/d/{key}/say", pages.say, methods=["POST"])
    app.add_api_route("/d/{key}/gold.jsonl", pages.gold, methods=["GET"])
    app.mount("/static", StaticFiles(packages=[("pipeline.review", "static")]), name="static")
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(YosanoError, _in_trouble)
    app.add_middleware(Guard, door=door)
    return app


class _Pages:
    """The addresses. Each is a function of the request and of what is on the desk."""

    def __init__(self, desk: Desk, door: Door, settings: Settings, *, has_years: bool) -> None:
        self._desk, self._door, self._settings = desk, door, settings
        self._has_years = has_years

    def index(self, request: Request, token: str = "", q: str = "") -> Response:
        """All documents with their progress; the way in."""
        if not self._door.lets_in(request):
            if self._door.password:
                return self.show(request, "login.html.j2", {"failed": False})
            answer: Response = RedirectResponse("/", status_code=303)
            return self._let_in(answer)
        documents = [(each, self._progress(each)) for each in self._desk]
        words = q.strip()
        hits = (
            [(each, hit) for each in self._desk for hit in self._hits(each, words)] if words else []
        )
        return self.show(
            request,
            "index.html.j2",
            {
                "documents": documents,
                "seen": sum(progress.seen for _, progress in documents if progress),
                "figures": sum(progress.figures for _, progress in documents if progress),
                "q": words,
                "hits": hits[:_HITS],
                "sample": self._settings.sample,
                "has_years": self._has_years,
            },
        )

    async def login(self, request: Request) -> Response:
        """Lets in who knows the password."""
        form = parse_qs((await request.body()).decode("utf-8", "replace"))
        if self._door.knows_password(form.get("password", [""])[0]):
            return self._let_in(RedirectResponse("/", status_code=303))
        return self.show(request, "login.html.j2", {"failed": True}, status=403)

    def _let_in(self, answer: Response) -> Response:
        answer.set_cookie(self._door.cookie, self._door.session, httponly=True, samesite="strict")
        return answer

    def language(self, language: Language, back: str = "/") -> Response:
        """Shows everything in a language from now on."""
        # Only addresses of this server: `//elsewhere` would be another's.
        safe = back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/"
        answer = RedirectResponse(safe, status_code=303)
        answer.set_cookie(_LANGUAGE, language, samesite="strict")
        return answer

    def document(self, key: str) -> Response:
        """Where to begin: the first thing in the queue."""
        document = self._find(key)
        step = next_step(document.state(), None, self._drawn(document))
        where = step or Step(1, "", "")
        return RedirectResponse(_address(document, where), status_code=303)

    def page(self, request: Request, key: str, page: int, ref: str = "", q: str = "") -> Response:
        """A page beside its records."""
        document, state = self._open(key, page)
        words = q.strip()
        say = translator(self._language(request))
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
                (name, type_label(name, translator(self._language(request))))
                for name in record_types()
            ],
            "units": UNITS,
        }
        return self.show(request, "page.html.j2", context)

    def parts(self, request: Request, key: str, page: int) -> JSONResponse:
        """What changes on a page when something was said."""
        document, state = self._open(key, page)
        return JSONResponse(self._fragments(request, document, state, page))

    def inspect(self, request: Request, key: str, record: str, path: str, page: int) -> Response:
        """One value with all that is known of it."""
        document, state = self._open(key, page)
        found = state.records.get(record)
        if found is None:
            raise HTTPException(404)
        language = self._language(request)
        views = Views(document, state, language)
        owners = sorted({card.owner for card in views.cards(page)})
        return self.show(
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

    def next(self, key: str, after: str = "", back: bool = False) -> JSONResponse:
        """The next in the queue, in this document or in one after it."""
        document = self._find(key)
        step = next_step(document.state(), after or None, self._drawn(document), back=back)
        if step is not None:
            return JSONResponse(
                {"page": step.page, "ref": step.ref, "url": _address(document, step)}
            )
        for other in self._desk:
            step = None if back else next_step(other.state(), None, self._drawn(other))
            if step is not None and other.key != key:
                return JSONResponse({"page": 0, "ref": step.ref, "url": _address(other, step)})
        return JSONResponse({"page": 0, "ref": "", "url": ""})

    def picture(self, key: str, page: int, scale: float = 2.0) -> Response:
        """The page as it looks."""
        document, _ = self._open(key, page)
        pictures = document.pictures()
        if pictures is None or page > pictures.page_count:
            raise HTTPException(404)
        nearest = min(_SCALES, key=lambda each: abs(each - scale))
        headers = {"Cache-Control": "private, max-age=86400"}
        return Response(pictures.png(page, scale=nearest), media_type="image/png", headers=headers)

    def printed(
        self, key: str, page: int, box: Annotated[list[float] | None, Query()] = None, line: int = 0
    ) -> JSONResponse:
        """What the document prints in a box or on a line."""
        document, _ = self._open(key, page)
        return JSONResponse({"text": _text_at(document, page, box, line)})

    def say(
        self, request: Request, key: str, asked: Annotated[requests.Asked, Body()]
    ) -> JSONResponse:
        """Keeps what a person did."""
        if not secrets.compare_digest(request.headers.get(CSRF, ""), self._door.csrf):
            raise HTTPException(403, "Reload the page.")
        document = self._find(key)
        say = translator(self._language(request))
        scribe = self.scribe(document.card.sha256)
        try:
            self._write(document, asked.request, scribe)
        except lines.RefusedError as error:
            status = 409 if isinstance(error, lines.ChangedError) else 422
            return JSONResponse(
                {"message": say(error.message), "detail": error.detail}, status_code=status
            )
        document.append(scribe.lines)
        return JSONResponse({"batch": scribe.batch, "lines": len(scribe.lines)})

    def scribe(self, document: str) -> lines.Scribe:
        """Who writes lines about a document now."""
        return lines.Scribe(
            document=document,
            batch=secrets.token_hex(6),
            at=_now(),
            by=self._settings.by,
            sample=self._settings.sample,
        )

    def _write(self, document: Reviewed, asked: requests.Request, scribe: lines.Scribe) -> None:
        state = document.state()
        match asked:
            case requests.Accept():
                lines.accept(state, asked, scribe)
            case requests.Save():
                lines.save(state, asked, scribe)
            case requests.NoFigure():
                lines.no_figure(state, asked, scribe)
            case requests.Remove():
                lines.remove(state, asked, scribe)
            case requests.Add():
                box = list(asked.box) if asked.box else None
                text = _text_at(document, asked.page, box, asked.line or 0)
                lines.add(asked, scribe, text=text)
            case requests.Whole():
                lines.whole(asked, scribe)
            case requests.Undo():
                lines.undo(document.log().lines, asked, scribe)

    def gold(self, key: str) -> Response:
        """What was accepted and corrected, as gold."""
        document = self._find(key)
        text = "".join(f"{line}\n" for line in gold_lines(document.state().corrected))
        headers = {"Content-Disposition": 'attachment; filename="gold.jsonl"'}
        return PlainTextResponse(text, headers=headers, media_type="application/jsonl")

    def _find(self, key: str) -> Reviewed:
        document = self._desk.get(key)
        if document is None:
            raise HTTPException(404)
        return document

    def _open(self, key: str, page: int) -> tuple[Reviewed, State]:
        document = self._find(key)
        if not 1 <= page <= max(document.card.page_count, 1):
            raise HTTPException(404)
        return document, document.state()

    def _drawn(self, document: Reviewed) -> frozenset[tuple[str, str]] | None:
        """The document's figures that a sample has drawn; None where there is no sample."""
        if self._settings.sample is None:
            return None
        sha256 = document.card.sha256
        return frozenset((r, p) for d, r, p in self._settings.drawn if d == sha256)

    def _progress(self, document: Reviewed) -> Progress | None:
        """The document's progress; None while it is being read."""
        state = document.ready()
        return progress_of(state, self._drawn(document)) if state else None

    def _hits(self, document: Reviewed, words: str) -> list[dict[str, object]]:
        if not words:
            return []
        state = document.state()
        found = found_in(state.corrected.extraction.records, words)
        return [
            {
                "url": _address(document, Step(record.page, record.id, path)),
                "page": record.page,
                "name": owner_of(record),
            }
            for record, path in islice(found, _HITS)
        ]

    def _parts(
        self, request: Request, document: Reviewed, state: State, page: int
    ) -> dict[str, object]:
        views = Views(document, state, self._language(request))
        return {
            "cards": views.cards(page),
            "leftovers": state.leftovers.get(page, []),
            "issues": state.issues.get(page, []),
            "lines": document.lines(page) if document.is_text else [],
            "progress": progress_of(state, self._drawn(document)),
            "is_whole": page in state.corrected.whole,
            "unfit": state.corrected.unfit,
        }

    def _fragments(
        self, request: Request, document: Reviewed, state: State, page: int
    ) -> dict[str, str]:
        context = self._parts(request, document, state, page)
        context |= {"document": document, "page": page, "size": _size(document, page, state)}
        context["has_picture"] = document.pictures() is not None
        names = {"records": "_records", "overlay": "_overlay", "progress": "_progress"}
        return {
            key: self._render(request, f"{name}.html.j2", context) for key, name in names.items()
        }

    def _language(self, request: Request) -> Language:
        chosen = request.cookies.get(_LANGUAGE)
        if chosen == "ja" or chosen == "en":
            return "ja" if chosen == "ja" else "en"
        return self._settings.language

    def show(
        self,
        request: Request,
        template: str,
        context: dict[str, object],
        *,
        status: int = 200,
    ) -> Response:
        return HTMLResponse(self._render(request, template, context), status_code=status)

    def _render(self, request: Request, template: str, context: dict[str, object]) -> str:
        language = self._language(request)
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        common = {
            "_": translator(language),
            "language": language,
            "csrf": self._door.csrf,
            "here": here,
        }
        return _environment().get_template(template).render(**common, **context)


def _address(document: Reviewed, step: Step) -> str:
    ref = f"?ref={quote(step.ref)}" if step.record else ""
    return f"/d/{document.key}/p/{step.page}{ref}"


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


def _text_at(document: Reviewed, page: int, box: list[float] | None, line: int) -> str:
    if line:
        return dict(document.lines(page)).get(line, "").strip()
    pictures = document.pictures()
    if pictures is None or box is None or len(box) != 4:
        return ""
    return pictures.text(page, (box[0], box[1], box[2], box[3]))


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _not_understood(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse(
        {"message": "The request was not understood.", "detail": ""}, status_code=422
    )


def _in_trouble(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"message": str(error), "detail": ""}, status_code=500)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("pipeline.review"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
