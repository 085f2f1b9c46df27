"""Scripts and styles: at another address in another version, so that a browser may keep them."""

import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

from starlette.responses import Response
from starlette.staticfiles import StaticFiles

_KEPT = "private, max-age=31536000, immutable"


class Kept(StaticFiles):
    """Files that a browser asks for once, and not again with each page."""

    def file_response(self, *args: Any, **options: Any) -> Response:
        """The file, to be kept."""
        answer = super().file_response(*args, **options)
        answer.headers["Cache-Control"] = _KEPT
        return answer


@cache
def static_at() -> str:
    """Where the files stand: the address changes with what is in them."""
    found = sorted((files("pipeline.review") / "static").iterdir(), key=lambda each: each.name)
    whole = b"".join(each.read_bytes() for each in found if each.is_file())
    return f"/static/{hashlib.sha256(whole).hexdigest()[:12]}"
