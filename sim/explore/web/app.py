"""The answers of the server, by address."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route

from sim.explore.catalogue import Catalogue
from sim.explore.choice import Choice, first_choice, read_choice
from sim.explore.comparing import ENDED, Comparison
from sim.explore.desk import GRACE, Desk
from sim.explore.draft import PILOT, Draft, NothingDiffersError, at_pairs, draft_of
from sim.explore.page import render
from sim.explore.page.twin import twins_text
from sim.explore.page.words import error_lines
from sim.explore.shelf import FOLDER, shelf_of
from sim.explore.twins import answer, ask
from sim.explore.web.guard import Guard
from sim.explore.web.news import events
from sim.files.entry import Lang
from sim.files.errors import RunError, ScenarioError
from sim.runs.run import Plan

MOST_DRAFTS = 64
LONGEST_NUMBER = 10


@dataclass
class Server:
    """The answers of one start.

    Attributes:
        lang: the language of an address that names none.
    """

    catalogue: Catalogue
    desk: Desk
    token: str
    port: int
    lang: Lang = "en"
    _drafts: dict[Choice, Draft] = field(default_factory=dict)

    def app(self) -> Guard:
        """The application, behind its checks."""
        routes = [
            Route("/", self.page),
            Route("/style.css", self.style),
            Route("/{name}.js", self.script),
            Route("/look", self.look),
            Route("/result", self.result),
            Route("/events", self.events),
            Route("/study.yaml", self.study),
            Route("/snapshot.html", self.snapshot),
            Route("/compare", self.compare, methods=["POST"]),
            Route("/stop", self.stop, methods=["POST"]),
            Route("/twins", self.twins, methods=["POST"]),
        ]
        inner = Starlette(
            routes=[Mount(f"/{self.token}", routes=routes)],
            lifespan=self._living,
            exception_handlers={ScenarioError: self._odd, RunError: self._odd},
        )
        return Guard(inner, self.token, self.port, self.lang)

    @asynccontextmanager
    async def _living(self, _: Starlette) -> AsyncIterator[None]:
        """Forget closed pages while the server lives."""

        async def forgetting() -> None:
            while True:
                await asyncio.sleep(GRACE / 4)
                await asyncio.to_thread(self.desk.forget)

        task = asyncio.create_task(forgetting())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            self.desk.close()

    # --- the page
    def page(self, request: Request) -> Response:
        """The page of an address. An address with nonsense gets a message and the first choice."""
        lang, odd = self._lang(request), None
        try:
            choice = self._choice(request)
            _check_lang(request)
        except ScenarioError as error:
            choice, odd = first_choice(self.catalogue), error
        citizen = request.query_params.get("citizen", "")
        text = render.page(self.catalogue, choice, lang, odd=odd, citizen=citizen if citizen.isdecimal() else "")
        return HTMLResponse(text, status_code=200 if odd is None else 422)

    def style(self, _: Request) -> Response:
        return PlainTextResponse(render.style(), media_type="text/css")

    def script(self, request: Request) -> Response:
        name = f"{request.path_params['name']}.js"
        if name not in (render.SCRIPT, render.TABLES):
            return PlainTextResponse("", status_code=404)
        return PlainTextResponse(render.script(name), media_type="text/javascript")

    # --- the choice
    def look(self, request: Request) -> Response:
        """What a choice changes: the clauses, or why it cannot be run."""
        lang = self._lang(request)
        try:
            draft = self._draft(request)
        except NothingDiffersError:
            return JSONResponse({"html": render.nothing_differs(lang), "runs": False, "digest": ""})
        except ScenarioError as error:
            return JSONResponse({"html": render.refusal(error, lang), "runs": False, "digest": ""})
        return JSONResponse(
            {
                "html": render.clauses(self.catalogue, draft, lang), "runs": True, "digest": draft.choice.digest,
                "file": draft.file, "python": draft.python(),
                "stored": request.query_params.get("first") == "1" and self._is_stored(draft),
            }
        )  # fmt: skip

    def study(self, request: Request) -> Response:
        """The study of a choice as a file."""
        draft = self._draft(request)
        return _file(draft.text, draft.file, "application/yaml")

    # --- running
    def compare(self, request: Request) -> Response:
        """Start or continue the comparison of a choice for a page."""
        lang = self._lang(request)
        try:
            draft = self._draft(request)
        except NothingDiffersError:
            return JSONResponse({"html": render.nothing_differs(lang)})
        except ScenarioError as error:
            return JSONResponse({"html": render.refusal(error, lang)})
        compared = self.desk.compare(self._page(request), draft, assumptions=request.query_params.get("test") == "1")
        return JSONResponse({"key": draft.choice.digest, "ended": compared.standing().stage in ENDED})

    def stop(self, request: Request) -> Response:
        self.desk.stop(self._page(request))
        return JSONResponse({"stopped": True})

    async def events(self, request: Request) -> Response:
        """The news of a page's comparison, as they come."""
        page = self._page(request)
        self.desk.page(page)
        stream = events(
            self.desk, page, self._lang(request), request.headers.get("last-event-id"), request.is_disconnected
        )
        return StreamingResponse(stream, media_type="text/event-stream")

    def result(self, request: Request) -> Response:
        """The numbers that a page's comparison has reached."""
        comparison, lang = self._comparison(request), self._lang(request)
        if comparison is None or comparison.findings is None:
            return JSONResponse({})
        standing, findings = comparison.standing(), comparison.findings
        return JSONResponse(
            {
                "html": render.result(self.catalogue, comparison.draft, findings, lang),
                "said": render.said(findings, lang),
                "key": comparison.draft.choice.digest, "version": standing.version,
                "file": f"{comparison.draft.name}.html",
            }
        )  # fmt: skip

    def snapshot(self, request: Request) -> Response:
        """One file of the present result."""
        comparison, lang = self._comparison(request), self._lang(request)
        if comparison is None or comparison.findings is None:
            raise ScenarioError("this page has no result yet", do="press Compare first")
        text = render.snapshot(self.catalogue, comparison.draft, comparison.findings, comparison.standing(), lang)
        return _file(text, f"{comparison.draft.name}.html", "text/html")

    async def twins(self, request: Request) -> Response:
        """A citizen's two histories, or the citizens that differ most."""
        lang, named = self._lang(request), request.query_params.get("citizen", "")
        try:
            citizen = _citizen(named)
            draft = await asyncio.to_thread(self._draft, request)
            question = ask(draft, self.catalogue.root, citizen, lang)
            future = self.desk.crew.submit(answer, question, question.key)
            told = await asyncio.wrap_future(future)
        except NothingDiffersError:
            return JSONResponse({"html": render.nothing_differs(lang)})
        except ScenarioError as error:
            return JSONResponse({"html": render.refusal(error, lang)})
        return JSONResponse({"html": twins_text(told, lang)})

    # --- of a request
    def _lang(self, request: Request) -> Lang:
        named = request.query_params.get("lang")
        return named if named in ("en", "da") else self.lang  # type: ignore[return-value]

    def _page(self, request: Request) -> str:
        return request.query_params.get("page", "")

    def _choice(self, request: Request) -> Choice:
        own = [(key, value) for key, value in request.query_params.multi_items() if key not in ("first", "test")]
        return read_choice(own, self.catalogue)

    def _draft(self, request: Request) -> Draft:
        """The study of the request's choice. Those used last stay in memory."""
        choice = self._choice(request)
        draft = self._drafts.pop(choice, None) or draft_of(choice, self.catalogue)
        self._drafts[choice] = draft
        for old in list(self._drafts)[: max(len(self._drafts) - MOST_DRAFTS, 0)]:
            self._drafts.pop(old, None)
        return draft

    def _comparison(self, request: Request) -> Comparison | None:
        known = self.desk.known(self._page(request))
        return None if known is None else known.comparison

    def _is_stored(self, draft: Draft) -> bool:
        """Whether the pairs of the pilot are in the store, so that they can be shown without a run."""
        plan = Plan.of(at_pairs(draft.study, PILOT), self.desk.results / FOLDER)
        shelf = shelf_of(self.desk.results, draft.choice.study)
        place = draft.study.places[0]
        runs = [plan.run(place, column, number) for number in range(1, PILOT + 1) for column in draft.study.columns[:2]]
        return all(shelf.keeps(run.key) for run in runs)

    def _odd(self, request: Request, error: Exception) -> Response:
        """An error of the reader's or of a run, as a page of its own."""
        lang = self._lang(request)
        lines: list[Any] = error_lines(error, lang)
        text = " ".join(f"{head} {told.text}".strip() for head, told in lines[1:])
        return HTMLResponse(render.plain_page(lang, lines[0][1].text, text), status_code=422)


def _check_lang(request: Request) -> None:
    """Check the language of an address. Raises a ScenarioError for another one than English or Danish."""
    named = request.query_params.get("lang", "en")
    if named not in ("en", "da"):
        raise ScenarioError("the page is in English (en) or Danish (da)", found=named[:40], expected="en or da")


def _citizen(named: str) -> int | None:
    """The number of a citizen; None for none. Raises a ScenarioError for anything else."""
    if not named:
        return None
    if not (named.isdecimal() and named.isascii() and len(named) < LONGEST_NUMBER):
        raise ScenarioError("this run has no such citizen", found=named[:40], expected="a number")
    return int(named)


def _file(text: str, name: str, kind: str) -> Response:
    """A file to download."""
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(text, media_type=f"{kind}; charset=utf-8", headers=headers)
