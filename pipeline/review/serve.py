"""Serves the review pages on this machine until it is stopped."""

import socket
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.collector import seldom_collected
from pipeline.errors import MissingToolError, UsageError
from pipeline.extras import install
from pipeline.review.desk import Desk

if TYPE_CHECKING:
    from pipeline.review.years import Between


@dataclass(frozen=True, slots=True)
class Served:
    """Where and to whom the pages are served."""

    host: str = "127.0.0.1"
    port: int = 0
    password: str | None = field(default=None, repr=False)
    by: str | None = None
    language: str = "en"
    sample: str | None = None
    drawn: Sequence[tuple[str, str, str]] = ()


def need_web() -> None:
    """MissingToolError where the extra `web` is not installed."""
    try:
        import fastapi  # noqa: F401
        import uvicorn  # noqa: F401
    except ModuleNotFoundError as error:
        raise MissingToolError(f"review needs the extra `web`: {install('web')}") from error


def serve(desk: Desk, served: Served, *, between: "Between | None" = None) -> None:
    """Prints the address and serves until interrupted; `between` are years to settle.

    UsageError where the port is taken, or where others could reach the server without a password.
    """
    need_web()
    import uvicorn

    from pipeline.review.app import Settings, make_app
    from pipeline.review.security import Door, is_loopback

    if not is_loopback(served.host) and not served.password:
        raise UsageError(
            f"--host {served.host}: others can reach this server; give a --password as well"
        )
    listening = _listen(served.host, served.port)
    port = listening.getsockname()[1]
    door = Door(served.host, port, password=served.password or None)
    settings = Settings(
        by=served.by,
        language="ja" if served.language == "ja" else "en",
        sample=served.sample,
        drawn=tuple(served.drawn),
    )
    config = uvicorn.Config(
        make_app(desk, door, settings, between=between),
        log_level="error",
        access_log=False,
        server_header=False,
    )
    with seldom_collected():
        desk.read_ahead()
        shown = f"[{served.host}]" if ":" in served.host else served.host
        query = "" if served.password else f"?token={door.token}"
        sys.stdout.write(f"http://{shown}:{port}/{query}\n")
        sys.stdout.flush()
        uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen()  # who opens the address at once waits, and is not turned away
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"{host}:{port}: cannot be served there ({reason})") from error
    return listening
