"""Every schema of scenario files as pages: the keys of each file and of its parts, with what they take."""

from __future__ import annotations

from typing import Any

from sim.authoring.rulebook.markdown import blocks, code, heading, table
from sim.authoring.schemas import KINDS, schema_of
from sim.authoring.schemas.quantities import definitions

Schema = dict[str, Any]

MADE = "<!-- Generated from the models of scenario files by `make generated`. Do not edit. -->"
HEAD = f"""{MADE}

# Schemas

Each kind of scenario file has a schema. `jobsim schema` writes them as JSON files, with which an editor completes keys and
marks errors. A key that no schema has is an error, and the error names the nearest valid key.
"""
QUANTITIES = """## Values

A *value* is a quantity, or a mapping with these keys:

| key | content |
| --- | --- |
| `value` | the quantity |
| `low`, `high` | its range. Below the grade `statistic` both are required |
| `unit` | the unit, if the numbers are bare |
| `evidence` | its grade (default: the grade of the entry) |
| `source` | its source (default: that of the entry) |
| `note` | a remark |
"""
VALUE = "-value"
USUAL = {
    "schema": "The version of the schema.",
    "title": "The title in English and Danish.",
    "evidence": "The grade of all values in this mapping that have none of their own.",
    "source": "The source of all values in this mapping that have none of their own.",
    "note": "A remark for readers.",
}
"""Meanings of keys that many parts have."""
KEYS = ("key", "takes", "required", "meaning")
PAGES = ("schemas.md", *(f"schemas/{kind}.md" for kind in KINDS))
"""The pages of :func:`documents`."""
WORDS = {"string": "text", "integer": "whole number", "number": "number", "boolean": "`true` or `false`"}
MOST_WORDS = 12
"""Words of a list that are printed."""


def documents() -> dict[str, str]:
    """Path below ``docs/generated`` -> text: a page for all schemas and one for each."""
    return {"schemas.md": overview(), **{f"schemas/{kind}.md": page(kind) for kind in KINDS}}


def overview() -> str:
    """The list of schemas, and the notation of values."""
    rows = [[f"[{kind}](schemas/{kind}.md)", code(f"scenarios/{_path(each.files)}") + _rest(each.files), each.title]
            for kind, each in KINDS.items()]  # fmt: skip
    quantities = [
        [name, _examples(schema), schema.get("description", "")]
        for name, schema in definitions().items()
        if not name.endswith(VALUE)
    ]
    pages = ":::{toctree}\n:hidden:\n\n" + "\n".join(f"schemas/{kind}" for kind in KINDS) + "\n:::"
    return blocks(
        HEAD, table(("schema", "files", "content"), rows), QUANTITIES, table(("quantity", "examples", "form"), quantities), pages
    )  # fmt: skip


def page(kind: str) -> str:
    """The keys of a kind of file, and of the parts in it."""
    made, files = schema_of(kind), KINDS[kind].files
    parts = [
        blocks(heading(2, name), schema.get("description", ""), _table(schema))
        for name, schema in made["$defs"].items()
        if name not in definitions()
    ]
    where = f"Files: `scenarios/{_path(files)}`{_rest(files)}. As JSON: [{kind}.json](../schema/{kind}.json)."
    where += " Values and quantities have [their own notation](../schemas.md#values)."
    return blocks(MADE, heading(1, kind), f"{KINDS[kind].title}.", where, _table(made), *parts)


def _path(files: str) -> str:
    return files.split(" ", maxsplit=1)[0]


def _rest(files: str) -> str:
    """What the list of kinds adds to a path, such as "without `extends`"."""
    return files.removeprefix(_path(files))


def _table(schema: Schema) -> str:
    """The keys of a mapping; what a part takes if it is none."""
    if "properties" not in schema:
        return f"It takes: {_takes(schema)}."
    required = set(schema.get("required", ()))
    rows = [
        [code(key), _takes(each), "yes" if key in required else "", each.get("description") or USUAL.get(key, "")]
        for key, each in schema["properties"].items()
        if each is not False
    ]
    return table(KEYS, rows)


def _takes(schema: Schema | bool) -> str:
    """What a key takes, in words, with links to the parts."""
    if isinstance(schema, bool):
        return "anything"
    if "$ref" in schema:
        return _named(schema["$ref"].rpartition("/")[2])
    for key in ("allOf", "anyOf", "oneOf"):
        options = [each for each in schema.get(key, ()) if set(each) - {"required", "properties", "if", "then"}]
        if options:
            return " or ".join(dict.fromkeys(_takes(each) for each in options))
    if "const" in schema:
        return code(schema["const"])
    if "enum" in schema:
        shown = ", ".join(code(word) for word in schema["enum"][:MOST_WORDS])
        return shown + (", …" if len(schema["enum"]) > MOST_WORDS else "")
    kind = str(schema.get("type", "anything"))
    if kind == "array":
        return f"list of {_takes(schema.get('items', True))}"
    if kind == "object":
        return _mapping(schema)
    return WORDS.get(kind, kind) + _bounds(schema)


def _mapping(schema: Schema) -> str:
    inner = schema.get("additionalProperties")
    if "properties" in schema:
        return "mapping of " + ", ".join(code(key) for key in schema["properties"])
    return f"mapping: name to {_takes(inner)}" if isinstance(inner, dict) else "mapping"


def _named(name: str) -> str:
    if name.endswith(VALUE):
        return f"value ({name.removesuffix(VALUE)})"
    return name if name in definitions() else f"[{name}](#{name.lower()})"


def _bounds(schema: Schema) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is None and high is None:
        return ""
    return f" from {low}" * (low is not None) + f" to {high}" * (high is not None)


def _examples(schema: Schema) -> str:
    return ", ".join(code(each) for each in schema.get("examples") or schema.get("enum") or ())
