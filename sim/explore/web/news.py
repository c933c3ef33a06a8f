"""News of a comparison as server-sent events. A page that has lost its connection asks again and hears the present state."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from sim.explore.comparing import ENDED
from sim.explore.desk import Desk
from sim.explore.page import render
from sim.files.entry import Lang

BEAT = 0.3
"""Seconds between two looks at a comparison."""
ALIVE = 10.0
"""Seconds after which a silent connection gets a remark, so that nobody closes it."""


def news_of(desk: Desk, page: str, lang: Lang) -> dict[str, Any] | None:
    """What the page's comparison has reached; None without one."""
    known = desk.known(page)
    if known is None or known.comparison is None:
        return None
    comparison = known.comparison
    standing = comparison.standing()
    error = standing.error
    return {
        "key": comparison.draft.choice.digest,
        "stage": standing.stage,
        "text": render.progress(standing, lang),
        "ended": standing.stage in ENDED,
        "done": standing.done,
        "total": standing.total,
        "pairs": standing.pairs,
        "version": standing.version,
        "error": None if error is None else render.refusal(error, lang),
    }


async def events(
    desk: Desk, page: str, lang: Lang, last: str | None, gone: Callable[[], Awaitable[bool]]
) -> AsyncIterator[str]:
    """The news of a page as lines of text/event-stream, until the connection is gone.

    Args:
        last: the name of the last event that the page has heard, if its connection was lost.
    """
    desk.listen(page, 1)
    heard, silent = last or "", 0.0
    yield "retry: 1000\n: listening\n\n"
    try:
        while not desk.closing and not await gone():
            news = await asyncio.to_thread(news_of, desk, page, lang)
            text = "" if news is None else json.dumps(news, ensure_ascii=False)
            name = "" if news is None else _name(news)
            if news is not None and name != heard:
                heard, silent = name, 0.0
                yield f"id: {name}\ndata: {text}\n\n"
            elif silent > ALIVE:
                silent = 0.0
                yield ": still here\n\n"
            silent += BEAT
            await asyncio.sleep(BEAT)
    finally:
        desk.listen(page, -1)


def _name(news: dict[str, Any]) -> str:
    """The name of an event: the same state has the same name."""
    return "-".join(str(news[key]) for key in ("key", "stage", "done", "total", "pairs", "version"))
