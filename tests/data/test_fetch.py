"""`jobsim data fetch` against a server on loopback that answers in the shapes of StatBank and jobindsats v3."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.data.conftest import Call
from tests.data.published import auk01, jobindsats_json, months, xlsx

ABOUT = {
    "periods": [{"periodtype_id": "M", "values": [{"period_id": "2024M07"}]}, {"periodtype_id": "Q", "values": []}],
    "dimensions": [
        {"dimension_id": "_omrade", "hierarchies": [
            {"hierarchy_id": "_nykom", "levels": [{"values": [{"value_id": "/851/", "value_name": "Aalborg"}]}]},
        ]},
        {"dimension_id": "_viskat", "hierarchies": [
            {"hierarchy_id": "_viskat_1kth", "levels": [{"values": [{"value_id": "/1/", "value_name": "Jobparat"}]}]},
        ]},
        {"dimension_id": "_kon", "hierarchies": [
            {"hierarchy_id": "_kon", "levels": [{"values": [{"value_id": "/1/", "value_name": "Mænd"}]}]},
        ]},
    ],
    "mgroups": [], "update_latest": "2024-08-15", "update_next": "2024-09-16",
}  # fmt: skip
"""The description of a table, as jobindsats v3 gives it."""
SICK = jobindsats_json(months("Aalborg", [2000.5] * 13))
TOKEN = "secret-of-the-test"


@dataclass
class Server:
    """Answers in turn, one for each request, and what was asked."""

    address: str = ""
    answers: list[tuple[int, bytes]] = field(default_factory=list)
    asked: list[tuple[str, str, str | None, bytes]] = field(default_factory=list)


@pytest.fixture
def server(root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server on loopback that stands for both services. The scenario files of the test name its address."""
    state = Server()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            state.asked.append((self.command, self.path, self.headers.get("Authorization"), body))
            status, raw = state.answers.pop(0)
            self.send_response(status)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        do_GET = do_POST = answer  # noqa: N815 - the names of the library

        def log_message(self, *_: object) -> None:
            """Requests are no output of a test."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        state.address = f"http://127.0.0.1:{http.server_address[1]}"
        serve_at(root, state.address)
        monkeypatch.setenv("JOBINDSATS_TOKEN", TOKEN)
        yield state
        http.shutdown()
        thread.join()


def serve_at(root: Path, address: str) -> None:
    """Let both services of the scenario files be at an address, with no pause between tries."""
    file = root / "figures" / "tables.yaml"
    text = file.read_text(encoding="utf-8").replace("pause_seconds: 10", "pause_seconds: 0")
    text = text.replace("https://api.statbank.dk", address).replace("https://api.jobindsats.dk", address)
    file.write_text(text, encoding="utf-8")


def test_statbank_is_asked_for_all_municipalities_in_one_call(server: Server, tmp_path: Path, data: Call) -> None:
    server.answers = [(200, auk01())]
    code, out, err = data("fetch", "AUK01", "--to", "new")
    assert (code, err) == (0, "")
    assert (tmp_path / "new" / "AUK01.csv").read_bytes() == auk01()
    (method, path, token, body) = server.asked[0]
    assert (method, path, token) == ("POST", "/v1/data", None)
    asked = json.loads(body)
    assert (asked["table"], asked["format"], asked["lang"]) == ("AUK01", "CSV", "da")
    wanted = {each["code"]: each["values"] for each in asked["variables"]}
    assert wanted["OMRÅDE"] == wanted["Tid"] == ["*"]
    assert wanted["KØN"] == wanted["ALDER"] == ["TOT"]
    assert {"SY", "JA", "RES", "LY", "FL"} <= set(wanted["YDELSESTYPE"])
    assert "jobsim data import" in out
    code, out, _ = data("import", "new/AUK01.csv", "--check")
    assert code == 0
    assert "groups.sick.stock" in out


def test_jobindsats_is_asked_for_the_breakdown_that_the_model_needs(server: Server, tmp_path: Path, data: Call) -> None:
    rows = [[row[0], row[1], "Jobparat", 500.5] for row in months("Aalborg", [0] * 13)]
    answer = jobindsats_json(rows, ("Periode", "Område", "Visitationskategori", "Fuldtidspersoner"))
    server.answers = [(200, b"\xef\xbb\xbf" + json.dumps(ABOUT).encode()), (200, answer)]
    code, _, err = data("fetch", "Y36A02", "--latest", 20)
    assert (code, err) == (0, "")
    assert (tmp_path / "y36a02.json").read_bytes() == answer
    assert [(each[0], urlsplit(each[1]).path, each[2]) for each in server.asked] == [
        ("GET", "/v3/table/y36a02", f"Bearer {TOKEN}"), ("GET", "/v3/data/y36a02", f"Bearer {TOKEN}"),
    ]  # fmt: skip
    assert parse_qs(urlsplit(server.asked[1][1]).query) == {
        "mgroup.*": ["*"], "period.M": ["latest:20"], "hierarchy._nykom": ["*"], "hierarchy._viskat_1kth": ["*"], "format": ["json"],
    }  # fmt: skip


def test_a_server_error_is_asked_again(server: Server, tmp_path: Path, data: Call) -> None:
    server.answers = [(200, json.dumps(ABOUT).encode()), (500, b"oops"), (200, SICK)]
    code, _, err = data("fetch", "y07a02")
    assert (code, err) == (0, "")
    assert (tmp_path / "y07a02.json").read_bytes() == SICK
    assert len(server.asked) == 3


def test_a_server_that_stays_down_ends_after_three_tries(server: Server, tmp_path: Path, data: Call) -> None:
    server.answers = [(500, b""), (503, b""), (500, b"")]
    code, _, err = data("fetch", "AUK01")
    assert code == 1
    assert "3 tries" in err
    assert "answered 500" in err
    assert len(server.asked) == 3
    assert not list(tmp_path.glob("*AUK01*"))


def test_a_refused_token_is_said_and_never_shown(server: Server, tmp_path: Path, data: Call) -> None:
    server.answers = [(401, b"")]
    code, out, err = data("fetch", "y07a02")
    assert code == 2
    assert "refuses the token (401)" in err
    assert "JOBINDSATS_TOKEN" in err
    assert TOKEN not in out + err
    assert len(server.asked) == 1


def test_a_refused_request_shows_the_reason_of_the_service(server: Server, data: Call) -> None:
    server.answers = [(200, json.dumps(ABOUT).encode()), (422, b'{"cause": "Unknown period type: M"}')]
    code, _, err = data("fetch", "y07a02")
    assert code == 2
    assert "422" in err
    assert "Unknown period type: M" in err


def test_a_table_without_months_is_said_before_it_is_asked(server: Server, data: Call) -> None:
    server.answers = [(200, json.dumps(ABOUT | {"periods": [{"periodtype_id": "Q", "values": []}]}).encode())]
    code, _, err = data("fetch", "y07a02")
    assert code == 2
    assert "found: Q" in err


@pytest.mark.parametrize("broken", [SICK[:-20], b"<html>down for maintenance</html>", b""])
def test_a_broken_answer_is_not_kept(server: Server, tmp_path: Path, data: Call, broken: bytes) -> None:
    server.answers = [(200, json.dumps(ABOUT).encode()), (200, broken)]
    (tmp_path / "y07a02.json").write_bytes(b"older")
    code, _, err = data("fetch", "y07a02")
    assert code == 1
    assert "nothing was written" in err
    assert (tmp_path / "y07a02.json").read_bytes() == b"older"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["scenarios", "y07a02.json"]


def test_a_broken_description_is_said(server: Server, data: Call) -> None:
    server.answers = [(200, b'{"periods": [')]
    code, _, err = data("fetch", "y07a02")
    assert code == 1
    assert "cannot be read" in err


def test_if_one_table_fails_none_is_written(server: Server, tmp_path: Path, data: Call) -> None:
    server.answers = [(200, auk01()), (401, b"")]
    code, _, _ = data("fetch", "AUK01", "y07a02")
    assert code == 2
    assert [each.name for each in tmp_path.iterdir()] == ["scenarios"]


def test_a_refused_connection_is_said(root: Path, tmp_path: Path, data: Call) -> None:
    """Nothing listens at port 9 of loopback, the port of a service that only discards."""
    serve_at(root, "http://127.0.0.1:9")
    code, _, err = data("fetch", "AUK01")
    assert code == 1
    assert "ConnectError" in err
    assert "docs/data.md" in err


def test_without_a_token_nothing_is_asked(server: Server, data: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JOBINDSATS_TOKEN")
    code, _, err = data("fetch", "y07a02")
    assert code == 2
    assert "needs a token" in err
    assert not server.asked


def test_an_address_without_encryption_is_refused(root: Path, data: Call) -> None:
    serve_at(root, "http://statbank.example")
    code, _, err = data("fetch", "AUK01")
    assert code == 2
    assert "over https" in err


def test_an_unknown_table_is_named_with_the_nearest(root: Path, data: Call) -> None:
    code, _, err = data("fetch", "AUK02")
    assert code == 2
    assert "nearest: AUK01" in err


@pytest.mark.parametrize(
    ("library", "arguments"), [("httpx", ("fetch", "AUK01")), ("python_calamine", ("import", "y07a02.xlsx"))]
)
def test_without_the_extra_a_message_says_what_to_install(
    root: Path, tmp_path: Path, data: Call, monkeypatch: pytest.MonkeyPatch, library: str, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "y07a02.xlsx").write_bytes(xlsx([["Område", "2024M07"]]))
    monkeypatch.setitem(sys.modules, library, None)
    code, _, err = data(*arguments)
    assert code == 2
    assert "pip install 'jobsim[data]'" in err
