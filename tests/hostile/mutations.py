"""Mutations of files: of their bytes, of their text, and of their structure. Each follows from a generator of chances alone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from random import Random
from typing import Any

Path = tuple[str | int, ...]

NUMBERS: tuple[Any, ...] = (
    0, -1, 1, 2, 0.5, -0.0, 1e-308, 5e-324, 1e308, -1e308, float("inf"), float("-inf"), float("nan"), 10**9, 10**18, 10**30, 2**31,
    2**31 - 1, 2**63, -(2**63) - 1, 100_000_000, 10_000_000, 0.1 + 0.2,
)  # fmt: skip
TEXTS: tuple[str, ...] = (
    "", " ", "~", "null", "true", "no", "off", "0", "-1", "1e308", "nan", "inf", ".nan", "1:30", "0x1F", "1_000", "012", "none", "all",
    "own", "a\0b", "\ufeffname", "\u202ename", "na\u200bme", "a\u030a", "\ud800", "\U0010ffff", "\x1b[31m", "\r\n", "a\nb: c", "'", '"',
    "{", "[", "*a", "&a", "!!python/object:os.system", "<<", "- x", "# x", "%YAML 1.1", "---", "...", "../../etc/passwd", "/etc/passwd",
    "..", ".", "CON", "a/b", "a\\b", "~root", "$HOME", "%s%n", "{0}", "${jndi:x}", "<script>alert(1)</script>", "=1+1", "x" * 5000,
    "9" * 5000, "é" * 300, "1 minute", "100 years", "100 %", "-1 %", "101 %", "0 days", "0.5 days", "1000000 DKK", "10000 hours",
    "1e9 years", "2\u00a0weeks", "\u221225 %", "0000-00-00", "1899-12-31", "2200-01-01", "9999-12-31", "2024-02-30", "2023-02-29",
    "2024-01-01", "2024-1-1", "20240101", "2024-W01-1", "2059-12-31", "1990-01-01", "enacted", "expected", "current", "current+current",
    "+", "current+", "current+004-3c+004-3c", "low", "high", "-100 %", "+1000 %", "law", "unknown", "statistic", "keep", "cut", "queue",
)  # fmt: skip
OTHERS: tuple[Any, ...] = (
    None,
    True,
    False,
    [],
    {},
    [None],
    [[]],
    {"": 0},
    {"value": None},
    {"value": 1, "low": 2, "high": 0},
)
TOKENS: tuple[bytes, ...] = (
    b"\0", b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", b"\xc0\xaf", b"\x80", b"\xf4\x90\x80\x80", b"\r", b"\t", b"\x1a", b"\x7f",
    "\u2028".encode(), "\u202e".encode(), b"\x85", b"&a ", b"*a", b"!!set ", b"!x ", b"<<: *a\n", b"\n---\n", b"%TAG ! x\n", b"? ", b": ",
    b"- ", b"|+\n", b">-\n", b"[" * 30, b"{" * 30, b"[" * 50_000, b"{a: " * 2000, b"'", b'"', b"#", b",", b";", b"x" * 100_000,
    b"9" * 20_000, b"%",
)  # fmt: skip


def mutated(raw: bytes, chance: Random, others: list[bytes]) -> tuple[bytes, str]:
    """A file with one to four mutations of its bytes, and their names.

    Args:
        others: further files, of which pieces are put in.
    """
    names = []
    for _ in range(chance.choice((1, 1, 2, 4))):
        change = chance.choice(OF_BYTES)
        raw = change(raw, chance, others)
        names.append(change.__name__)
    return raw, ", ".join(names)


def _place(raw: bytes, chance: Random) -> int:
    """A position, more often at the edge of a word than in it."""
    if chance.random() < 0.5 or len(raw) < 8:
        return chance.randrange(len(raw) + 1)
    start = chance.randrange(len(raw))
    edge = re.search(rb"[\s:,;{}\[\]\"]", raw[start : start + 200])
    return start + (edge.start() if edge else 0)


def flip(raw: bytes, chance: Random, others: list[bytes]) -> bytes:
    if not raw:
        return b"\0"
    at = chance.randrange(len(raw))
    return raw[:at] + bytes([raw[at] ^ (1 << chance.randrange(8))]) + raw[at + 1 :]


def put_token(raw: bytes, chance: Random, others: list[bytes]) -> bytes:
    at = _place(raw, chance)
    return raw[:at] + chance.choice(TOKENS) + raw[at:]


def drop(raw: bytes, chance: Random, others: list[bytes]) -> bytes:
    at = _place(raw, chance)
    return raw[:at] + raw[at + chance.choice((1, 2, 8, 64, 1000)) :]


def cut(raw: bytes, chance: Random, others: list[bytes]) -> bytes:
    return raw[: _place(raw, chance)]


def repeat(raw: bytes, chance: Random, others: list[bytes]) -> bytes:
    at = _place(raw, chance)
    piece = raw[at : at + chance.choice((1, 8, 64, 1000))]
    return raw[:at] + piece * chance.choice((1, 2, 50)) + raw[at:]


def drop_line(raw: bytes, chance: Random, others: list[bytes]) -> bytes:
    lines = raw.split(b"\n")
    del lines[chance.randrange(len(lines))]
    return b"\n".join(lines)


def swap_lines(raw: bytes, chance: Random, others: list[bytes]) -> bytes:
    lines = raw.split(b"\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def repeat_line(raw: bytes, chance: Random, others: list[bytes]) -> bytes:
    lines = raw.split(b"\n")
    at = chance.randrange(len(lines))
    return b"\n".join([*lines[:at], *[lines[at]] * chance.choice((2, 2, 300)), *lines[at + 1 :]])


def splice(raw: bytes, chance: Random, others: list[bytes]) -> bytes:
    other = chance.choice(others)
    start, at = _place(other, chance), _place(raw, chance)
    return raw[:at] + other[start : start + chance.choice((8, 100, 2000))] + raw[at:]


def other_number(raw: bytes, chance: Random, others: list[bytes]) -> bytes:
    places = list(re.finditer(rb"-?\d+(?:\.\d+)?", raw))
    if not places:
        return raw + b"0"
    place = chance.choice(places)
    return raw[: place.start()] + _bytes(str(chance.choice(NUMBERS))) + raw[place.end() :]


def other_word(raw: bytes, chance: Random, others: list[bytes]) -> bytes:
    places = list(re.finditer(rb"[\w./ %-]{2,}", raw))
    if not places:
        return raw + b"x"
    place = chance.choice(places)
    return raw[: place.start()] + _bytes(chance.choice(TEXTS)) + raw[place.end() :]


def upper(raw: bytes, chance: Random, others: list[bytes]) -> bytes:
    at = _place(raw, chance)
    return raw[:at] + raw[at : at + 20].swapcase() + raw[at + 20 :]


def line_ends(raw: bytes, chance: Random, others: list[bytes]) -> bytes:
    return raw.replace(b"\n", chance.choice((b"\r\n", b"\r", "\u2028".encode(), b"\n\n", b" ")))


def encoded(raw: bytes, chance: Random, others: list[bytes]) -> bytes:
    text = raw.decode("utf-8", "replace")
    return text.encode(chance.choice(("utf-16", "utf-16-be", "utf-32", "utf-8-sig", "cp1252", "latin-1")), "replace")


def nothing_left(raw: bytes, chance: Random, others: list[bytes]) -> bytes:
    return chance.choice((b"", b"\n", b"\0" * 100, b"#", b"{}", b"[]", b"null", b"a" * 100, b"\xef\xbb\xbf"))


OF_BYTES: tuple[Callable[[bytes, Random, list[bytes]], bytes], ...] = (
    flip, put_token, drop, cut, repeat, drop_line, swap_lines, repeat_line, splice, other_number, other_number, other_word, other_word,
    upper, line_ends, encoded, nothing_left,
)  # fmt: skip


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


# --- structure


def mutated_tree(tree: Any, chance: Random) -> tuple[Any, str]:
    """A tree of mappings, lists and scalars with one to four mutations of its structure, and their names."""
    names = []
    for _ in range(chance.choice((1, 1, 2, 4))):
        change = chance.choice(OF_TREE)
        tree = change(json.loads(json.dumps(tree)), chance)  # no part of it is in two places
        names.append(change.__name__)
    return tree, ", ".join(names)


def as_bytes(tree: Any) -> bytes:
    """A tree as JSON, which is YAML too. Numbers that JSON does not know are words."""
    return _bytes(json.dumps(tree, indent=1, ensure_ascii=False))


def paths_in(tree: Any, above: Path = ()) -> list[Path]:
    """The path of every entry, in order."""
    entries = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [path for key, value in entries for path in ((*above, key), *paths_in(value, (*above, key)))]


def _at(tree: Any, path: Path) -> Any:
    for key in path:
        tree = tree[key]
    return tree


def _put(tree: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    _at(tree, path[:-1])[path[-1]] = value
    return tree


def _some(tree: Any, chance: Random) -> Path:
    paths = paths_in(tree)
    return chance.choice(paths) if paths else ()


def hostile(chance: Random) -> Any:
    """A value that no honest file has, or has elsewhere."""
    return chance.choice(
        (
            chance.choice(NUMBERS),
            chance.choice(NUMBERS),
            chance.choice(TEXTS),
            chance.choice(TEXTS),
            chance.choice(OTHERS),
        )
    )


def set_hostile(tree: Any, chance: Random) -> Any:
    return _put(tree, _some(tree, chance), hostile(chance))


def scale_number(tree: Any, chance: Random) -> Any:
    """Another size of a number, with or without a unit."""
    paths = [path for path in paths_in(tree) if re.match(r"-?\d", str(_at(tree, path)))]
    if not paths:
        return tree
    path = chance.choice(paths)
    factor = chance.choice((0, -1, 1e-9, 0.1, 10, 1000, 10**6, 10**12))
    value = _at(tree, path)
    if isinstance(value, str):
        digits = re.match(r"-?\d+(?:\.\d+)?", value)
        assert digits is not None
        return _put(tree, path, f"{float(digits[0]) * factor:.10g}{value[digits.end() :]}")
    return _put(tree, path, value * factor if isinstance(value, int | float) else factor)


def remove(tree: Any, chance: Random) -> Any:
    path = _some(tree, chance)
    if path:
        del _at(tree, path[:-1])[path[-1]]
    return tree


def rename(tree: Any, chance: Random) -> Any:
    path = _some(tree, chance)
    above = _at(tree, path[:-1]) if path else None
    if isinstance(above, dict):
        key = path[-1]
        new = chance.choice(
            (f"{key}x", str(key).upper(), f" {key}", f"{key}\u200b", chance.choice(TEXTS), "extends", "value", "kind")
        )
        above[new] = above.pop(key)
    return tree


def exchange(tree: Any, chance: Random) -> Any:
    one, other = _some(tree, chance), _some(tree, chance)
    if one[: len(other)] == other or other[: len(one)] == one:
        return tree
    first, second = _at(tree, one), _at(tree, other)
    return _put(_put(tree, one, second), other, first)


def graft(tree: Any, chance: Random) -> Any:
    """A copy of one entry in the place of another, or beside it under another name."""
    copied = json.loads(json.dumps(_at(tree, _some(tree, chance))))
    path = _some(tree, chance)
    above = _at(tree, path[:-1]) if path else tree
    if isinstance(above, dict) and chance.random() < 0.5:
        above[chance.choice((f"{path[-1] if path else 'x'}-2", *TEXTS[:40]))] = copied
        return tree
    return _put(tree, path, copied)


def many(tree: Any, chance: Random) -> Any:
    """An entry many times over."""
    paths = [path for path in paths_in(tree) if isinstance(_at(tree, path), list | dict) and _at(tree, path)]
    if not paths:
        return tree
    path, number = chance.choice(paths), chance.choice((10, 200, 3000)) if len(paths) < 2000 else 2
    node = _at(tree, path)
    if isinstance(node, list):
        return _put(tree, path, node * number)
    key, value = chance.choice(list(node.items()))
    node.update({f"{key}-{at}": value for at in range(number)})
    return tree


def deepen(tree: Any, chance: Random) -> Any:
    path = _some(tree, chance)
    node = _at(tree, path)
    for _ in range(chance.choice((1, 5, 19, 30, 400))):
        node = {"a": node} if chance.random() < 0.5 else [node]
    return _put(tree, path, node)


def wrap(tree: Any, chance: Random) -> Any:
    path = _some(tree, chance)
    node = _at(tree, path)
    return _put(
        tree,
        path,
        chance.choice(([node], {"value": node}, {"value": node, "low": node, "high": node}, str(node), [node, node])),
    )


def unwrap(tree: Any, chance: Random) -> Any:
    path = _some(tree, chance)
    node = _at(tree, path)
    inner = list(node.values()) if isinstance(node, dict) else node if isinstance(node, list) else [node]
    return _put(tree, path, chance.choice(inner)) if inner else tree


def empty(tree: Any, chance: Random) -> Any:
    path = _some(tree, chance)
    node = _at(tree, path)
    return _put(tree, path, type(node)() if node is not None else {})


def itself(tree: Any, chance: Random) -> Any:
    """A name of the file in the place of another word: an entry that refers to itself."""
    words = [_at(tree, path) for path in paths_in(tree) if isinstance(_at(tree, path), str)]
    names = [key for path in paths_in(tree) for key in path if isinstance(key, str)]
    paths = [path for path in paths_in(tree) if isinstance(_at(tree, path), str)]
    return _put(tree, chance.choice(paths), chance.choice(names + words)) if paths and names else tree


OF_TREE: tuple[Callable[[Any, Random], Any], ...] = (
    set_hostile, set_hostile, set_hostile, set_hostile, scale_number, scale_number, scale_number, remove, remove, rename, exchange, graft,
    many, deepen, wrap, unwrap, empty, itself, itself,
)  # fmt: skip
