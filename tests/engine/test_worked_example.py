"""The worked example quotes the source as it is, and one citizen's way is short."""

from __future__ import annotations

from tests.engine.worked_example import PAGE, quotes, renewed

MOST_FILES, MOST_LINES = 3, 170


def test_every_quote_is_in_the_source_where_the_page_says() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert renewed(page) == page, "run: make generated"


def test_the_page_quotes_all_its_blocks() -> None:
    """No block escapes the comparison."""
    page = PAGE.read_text(encoding="utf-8")
    assert len(quotes(page)) == page.count("```python") + page.count("```yaml") > 0


def test_one_citizen_takes_few_files_and_lines() -> None:
    """From the detection of a need through the rehabilitation team to the switch."""
    code = [quote for quote in quotes(PAGE.read_text(encoding="utf-8")) if quote.language == "python"]
    assert len({quote.file for quote in code}) <= MOST_FILES
    assert sum(len(quote.text.splitlines()) for quote in code) <= MOST_LINES
