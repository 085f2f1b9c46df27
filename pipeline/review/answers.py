"""What the page's script asks for and says: the next value, pictures, prints, and corrections."""

import secrets
from typing import Annotated

from fastapi import Body, HTTPException, Query, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from pipeline.corrections.gold import gold_lines
from pipeline.review import lines, requests, saving
from pipeline.review.document import Reviewed
from pipeline.review.entered import ChangedError, RefusedError
from pipeline.review.queue import Step, next_step, step_to
from pipeline.review.security import CSRF
from pipeline.review.site import Site, address
from pipeline.words import translator

_SCALES = (1.0, 1.5, 2.0, 3.0)
# Figures passed over that the page tells of: as many as an address may hold.
_PASSED = 100


class Answers:
    """Answers for the script. Each is a function of the request and of what is on the desk."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def next(
        self,
        key: str,
        after: str = "",
        passed: Annotated[list[str] | None, Query(max_length=_PASSED)] = None,
        back: str = "",
    ) -> JSONResponse:
        """The next in the queue, in this document or in one after it; or where to go `back` to."""
        document = self._site.find(key)
        if back:
            return _found(document, step_to(document.state(), back))
        drawn = self._site.drawn(document)
        step = next_step(document.state(), after or None, drawn, passed=passed or ())
        if step is not None:
            return _found(document, step)
        for other in self._site.desk:
            step = next_step(other.state(), None, self._site.drawn(other))
            if step is not None and other.key != key:
                return JSONResponse({"page": 0, "ref": step.ref, "url": address(other, step)})
        return _found(document, None)

    def picture(self, key: str, page: int, scale: float = 2.0) -> Response:
        """The page as it looks."""
        document, _ = self._site.open(key, page)
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
        document, _ = self._site.open(key, page)
        return JSONResponse({"text": _text_at(document, page, box, line)})

    def say(
        self, request: Request, key: str, asked: Annotated[requests.Asked, Body()]
    ) -> JSONResponse:
        """Keeps what a person did."""
        if not secrets.compare_digest(request.headers.get(CSRF, ""), self._site.door.csrf):
            raise HTTPException(403, "Reload the page.")
        document = self._site.find(key)
        say = translator(self._site.language(request))
        scribe = self._site.scribe(document.card.sha256)
        try:
            self._write(document, asked.request, scribe)
        except RefusedError as error:
            status = 409 if isinstance(error, ChangedError) else 422
            return JSONResponse(
                {"message": say(error.message), "detail": error.detail}, status_code=status
            )
        document.append(scribe.lines)
        return JSONResponse({"batch": scribe.batch, "lines": len(scribe.lines)})

    def _write(self, document: Reviewed, asked: requests.Request, scribe: lines.Scribe) -> None:
        state = document.state()
        match asked:
            case requests.Accept():
                lines.accept(state, asked, scribe)
            case requests.AcceptRecord():
                lines.accept_record(state, asked, scribe)
            case requests.Save():
                saving.save(state, asked, scribe)
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
        document = self._site.find(key)
        text = "".join(f"{line}\n" for line in gold_lines(document.state().corrected))
        headers = {"Content-Disposition": 'attachment; filename="gold.jsonl"'}
        return PlainTextResponse(text, headers=headers, media_type="application/jsonl")


def _found(document: Reviewed, step: Step | None) -> JSONResponse:
    if step is None:
        return JSONResponse({"page": 0, "ref": "", "url": ""})
    return JSONResponse({"page": step.page, "ref": step.ref, "url": address(document, step)})


def _text_at(document: Reviewed, page: int, box: list[float] | None, line: int) -> str:
    if line:
        return dict(document.lines(page)).get(line, "").strip()
    pictures = document.pictures()
    if pictures is None or box is None or len(box) != 4:
        return ""
    return pictures.text(page, (box[0], box[1], box[2], box[3]))
