"""The page on which people settle what is one thing in two years."""

import secrets
from collections.abc import Callable
from urllib.parse import parse_qs

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from pipeline.diff.reasons import reason_in_words
from pipeline.errors import YosanoError
from pipeline.review.entered import RefusedError
from pipeline.review.lines import Scribe
from pipeline.review.years import Between

Show = Callable[..., Response]
_SHOWN = 200


class SettlingPages:
    """The addresses about two years; `show` makes a page of a template, `scribe` writes lines."""

    def __init__(
        self, between: Between, show: Show, scribe: Callable[[str], Scribe], *, csrf: str
    ) -> None:
        self._between, self._show, self._scribe, self._csrf = between, show, scribe, csrf

    def add_to(self, app: FastAPI) -> None:
        """Adds the addresses to the application."""
        app.add_api_route("/years", self.index, methods=["GET"], response_class=HTMLResponse)
        app.add_api_route("/years/settle", self.settle, methods=["POST"])
        app.add_api_route("/years/undo", self.undo, methods=["POST"])

    def index(self, request: Request) -> Response:
        """All there is to settle, what weighs most first."""
        return self._page(request)

    async def settle(self, request: Request) -> Response:
        """Keeps that two things are one, or that they are not."""
        form = await self._form(request)
        try:
            old = form["old"] or self._between.named(form["other"])
            is_one = form["one"] == "yes"
            self._between.settle(old, form["new"], self._scribe(""), is_one=is_one)
        except RefusedError as error:
            return self._page(request, error.message, status=409)
        except YosanoError as error:
            return self._page(request, str(error), status=500)
        return RedirectResponse("/years", status_code=303)

    async def undo(self, request: Request) -> Response:
        """Takes back what was said."""
        form = await self._form(request)
        try:
            self._between.undo(form["line"], form["document"], self._scribe(""))
        except RefusedError as error:
            return self._page(request, error.message, status=409)
        except YosanoError as error:
            return self._page(request, str(error), status=500)
        return RedirectResponse("/years", status_code=303)

    async def _form(self, request: Request) -> "_Form":
        fields = parse_qs((await request.body()).decode("utf-8", "replace"))
        form = _Form({name: values[0] for name, values in fields.items()})
        if not secrets.compare_digest(form["csrf"].encode(), self._csrf.encode()):
            raise HTTPException(403, "Reload the page.")
        return form

    def _page(self, request: Request, trouble: str = "", *, status: int = 200) -> Response:
        years = self._between.years()
        context = {"years": years, "trouble": trouble, "most": _SHOWN, "reason": reason_in_words}
        return self._show(request, "years.html.j2", context, status=status)


class _Form(dict[str, str]):
    """What a form says; what it leaves out is empty."""

    def __missing__(self, key: str) -> str:
        return ""
