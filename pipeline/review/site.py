"""What all addresses of the site share: the documents, the language, and how pages are written."""

import datetime
import secrets
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

from fastapi import HTTPException, Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline.left_over import WHY_LEFT
from pipeline.review.desk import Desk
from pipeline.review.document import Reviewed, State
from pipeline.review.lines import Scribe
from pipeline.review.queue import Step
from pipeline.review.security import Door
from pipeline.review.static_files import static_at
from pipeline.words import Language, said_in, translator

LANGUAGE_COOKIE = "yosano_language"


@dataclass(frozen=True, slots=True)
class Settings:
    """Who reviews, in which language, and which figures a sample has drawn."""

    by: str | None = None
    language: Language = "en"
    sample: str | None = None
    drawn: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """The documents on the desk, the door in front of them, and how they are shown."""

    desk: Desk
    door: Door
    settings: Settings
    has_years: bool = False

    def scribe(self, document: str) -> Scribe:
        """Who writes lines about a document now."""
        return Scribe(
            document=document,
            batch=secrets.token_hex(6),
            at=datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            by=self.settings.by,
            sample=self.settings.sample,
        )

    def find(self, key: str) -> Reviewed:
        """The document of an address; 404 where there is none."""
        document = self.desk.get(key)
        if document is None:
            raise HTTPException(404)
        return document

    def open(self, key: str, page: int) -> tuple[Reviewed, State]:
        """A document that has the page, and its state now; 404 where there is none."""
        document = self.find(key)
        if not 1 <= page <= max(document.card.page_count, 1):
            raise HTTPException(404)
        return document, document.state()

    def drawn(self, document: Reviewed) -> frozenset[tuple[str, str]] | None:
        """The document's figures that a sample has drawn; None where there is no sample."""
        if self.settings.sample is None:
            return None
        sha256 = document.card.sha256
        return frozenset((r, p) for d, r, p in self.settings.drawn if d == sha256)

    def language(self, request: Request) -> Language:
        """The language that was chosen in this browser, or that of the settings."""
        chosen = request.cookies.get(LANGUAGE_COOKIE)
        if chosen == "ja" or chosen == "en":
            return "ja" if chosen == "ja" else "en"
        return self.settings.language

    def html(
        self,
        request: Request,
        template: str,
        context: dict[str, object],
        *,
        status: int = 200,
    ) -> Response:
        """A whole page."""
        return HTMLResponse(self.render(request, template, context), status_code=status)

    def render(self, request: Request, template: str, context: dict[str, object]) -> str:
        """A template with what all of them need."""
        language = self.language(request)
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        common = {
            "_": translator(language),
            "said": said_in(language),
            "why_left": lambda why: translator(language)(WHY_LEFT.get(why, why)),
            "language": language,
            "csrf": self.door.csrf,
            "here": here,
            "static": static_at(),
        }
        return _environment().get_template(template).render(**common, **context)


def address(document: Reviewed, step: Step) -> str:
    """Where a value is shown."""
    ref = f"?ref={quote(step.ref)}" if step.record else ""
    return f"/d/{document.key}/p/{step.page}{ref}"


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("pipeline.review"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
