"""Who may look: a token or a password, this machine's names only, and no other site's pages."""

import hashlib
import hmac
import ipaddress
import secrets
import socket
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CSRF = "x-yosano-csrf"
_SAFE = frozenset({"GET", "HEAD"})
_LARGEST_BODY = 64 * 1024
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Door:
    """What opens the page: a token in its address, or a password; then a cookie.

    `host` and `port` are where the server listens.
    """

    host: str
    port: int
    password: str | None = None
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    @property
    def cookie(self) -> str:
        """The cookie's name: servers of one machine share their cookies, whatever their port."""
        return f"yosano_session_{self.port}"

    @property
    def session(self) -> str:
        """The cookie of a window that was let in."""
        return self._signed("session")

    @property
    def csrf(self) -> str:
        """What the page sends along with each change."""
        return self._signed("csrf")

    def _signed(self, what: str) -> str:
        return hmac.new(self.secret, what.encode(), hashlib.sha256).hexdigest()

    def lets_in(self, connection: HTTPConnection) -> bool:
        """Whether the window has been let in before."""
        return _same(connection.cookies.get(self.cookie, ""), self.session)

    def knows_token(self, token: str) -> bool:
        """Whether this is the token that was printed. With a password there is none."""
        return self.password is None and _same(token, self.token)

    def knows_password(self, password: str) -> bool:
        """Whether this is the password."""
        return self.password is not None and _same(password, self.password)

    def knows_host(self, header: str) -> bool:
        """Whether a Host header names this server.

        A page of another site that has made its name point here (DNS rebinding) sends its own name.
        """
        try:
            parts = urlsplit(f"//{header}")
            name, port = parts.hostname or "", parts.port or 80
        except ValueError:
            return False
        if port != self.port:
            return False
        if name in ("localhost", "127.0.0.1", "::1"):
            return True
        if is_loopback(self.host):
            return name == self.host
        return name in (self.host, socket.gethostname()) or _is_address(name)


class Guard:
    """Refuses what does not come from a window of ours, and bounds what the others send."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app, self._door = app, door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request through, or answers it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        answer = self._refusal(HTTPConnection(scope), scope["method"])
        app = answer if answer is not None else self._app
        await app(scope, receive, _with_headers(send))

    def _refusal(self, connection: HTTPConnection, method: str) -> Response | None:
        headers = connection.headers
        if not self._door.knows_host(headers.get("host", "")):
            return _refused("This server has another name.", 421)
        if method not in _SAFE | {"POST"}:
            return _refused("Not allowed.", 405)
        if method == "POST" and (answer := self._refused_post(headers)) is not None:
            return answer
        if headers.get("sec-fetch-site") == "cross-site" and connection.url.path != "/":
            return _refused("This page is not for other sites.", 403)
        if _is_open(connection.url.path) or self._door.lets_in(connection):
            return None
        if connection.url.path == "/" and not self._door.password:
            token = connection.query_params.get("token", "")
            if self._door.knows_token(token):
                return None
            return _refused(
                "Open the address that `yosano review` has printed, with its token.", 403
            )
        if connection.url.path == "/":
            return None
        return _refused("Please begin at the first page.", 403)

    def _refused_post(self, headers: Headers) -> Response | None:
        origin = headers.get("origin")
        host = headers.get("host", "")
        if origin is None or urlsplit(origin).netloc != host:
            return _refused("This request comes from another site.", 403)
        if headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return _refused("This request comes from another site.", 403)
        length = headers.get("content-length", "")
        if not length.isdigit() or int(length) > _LARGEST_BODY:
            return _refused("Too large.", 413)
        return None


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a host."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_open(path: str) -> bool:
    """The look of the page tells nothing; the password form must be reachable."""
    return path.startswith("/static/") or path == "/login"


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _refused(message: str, status: int) -> Response:
    return PlainTextResponse(message + "\n", status_code=status)


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending
