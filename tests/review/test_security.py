"""Nobody else's page, name or window reaches the documents, and nothing in them is run."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from models import BudgetItem, Document, Extraction, Leftover, Money, Source
from pipeline.cli_app import app as command
from pipeline.corrections import CORRECTIONS, read
from pipeline.errors import MissingToolError, UsageError
from pipeline.files import write_extraction
from pipeline.review.app import Settings, make_app
from pipeline.review.desk import open_desk
from pipeline.review.lines import shown_as
from pipeline.review.security import CSRF, Door
from pipeline.review.serve import Served, need_web, serve
from tests.corrections.made import extraction, item

ORIGIN = "http://127.0.0.1:8123"
SNOW = item(0, "除雪費", 1000)
Knock = Callable[..., TestClient]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_extraction(extraction(SNOW), tmp_path / "out" / "a")
    return tmp_path / "out" / "a"


def door(**more: str) -> Door:
    return Door(more.pop("host", "127.0.0.1"), 8123, **more)


def client(folder: Path, at: Door, *, inside: bool = True) -> TestClient:
    application = make_app(open_desk([str(folder)]), at, Settings())
    found = TestClient(application, base_url=ORIGIN, follow_redirects=False)
    if inside:
        found.cookies.set(at.cookie, at.session)
    return found


def key(folder: Path) -> str:
    return next(iter(open_desk([str(folder)]))).key


def accept(**more: object) -> dict[str, object]:
    seen = {"record": SNOW.id, "path": "amount", "shown": shown_as(SNOW.amount)}
    return {"request": {"action": "accept", **seen, **more}}


def headers(at: Door, **more: str) -> dict[str, str]:
    return {"Origin": ORIGIN, CSRF: at.csrf, **more}


def test_the_token_lets_in_and_leaves_the_address(folder: Path) -> None:
    at = door()
    window = client(folder, at, inside=False)
    answer = window.get(f"/?token={at.token}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert window.get("/").status_code == 200


@pytest.mark.parametrize("path", ["/", "/?token=wrong", "/?token=", "/d/x", "/d/x/p/1/picture"])
def test_without_the_token_nothing_is_shown(folder: Path, path: str) -> None:
    window = client(folder, door(), inside=False)
    path = path.replace("x", key(folder))
    assert window.get(path).status_code == 403
    assert "a.pdf" not in window.get(path).text


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("127.0.0.1:8123", True),
        ("localhost:8123", True),
        ("[::1]:8123", True),
        ("evil.example:8123", False),
        ("127.0.0.1.evil.example:8123", False),
        ("127.0.0.1:9999", False),
        ("127.0.0.1", False),
        ("", False),
        ("[", False),
    ],
)
def test_only_our_own_names_are_answered(folder: Path, host: str, allowed: bool) -> None:
    """A site whose name was made to point here (DNS rebinding) sends its own name."""
    answer = client(folder, door()).get("/", headers={"Host": host})
    assert (answer.status_code == 200) is allowed


def test_a_server_for_others_is_found_by_address_and_by_no_foreign_name() -> None:
    at = door(host="0.0.0.0", password="secret")
    assert at.knows_host("192.168.1.7:8123")
    assert not at.knows_host("evil.example:8123")


@pytest.mark.parametrize(
    "changed",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {CSRF: "wrong"},
        {CSRF: ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_other_sites_cannot_write(folder: Path, changed: dict[str, str]) -> None:
    at = door()
    window, where = client(folder, at), f"/d/{key(folder)}/say"
    assert window.post(where, json=accept(), headers=headers(at) | changed).status_code == 403
    assert not (folder / CORRECTIONS).exists()
    assert window.post(where, json=accept(), headers=headers(at)).status_code == 200
    assert len(read(folder / CORRECTIONS).lines) == 1


def test_without_origin_or_cookie_nothing_is_written(folder: Path) -> None:
    at = door()
    where = f"/d/{key(folder)}/say"
    assert client(folder, at).post(where, json=accept(), headers={CSRF: at.csrf}).status_code == 403
    outside = client(folder, at, inside=False)
    assert outside.post(where, json=accept(), headers=headers(at)).status_code == 403
    assert not (folder / CORRECTIONS).exists()


def test_no_other_site_is_let_share(folder: Path) -> None:
    window = client(folder, door())
    answer = window.get("/", headers={"Origin": "http://evil.example"})
    assert not [name for name in answer.headers if name.startswith("access-control")]
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-frame-options"] == "DENY"
    assert window.request("OPTIONS", "/").status_code == 405
    assert window.get("/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200
    page = f"/d/{key(folder)}/p/1"
    assert window.get(page, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_a_browser_keeps_scripts_and_styles_and_no_page(folder: Path) -> None:
    window = client(folder, door())
    page = window.get(f"/d/{key(folder)}/p/1")
    assert page.headers["cache-control"] == "no-store"
    kept = re.findall(r'"(/static/\w+/[\w.]+)"', page.text)
    assert {name.rpartition("/")[2] for name in kept} >= {"review.js", "saying.js", "review.css"}
    for name in kept:
        answer = window.get(name)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["content-security-policy"] == page.headers["content-security-policy"]


def test_the_password_opens_and_a_wrong_one_does_not(folder: Path) -> None:
    at = door(host="127.0.0.1", password="開けゴマ")
    window = client(folder, at, inside=False)
    assert "a.pdf" not in window.get("/").text
    assert window.get(f"/?token={at.token}").status_code == 200  # the form, and no way in
    assert window.get(f"/d/{key(folder)}/p/1").status_code == 403
    wrong = window.post("/login", data={"password": "no"}, headers={"Origin": ORIGIN})
    assert wrong.status_code == 403
    right = window.post("/login", data={"password": "開けゴマ"}, headers={"Origin": ORIGIN})
    assert right.status_code == 303
    assert window.get(f"/d/{key(folder)}/p/1").status_code == 200


def test_others_are_served_with_a_password_only(folder: Path) -> None:
    with pytest.raises(UsageError, match="--password"):
        serve(open_desk([str(folder)]), Served(host="0.0.0.0"))
    run = CliRunner().invoke(command, ["review", str(folder), "--host", "0.0.0.0"])
    assert isinstance(run.exception, UsageError)


HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'\n..\\/../é\u202e"


class Tags(HTMLParser):
    """The tags of a page as a browser sees them, each with the names of its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, [name for name, _ in attrs]))

    @classmethod
    def of(cls, html: str) -> list[tuple[str, list[str]]]:
        parser = cls()
        parser.feed(html)
        return parser.found


def test_names_are_shown_as_they_are_and_nothing_in_them_is_run(tmp_path: Path) -> None:
    source = Source(page=1, bbox=(10, 10, 50, 20), text=HOSTILE)
    record = BudgetItem(
        id=f"x{HOSTILE}",
        document="ab" * 32,
        page=1,
        name=HOSTILE,
        department=HOSTILE,
        section=(HOSTILE,),
        amount=Money(yen=1, text=HOSTILE, unit=1),
        sources={"name": source, "amount": source},
    )
    card = Document(
        sha256="ab" * 32, file_name=f"{HOSTILE}.pdf", page_count=1, issuer=HOSTILE, title=HOSTILE
    )
    left = Leftover(text=HOSTILE, page=1, bbox=(1, 1, 2, 2), why=HOSTILE)
    write_extraction(Extraction(card, [record], [left], []), tmp_path / "a")
    window = client(tmp_path / "a", door())
    where = f"/d/{key(tmp_path / 'a')}"
    pages = [
        window.get("/"),
        window.get("/?q=alert"),
        window.get(f"{where}/p/1", params={"q": "alert", "ref": HOSTILE}),
        window.get(f"{where}/inspect", params={"record": record.id, "path": "amount", "page": 1}),
    ]
    for page in pages:
        assert page.status_code == 200
        assert "&lt;script&gt;alert(1)" in page.text
        tags = Tags.of(page.text)
        assert [
            names for tag, names in tags if tag == "script" and set(names) != {"src", "type"}
        ] == []
        assert [name for _, names in tags for name in names if name.startswith("on")] == []
        assert [names for tag, names in tags if tag == "img" and "alt" not in names] == []
    parts = window.get(f"{where}/p/1/parts").json()
    assert "<script" not in "".join(parts.values())


@pytest.mark.parametrize(
    "path",
    [
        "/d/../../etc/passwd",
        "/d/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/d/..%5c..%5c/p/1",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static//etc/passwd",
        "/d/{key}/p/0",
        "/d/{key}/p/99",
        "/d/{key}/p/-1/picture",
        "/d/{key}/p/1/picture?scale=1e9",
        "/d/{key}/p/x",
        "/d/{key}/inspect?record=../..&path=..&page=1",
    ],
)
def test_paths_lead_nowhere_but_to_what_is_reviewed(folder: Path, path: str) -> None:
    answer = client(folder, door()).get(path.replace("{key}", key(folder)))
    assert answer.status_code in (400, 404, 422)
    assert "root:" not in answer.text
    assert "def make_app" not in answer.text


MISSING = {"action": "add", "page": 1, "type": "fact", "owner": "a", "role": "value"}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"request": {"action": "explode"}},
        accept(extra="field"),
        accept(record="x" * 10_000),
        {"request": {"action": "whole", "page": -1}},
        {
            "request": {
                "action": "add",
                "page": 1,
                "type": "nothing",
                "owner": "a",
                "role": "amount",
            }
        },
        {"request": {"action": "add", "page": 1, "type": "fact", "owner": "a", "role": "sources"}},
    ],
)
def test_what_is_not_understood_changes_nothing(folder: Path, body: dict[str, object]) -> None:
    at = door()
    answer = client(folder, at).post(f"/d/{key(folder)}/say", json=body, headers=headers(at))
    assert answer.status_code == 422
    assert not (folder / CORRECTIONS).exists()


def test_too_much_is_not_read(folder: Path) -> None:
    at = door()
    big = b'{"request": "' + b"x" * 100_000 + b'"}'
    answer = client(folder, at).post(f"/d/{key(folder)}/say", content=big, headers=headers(at))
    assert answer.status_code == 413


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_the_language_leads_back_to_this_server_only(folder: Path, back: str) -> None:
    answer = client(folder, door()).get("/language/ja", params={"back": back})
    assert answer.headers["location"] == "/"
    assert 'lang="ja"' in client(folder, door()).get("/", cookies={"yosano_language": "ja"}).text


def test_without_the_extra_it_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    import builtins

    true_import = builtins.__import__

    def missing(name: str, *rest: object) -> object:
        if name == "fastapi":
            raise ModuleNotFoundError(name)
        return true_import(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(MissingToolError, match=r"pip install .*fastapi"):
        need_web()
