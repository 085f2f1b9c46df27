"""The web application: every address, and who answers at it."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse

from pipeline.errors import YosanoError
from pipeline.review.answers import Answers
from pipeline.review.desk import Desk
from pipeline.review.pages import Pages
from pipeline.review.security import Door, Guard
from pipeline.review.settling import SettlingPages
from pipeline.review.site import Settings, Site
from pipeline.review.static_files import Kept, static_at
from pipeline.review.years import Between

__all__ = ["Settings", "make_app"]


def make_app(
    desk: Desk, door: Door, settings: Settings, *, between: Between | None = None
) -> FastAPI:
    """The application for documents, and for two years of them, behind a door."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    site = Site(desk, door, settings, has_years=between is not None)
    if between is not None:
        SettlingPages(between, site.html, site.scribe, csrf=door.csrf).add_to(app)
    pages, answers = Pages(site), Answers(site)
    app.add_api_route("/", pages.index, methods=["GET"], response_class=HTMLResponse)
    app.add_api_route("/login", pages.login, methods=["POST"])
    app.add_api_route("/language/{language}", pages.language, methods=["GET"])
    app.add_api_route("/d/{key}", pages.document, methods=["GET"])
    app.add_api_route("/d/{key}/p/{page}", pages.page, methods=["GET"], response_class=HTMLResponse)
    app.add_api_route("/d/{key}/p/{page}/picture", answers.picture, methods=["GET"])
    app.add_api_route("/d/{key}/p/{page}/parts", pages.parts, methods=["GET"])
    app.add_api_route("/d/{key}/inspect", pages.inspect, methods=["GET"])
    app.add_api_route("/d/{key}/next", answers.next, methods=["GET"])
    app.add_api_route("/d/{key}/print", answers.printed, methods=["GET"])
    app.add_api_route("/d/{key}/say", answers.say, methods=["POST"])
    app.add_api_route("/d/{key}/gold.jsonl", answers.gold, methods=["GET"])
    app.mount(static_at(), Kept(packages=[("pipeline.review", "static")]), name="static")
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(YosanoError, _in_trouble)
    app.add_middleware(Guard, door=door)
    return app


def _not_understood(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse(
        {"message": "The request was not understood.", "detail": ""}, status_code=422
    )


def _in_trouble(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"message": str(error), "detail": ""}, status_code=500)
