"""An editable copy of a rule tree: plain data with the file and line of each entry."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from sim.files.errors import nearest_name
from sim.files.source import Place, Source, copy_of
from sim.files.tree import Keys, Tree
from sim.files.value import VALUE_KEYS

MISSING = object()


class Draft:
    """An editable copy of a regime's tree. A path that ends at a value mapping refers to its ``value``."""

    def __init__(self, base: Source, model: BaseModel) -> None:
        self.file, self.model = base.file, model
        self.tree: Tree = copy_of(base.tree)
        self.places: dict[Keys, Place] = dict(base.places)

    @property
    def regime(self) -> str:
        """The name of the regime."""
        return str(self.tree.get("regime", ""))

    def source(self) -> Source:
        return Source(self.file, self.tree, self.places)

    def keys(self, path: str) -> Keys:
        """The path as keys. List positions become integers; the final ``value`` of a value mapping is dropped."""
        node: Any = self.tree
        keys: list[str | int] = []
        for part in path.split("."):
            key: str | int = int(part) if isinstance(node, list) and part.isdigit() else part
            keys.append(key)
            node = below(node, key)
        above = self.node(tuple(keys[:-1]))
        if keys[-1] == "value" and isinstance(above, dict) and "value" in above:
            keys.pop()
        return tuple(keys)

    def node(self, keys: Keys) -> Any:
        return node_at(self.tree, keys)

    def standing(self, keys: Keys) -> Any:
        """The content at ``keys``: from the file, else the default of an optional key, else MISSING."""
        node = self.node(keys)
        if node is MISSING:
            return default_at(self.model, keys)
        return node["value"] if isinstance(node, dict) and "value" in node else node

    def nearest_path(self, keys: Keys) -> tuple[str, str | None]:
        """The known names at the first level where ``keys`` fails, and the path with the nearest name."""
        known = self._names(())
        for index, key in enumerate(keys):
            if key not in known:
                near = nearest_name(str(key), list(map(str, known)))
                parts = [*keys[:index], near, *keys[index + 1 :]]
                return ", ".join(map(str, known)), ".".join(map(str, parts)) if near else None
            known = self._names(keys[: index + 1])
        return ", ".join(map(str, known)), None

    def put(self, keys: Keys, new: Any, origin: Source, at: Keys) -> None:
        """Set ``keys`` to ``new``, whose own place is ``at`` in ``origin``.

        A value mapping keeps the entries that ``new`` does not replace.
        """
        parent, node = self.node(keys[:-1]), self.node(keys)
        if parent is MISSING:  # the file leaves this section out
            parent = self.node(keys[:-2])[keys[-2]] = {}
            self.places[keys[:-1]] = origin.place(at)
        if isinstance(node, dict) and "value" in node:
            if not isinstance(new, dict):
                new = node | {"value": new}
            else:
                new = {k: v for k, v in node.items() if k not in VALUE_KEYS} | new
        elif not isinstance(new, dict):
            self._forget(keys)
        parent[keys[-1]] = copy_of(new)
        for inner, place in origin.places.items():
            if inner[: len(at)] == at:
                self.places[keys + inner[len(at) :]] = place

    def append(self, keys: Keys, new: Any, origin: Source, at: Keys) -> None:
        """Add the item ``new`` to the list at ``keys``; its own place is ``at`` in ``origin``."""
        node = self.node(keys)
        if node is MISSING:
            node = self.node(keys[:-1])[keys[-1]] = list(self.standing(keys))
            self.places[keys] = origin.place(at)
        node.append(copy_of(new))
        for inner, place in origin.places.items():
            if inner[: len(at)] == at:
                self.places[(*keys, len(node) - 1, *inner[len(at) :])] = place

    def remove(self, keys: Keys) -> None:
        del self.node(keys[:-1])[keys[-1]]
        self._forget(keys)

    def _forget(self, keys: Keys) -> None:
        for inner in [k for k in self.places if k[: len(keys)] == keys]:
            del self.places[inner]

    def _names(self, keys: Keys) -> list[str | int]:
        node = self.node(keys)
        names: list[str | int] = list(node) if isinstance(node, dict) else []
        if isinstance(node, list):
            names.extend(range(len(node)))
        entry = model_at(self.model, keys)
        if isinstance(entry, BaseModel):
            fields = type(entry).model_fields
            names += [name for n, f in fields.items() if (name := f.alias or n) not in names and not f.is_required()]
        return names


def law_at(tree: Any, keys: Keys) -> str | None:
    """The law reference of the innermost entry that contains ``keys``, or None."""
    law = None
    for key in keys:
        tree = below(tree, key)
        if isinstance(tree, dict) and isinstance(tree.get("law"), str):
            law = tree["law"]
    return law


def node_at(tree: Any, keys: Keys) -> Any:
    """The content at ``keys``, or MISSING."""
    for key in keys:
        tree = below(tree, key)
    return tree


def below(node: Any, key: str | int) -> Any:
    """The content under ``key`` of one node, or MISSING."""
    if isinstance(node, dict):
        return node.get(key, MISSING)
    if isinstance(node, list) and isinstance(key, int) and key < len(node):
        return node[key]
    return MISSING


def model_at(model: Any, keys: Keys) -> Any:
    """The typed entry at ``keys``, or None."""
    for key in keys:
        if isinstance(model, BaseModel):
            names = {f.alias or n: n for n, f in type(model).model_fields.items()}
            model = getattr(model, names[str(key)]) if key in names else None
        elif isinstance(model, dict):
            model = model.get(key)
        elif isinstance(model, tuple) and isinstance(key, int) and key < len(model):
            model = model[key]
        else:
            return None
    return model


def default_at(model: BaseModel, keys: Keys) -> Any:
    """The default of an optional key in the form that a file would use, or MISSING."""
    entry = model_at(model, keys[:-1])
    if not isinstance(entry, BaseModel):
        return MISSING
    for name, field in type(entry).model_fields.items():
        if (field.alias or name) == keys[-1] and not field.is_required():
            default = field.get_default()
            return list(default) if isinstance(default, tuple) else default
    return MISSING
