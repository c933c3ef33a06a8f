"""The page as a PDF file on A4. The HTML page stays the accessible original."""

from __future__ import annotations

import logging
import re

from sim.report.export.extra import library

FOLDED = re.compile(r'<details class="list"')
ENLARGE = re.compile(r'<button type="button" class="enlarge"[^>]*>(<img [^>]*>)</button>')
SCRIPT = re.compile(r"<script>.*?</script>", re.DOTALL)


def pdf(page: str) -> bytes:
    """The content of ``report.pdf`` from the text of the page, with its folded lists open. Nothing is fetched.

    Raises:
        ScenarioError: WeasyPrint, or the Pango library that it needs, is not installed.
    """
    weasyprint = library("weasyprint", "--pdf")
    logging.getLogger("weasyprint").setLevel(logging.ERROR)  # it tells of each rule for screens that print ignores
    text = SCRIPT.sub("", FOLDED.sub('<details class="list" open', page))
    text = ENLARGE.sub(r"\1", text)
    inside = weasyprint.urls.URLFetcher(allowed_protocols=("data",), fail_on_errors=True)
    content: bytes = weasyprint.HTML(string=text, url_fetcher=inside).write_pdf(pdf_tags=True)
    return content
