"""Honest files of every format that `jobsim data import` reads."""

from __future__ import annotations

from tests.data.published import (
    AUK01_MEMBERS,
    SICK,
    auk01,
    jobindsats_csv,
    jobindsats_json,
    jsonstat,
    months,
    px,
    statbank,
    xlsx,
)

PERSONS = [2700 + 5 * at for at in range(13)]
ROWS = months("Aalborg", PERSONS)
MONTHS = [f"2025M{at:02d}" for at in range(1, 13)]
FILES: dict[str, bytes] = {
    "auk01.csv": auk01(),
    "english.csv": statbank(
        [("Aalborg", "Sickness benefit", f"2024Q{at}", 2700 + at) for at in range(1, 5)], totals=("Total", "Age, total"),
    ),
    "y07a02.csv": jobindsats_csv(ROWS),
    "y07a02.json": jobindsats_json(ROWS),
    "AUK01.json": jsonstat(AUK01_MEMBERS, [1, 2, 3, 4, *SICK]),
    "sparse-AUK01.json": jsonstat(AUK01_MEMBERS, {"4": 2700, "5": 2720, "6": 2740, "7": 2800}),
    "auk01.px": px("100000 100000\n100000 100000\n2700 2720 2740 2800"),
    "y07a02.xlsx": xlsx(
        [["Sygedagpenge"], [], [None, "Fuldtidspersoner", *[None] * 12], ["Område", *(month for month, *_ in ROWS)],
         ["Hele landet", *[70_000] * 13], ["Aalborg", *PERSONS]],
        merged=["B3:N3"],
    ),
    "stock.csv": ("group;month;citizens\n" + "".join(f"sick;{month};{2400 + at}\n" for at, month in enumerate(MONTHS))).encode(),
    "cases.csv": b"group;caseworker;cases;posts\nsick;k1;100;1\nsick;k2;60;0,8\n",
    "switches.csv": ("from;to;month;switches\n" + "".join(f"insured;sick;{month};10\n" for month in MONTHS)).encode(),
}  # fmt: skip
