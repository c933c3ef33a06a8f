"""The server answers its own page and nobody else, and says what it does not understand."""

from __future__ import annotations

import asyncio
import json
import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from typing import Any

import pytest

from sim import cli
from sim.explore.catalogue import Catalogue
from sim.explore.comparing import Comparison
from sim.explore.desk import Desk
from sim.explore.page import render
from sim.explore.page.four import turns
from sim.explore.page.text import own_phrases
from sim.explore.web.news import events
from sim.explore.web.serve import bound, query_of
from sim.files.errors import ScenarioError
from sim.report.range_records import RangeRecord
from tests.explore.asked import PORT, TOKEN, TestClient, choice, until
from tests.report.danish import Seen, english_in

HERE = f"http://127.0.0.1:{PORT}"
TWO = "law=current&proposals=004-2a,004-3c&practice=baseline"


def test_the_page_is_there_and_allows_nothing_from_elsewhere(client: TestClient) -> None:
    answer = client.get("./")
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not [name for name in answer.headers if name.startswith("access-control")]
    addresses = re.findall(r'(?:src|href)="([^"]*)"', answer.text)
    assert addresses
    assert not [address for address in addresses if "//" in address]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "evil.example"}, 403),
        ({"host": f"127.0.0.1:{PORT + 1}"}, 403),
        ({"host": f"evil.example:{PORT}"}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": f"http://127.0.0.1:{PORT + 1}"}, 403),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}, 403),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, 200),
        ({"origin": HERE, "sec-fetch-site": "same-origin"}, 200),
        ({"host": f"localhost:{PORT}"}, 200),
    ],
)
def test_a_page_of_another_origin_gets_nothing(client: TestClient, headers: dict[str, str], status: int) -> None:
    answer = client.get("./", headers=headers)
    assert answer.status_code == status
    if status == 403:
        assert TOKEN not in answer.text
        assert "access-control-allow-origin" not in answer.headers


def test_another_origin_cannot_start_or_stop_a_run(client: TestClient) -> None:
    for path in ("compare", "stop", "twins"):
        assert client.post(f"{path}?page=p&{TWO}", headers={"origin": "http://evil.example"}).status_code == 403
        assert client.get(f"{path}?page=p&{TWO}").status_code == 405


@pytest.mark.parametrize("path", ["", "wrong/", "wrong/look", "t0ken2/", "%2e%2e/"])
def test_without_the_token_there_is_no_page(client: TestClient, path: str) -> None:
    answer = client.get(f"{HERE}/{path}")
    assert answer.status_code == 404
    assert TOKEN not in answer.text
    assert "--address" in answer.text


def test_a_title_is_escaped_everywhere(client: TestClient, finished: Comparison, catalogue: Catalogue) -> None:
    evil = '"><script>alert(1)</script>'
    query = choice(catalogue, "004-2a", "004-3c", title=evil).query()
    assert "<script>alert" not in client.get(f"./?{query}").text
    assert evil in unescape(client.get(f"./?{query}").text)
    client.post(f"compare?page=evil&{query}")
    until(lambda: client.get("result?page=evil").json() != {})
    saved = client.get("snapshot.html?page=evil").text
    assert "<script>alert" not in saved
    assert evil in unescape(saved)
    for nonsense in (evil, "<b>x</b>"):
        assert "<script>alert" not in client.get("./", params={"law": nonsense}).text


@pytest.mark.parametrize("lang", ["en", "da"])
@pytest.mark.parametrize(
    "query", ["law=curent", "proposals=999-9", "x=1", "a.bookable=&law=current", "lang=de", "place=%00"]
)
def test_nonsense_in_the_address_gives_a_message_and_the_page(client: TestClient, query: str, lang: str) -> None:
    answer = client.get(f"./?{query}{'' if 'lang' in query else f'&lang={lang}'}")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert 'id="compare"' in answer.text
    assert "Traceback" not in answer.text


def test_a_choice_that_cannot_be_run_says_with_what_and_why(client: TestClient) -> None:
    told = client.get("look?law=current&proposals=000-6,004-2a&lang=da").json()
    assert not told["runs"]
    assert "000-6 og 004-2a modsiger hinanden" in told["html"]
    compared = client.post("compare?page=no&law=current&proposals=000-6,004-2a").json()
    assert "contradict each other" in compared["html"]
    assert client.get("result?page=no").json() == {}


def test_the_study_can_be_saved(client: TestClient) -> None:
    answer = client.get(f"study.yaml?{TWO}")
    assert "rules: current+004-2a+004-3c" in answer.text
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''explored-")


def test_two_people_do_not_disturb_each_other(client: TestClient, finished: Comparison) -> None:
    """One stops and the other goes on, with the same choice and with another one."""
    client.post(f"compare?page=one&{TWO}")
    client.post(f"compare?page=two&{TWO}")
    client.post("stop?page=one")
    until(lambda: client.get("result?page=two").json() != {})
    client.post("compare?page=one&law=current&proposals=004-4b&practice=baseline")
    assert client.get("result?page=two").json()["key"] == finished.draft.choice.digest
    client.post("stop?page=one")


def test_a_hundred_requests_at_once_leave_it_standing(client: TestClient, finished: Comparison) -> None:
    def ask(number: int) -> int:
        paths = (f"look?{TWO}", "./", f"study.yaml?{TWO}", "result?page=nobody", "look?law=nonsense")
        return int(client.get(paths[number % len(paths)]).status_code)

    with ThreadPoolExecutor(100) as people:
        assert set(people.map(ask, range(100))) == {200}
    assert client.get("./").status_code == 200


def test_a_page_that_was_lost_hears_the_present_state(finished: Comparison, desk: Desk) -> None:
    """A new connection hears it at once; one that has heard it already hears nothing twice."""
    desk.compare("page", finished.draft)

    async def heard(last: str | None) -> list[str]:
        looks = iter([False, False, True])

        async def gone() -> bool:
            return next(looks)

        return [line async for line in events(desk, "page", "en", last, gone)]

    first = asyncio.run(heard(None))
    data: dict[str, Any] = json.loads(re.findall(r"data: (.*)", first[1])[0])
    assert data["stage"] == "done"
    assert data["key"] == finished.draft.choice.digest
    name = re.findall(r"id: (.*)", first[1])[0]
    assert len(asyncio.run(heard(name))) == 1


def test_a_page_that_was_closed_stops_what_only_it_looked_at(
    finished: Comparison, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.explore.desk.GRACE", -1.0)
    desk.compare("page", finished.draft)
    desk.listen("page", 1)
    desk.forget()
    assert desk.known("page") is not None
    desk.listen("page", -1)
    desk.forget()
    assert desk.known("page") is None


@pytest.mark.parametrize("lang", ["en", "da"])
def test_a_snapshot_stands_alone(finished: Comparison, catalogue: Catalogue, lang: str) -> None:
    assert finished.findings is not None
    text = render.snapshot(
        catalogue, finished.draft, finished.findings, finished.standing(), "da" if lang == "da" else "en"
    )
    assert f'<html lang="{lang}">' in text
    assert not re.findall(r'(?:src|href)="(?!data:|#)', text)
    assert not re.findall(r"url\(|@import|https?://", text)
    assert "rules: current+004-2a+004-3c" in text
    assert text.count('class="card ') == 4
    if lang == "da":
        seen = Seen(text).texts
        assert len(seen) > 200
        assert {shown: found for shown in seen if (found := english_in(shown))} == {}
    code = re.findall(r'<pre tabindex="0" lang="en" translate="no"><code>(.*?)</code></pre>', text, re.DOTALL)
    assert [unescape(each) for each in code] == [finished.draft.text, finished.draft.python()]


def test_every_sentence_has_both_languages_and_the_same_blanks() -> None:
    for key, words in own_phrases().items():
        assert set(words) == {"en", "da"}, key
        blanks = [set(re.findall(r"{(\w+)}", words[lang])) for lang in ("en", "da")]
        assert blanks[0] == blanks[1], key


def test_a_port_in_use_is_told() -> None:
    taken = bound(0)
    try:
        with pytest.raises(ScenarioError, match="the port is in use") as error:
            bound(taken.getsockname()[1])
    finally:
        taken.close()
    assert "--port" in str(error.value.do)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("explore", "aalborg", "--lang", "de"), "English (en) or Danish (da)"),
        (("explore", "aalburg"), "aalborg"),
        (("explore", "queue-mm1"), "queue"),
        (("explore", "--port", "99999"), "--port"),
    ],
)
def test_a_wrong_call_ends_with_code_2(
    arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([*arguments, "--no-browser"])
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


def test_an_address_of_an_earlier_start_gives_its_choice() -> None:
    assert query_of(f"http://127.0.0.1:1/old/?{TWO}") == TWO
    assert query_of("http://127.0.0.1:1/old/") == ""


def test_a_group_turns_a_number_if_an_end_has_the_other_sign() -> None:
    named = {
        "place": "p",
        "column": "c",
        "group": "g",
        "measure": "m",
        "activity": "all",
        "need": "all",
        "unit": "hours",
    }
    for base, low, high, turned in ((-2.0, -3.0, 1.0, True), (-2.0, -3.0, -1.0, False), (2.0, None, -1.0, True)):
        assert turns(RangeRecord(base=base, low=low, high=high, **named)) is turned
