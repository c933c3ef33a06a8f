"""Who gets an answer: requests of this machine's own page, by the token of this start.

The server is bound to 127.0.0.1. That alone does not keep other pages in the reader's browser out: they may send requests to
any address, and a name of their own may lead to 127.0.0.1. So each request needs three things:

- The host is 127.0.0.1 or localhost with the port of this start.
- The origin, where the browser names one, is the page itself. No header allows another origin.
- The path begins with the token, which nobody can guess.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sim.explore.page.render import plain_page
from sim.explore.page.words import say
from sim.files.entry import Lang

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
OWN_SITES = ("same-origin", "none", "")
"""What a browser says of requests of the page itself, and of addresses that the reader typed."""


@dataclass
class Guard:
    """The application behind its checks."""

    app: ASGIApp
    token: str
    port: int
    lang: Lang

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        refused = self._refused(scope)
        if refused is not None:
            await refused(scope, receive, _with_headers(send))
            return
        await self.app(scope, receive, _with_headers(send))

    def _refused(self, scope: Scope) -> Response | None:
        """The answer to a request that gets nothing; None for one of the page's own."""
        headers = Headers(scope=scope)
        hosts = {f"{name}:{self.port}" for name in ("127.0.0.1", "localhost")}
        if headers.get("host") not in hosts:
            return self._says("explore_refused", "", 403)
        origin = headers.get("origin")
        if origin is not None and origin not in {f"http://{host}" for host in hosts}:
            return self._says("explore_refused", "", 403)
        own = headers.get("sec-fetch-site", "") in OWN_SITES
        navigates = headers.get("sec-fetch-mode") == "navigate" and scope["method"] == "GET"
        if not own and not navigates:  # a link in a letter leads to the page; a page of another site does not get at it
            return self._says("explore_refused", "", 403)
        first = scope["path"].split("/")[1] if "/" in scope["path"] else ""
        if not secrets.compare_digest(first.encode(), self.token.encode()):
            return self._says("explore_gone", "explore_gone_do", 404)
        return None

    def _says(self, heading: str, text: str, status: int) -> Response:
        both: tuple[Lang, ...] = (self.lang, "da" if self.lang == "en" else "en")
        heads = " / ".join(say(heading, lang) for lang in both)
        texts = " / ".join(say(text, lang) for lang in both) if text else ""
        return HTMLResponse(plain_page(self.lang, heads, texts), status_code=status)


def _with_headers(send: Send) -> Send:
    async def sends(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
        await send(message)

    return sends
