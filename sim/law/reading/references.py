"""References to the law as a Danish reader writes them: ``LAB § 31(3)`` is "LAB § 31, stk. 3"."""

from __future__ import annotations

import re
from functools import lru_cache

from sim.files.entry import Lang

NUMBER = r"\d+(?: [a-z]\b)?"
NOTATION = (
    (rf"§§ ({NUMBER})\((\d)\), ({NUMBER})\((\d)\)", r"§ \1, stk. \2, og § \3, stk. \4"),
    (rf"§§ ({NUMBER}) and ({NUMBER})\((\d)\)", r"§ \1 og § \2, stk. \3"),
    (r"\((\d)\)-\((\d)\)", r", stk. \1-\2"),
    (r"\((\d)\), \((\d)\)", r", stk. \1 og \2"),
    (r"(?<=[\da-z])\((\d)\)", r", stk. \1"),
    (r"(?<=\d) nr\. ", ", nr. "),
    (r"\bch\. (?=\d)", "kap. "),
)
"""Pattern -> Danish, in this order."""
WORDS = {
    "a rule that the model follows, so a run can only repeat it": "en regel, som modellen følger, så en kørsel kun kan gentage den",
    "order on partial suspension of the employment effort because of COVID-19": (
        "bekendtgørelsen om delvis suspension af beskæftigelsesindsatsen på grund af covid-19"
    ),
    "order on rehabilitation plans": "bekendtgørelsen om rehabiliteringsplan",
    "budgets of state and municipalities": "statens og kommunernes budgetter",
    "pool of the tripartite agreement": "trepartsaftalens pulje",
    "financing of dagpenge": "finansiering af dagpenge",
    "financing of early pension": "finansiering af tidlig pension",
    "main act expected 2027": "hovedlov ventet i 2027",
    "abolished as expected 2027": "ventes afskaffet i 2027",
    "expected 2027": "ventet i 2027",
    "bill of 2022": "lovforslaget fra 2022",
    "commenced 1 January 2021": "i kraft 1. januar 2021",
    "20 March 2020": "20. marts 2020",
    "principle decisions": "principafgørelserne",
    "number not verified": "nummer ikke efterprøvet",
    "what is left of": "resten af",
    "Finance Act pools": "finanslovens puljer",
    "Finance Act": "finansloven",
    "2014 reform": "reformen i 2014",
    "proposed by": "foreslået af",
    "read through": "læst gennem",
    "of before": "før",
    "supervision": "tilsyn",
    "guidance": "vejledning",
    "proposal": "forslag",
    "practice": "praksis",
    "before": "før",
    "detection": "opdagelse",
    "no law": "ingen lov",
    "then": "dengang",
    "none": "ingen",
    "fate": "livsforløb",
    "new": "nyt",
    "and": "og",
}
"""English words of references, the longest first -> Danish."""
_WORD = re.compile(rf"\b({'|'.join(map(re.escape, WORDS))})\b")


@lru_cache(maxsize=1024)
def law_words(reference: str, lang: Lang) -> str:
    """A reference of the rule files in the reader's language."""
    if lang == "en":
        return reference
    for pattern, danish in NOTATION:
        reference = re.sub(pattern, danish, reference)
    return _WORD.sub(lambda match: WORDS[match[0]], reference)
