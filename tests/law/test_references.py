"""References to the law in the reader's language, as Danish statutes are quoted: paragraph, then `stk.`, then `nr.`."""

from __future__ import annotations

import pytest

from sim.law.reading.references import law_words


@pytest.mark.parametrize(
    ("reference", "danish"),
    [
        ("LAB § 31(3)", "LAB § 31, stk. 3"),
        ("LAB § 31(1)-(3)", "LAB § 31, stk. 1-3"),
        ("LAB § 31(1), (3)", "LAB § 31, stk. 1 og 3"),
        ("LAS § 68 a(2)", "LAS § 68 a, stk. 2"),
        ("LAB §§ 9 and 31(3)", "LAB § 9 og § 31, stk. 3"),
        ("LAB §§ 9(1), 31(3)", "LAB § 9, stk. 1, og § 31, stk. 3"),
        ("LAB § 2 nr. 3", "LAB § 2, nr. 3"),
        ("LAB ch. 7", "LAB kap. 7"),
        ("Finance Act 2014 reform", "finansloven reformen i 2014"),
    ],
)
def test_a_reference_is_quoted_as_in_the_readers_language(reference: str, danish: str) -> None:
    assert law_words(reference, "en") == reference
    assert law_words(reference, "da") == danish
