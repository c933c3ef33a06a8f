"""Who looks at what: each open page has one comparison, and pages with the same choice share it.

A comparison that no page looks at any more is stopped. Its runs are in the store. Pages do not disturb each other: a stop by
one page ends a comparison only if no other page looks at it.
"""

from __future__ import annotations

import re
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from sim.explore.comparing import ENDED, Comparison
from sim.explore.draft import Draft
from sim.files.errors import ScenarioError
from sim.runs.crew import Crew

PAGE_NAME = re.compile(r"[A-Za-z0-9-]{1,64}")
GRACE = 45.0
"""Seconds after which a page that nobody listens on has been closed. A reload and a lost connection take less."""
MOST_PAGES = 256
MOST_KEPT = 24
"""Comparisons that are kept in memory after they have ended."""


@dataclass
class Page:
    """An open page.

    Attributes:
        listeners: connections that wait for news.
        seen: when the page was last heard of.
    """

    comparison: Comparison | None = None
    listeners: int = 0
    seen: float = field(default_factory=time.monotonic)


@dataclass
class Desk:
    """The comparisons of all pages.

    Attributes:
        results: folder of results.
        closing: whether the server ends, so that nobody waits for news any more.
    """

    crew: Crew
    results: Path
    closing: bool = False
    _pages: dict[str, Page] = field(default_factory=dict)
    _comparisons: dict[str, Comparison] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def page(self, name: str) -> Page:
        """The page of a name.

        Raises:
            ScenarioError: the name is none, or too many pages are open.
        """
        if not PAGE_NAME.fullmatch(name):
            raise ScenarioError("this is no name of a page", found=name[:40], expected="letters, digits and hyphens")
        with self._lock:
            if name not in self._pages:
                self.forget()
                if len(self._pages) >= MOST_PAGES:
                    raise ScenarioError("too many pages are open", expected=f"at most {MOST_PAGES}", do="close some")
                self._pages[name] = Page()
            self._pages[name].seen = time.monotonic()
            return self._pages[name]

    def known(self, name: str) -> Page | None:
        """The page of a name, if it has been heard of."""
        with self._lock:
            page = self._pages.get(name)
            if page is not None:
                page.seen = time.monotonic()
            return page

    def compare(self, name: str, draft: Draft, *, assumptions: bool = False) -> Comparison:
        """Start or continue the comparison of a draft, and let the page look at it. Raises as :meth:`page`."""
        with self._lock:
            page, key = self.page(name), draft.choice.digest
            known = self._comparisons.pop(key, None)
            comparison = known or Comparison(draft, self.crew, self.results)
            comparison.draft = draft  # it may have another title
            self._comparisons[key] = comparison  # the newest are last
            before, page.comparison = page.comparison, comparison
            if before is not None and before is not comparison:
                self._stop_unseen(before)
            comparison.start(assumptions=assumptions)
            self._forget_comparisons()
            return comparison

    def stop(self, name: str) -> None:
        """Stop the comparison of a page, unless another page looks at it too."""
        with self._lock:
            page = self.known(name)
            if page is None or page.comparison is None:
                return
            others = [each for each in self._pages.values() if each is not page and each.comparison is page.comparison]
            if others:
                page.comparison = None
            else:
                page.comparison.stop()

    def listen(self, name: str, change: int) -> Page:
        """Count a listener of a page in (1) or out (-1). Raises as :meth:`page`."""
        with self._lock:
            page = self.page(name)
            page.listeners += change
            return page

    def forget(self) -> None:
        """Forget pages that have been closed, and stop what only they looked at."""
        with self._lock:
            now = time.monotonic()
            for name, page in list(self._pages.items()):
                if page.listeners <= 0 and now - page.seen > GRACE:
                    del self._pages[name]
                    if page.comparison is not None:
                        self._stop_unseen(page.comparison)

    def close(self) -> None:
        """Stop everything."""
        with self._lock:
            for comparison in self._comparisons.values():
                comparison.stop()

    def _stop_unseen(self, comparison: Comparison) -> None:
        if not any(page.comparison is comparison for page in self._pages.values()):
            comparison.stop()

    def _forget_comparisons(self) -> None:
        seen = {id(page.comparison) for page in self._pages.values()}
        ended = [
            key for key, each in self._comparisons.items() if id(each) not in seen and each.standing().stage in ENDED
        ]
        for key in ended[: max(len(self._comparisons) - MOST_KEPT, 0)]:
            del self._comparisons[key]
