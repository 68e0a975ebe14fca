"""YAML as a tree of texts with their places, and nothing more.

What YAML would make of `no`, `1_000`, `2021.10` or `2021-05-03` by itself is not asked: a scalar is the text that is
written, and what it means is up to the ontology. Anchors, aliases, tags and several documents in one file are refused;
keys are texts and stand once in a mapping.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from loaders.problem import Problem, refused, shown

MAX_DEPTH = 16
"""How deep mappings and lists may be nested."""
MAX_TEXT = 2**16
"""Characters of the longest text."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_QUOTE = "Put the text in quotes if it starts with > | @ ` % & * ! [ { or has ': ' or ' #' in it."


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar as written; `plain` if it had no quotes."""

    value: str
    line: int
    column: int
    plain: bool = True


@dataclass(frozen=True, slots=True)
class Map:
    """A mapping in its order; `keys` has the place of each key, `items` what stands there."""

    keys: dict[str, Text]
    items: dict[str, Node]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Seq:
    """A list in its order."""

    items: tuple[Node, ...]
    line: int
    column: int


Node = Text | Map | Seq


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not come yet."""

    mapping: bool
    line: int
    column: int
    nodes: list[Node] = field(default_factory=list)


def read_tree(text: str, name: str) -> Node:
    """The tree of a YAML text; `name` is the file's, for messages. An empty text is an empty mapping.

    >>> tree = read_tree("a: 1_000\\nb: [no, ~]", "x.yaml")
    >>> tree.items["a"].value, [item.value for item in tree.items["b"].items]
    ('1_000', ['no', '~'])

    Raises:
        Refused: it is not YAML, or has what is refused; says where.
    """
    root = _Open(False, 1, 1)
    stack = [root]
    try:
        for event in _events(text):
            _take(event, stack, name)
    except MarkedYAMLError as error:
        raise refused([_not_yaml(name, error)]) from None
    except (YAMLError, ValueError) as error:
        raise refused([_no_yaml_characters(name, text, error)]) from None
    return root.nodes[0] if root.nodes else Map({}, {}, 1, 1)


def _events(text: str) -> Iterator[Event]:
    """The events of the text, from the C parser where ruamel.yaml has it."""
    return iter(YAML(typ="safe").parse(text))


def _take(event: Event, stack: list[_Open], name: str) -> None:
    """Put one event of the parser into the tree."""
    if isinstance(event, NodeEvent):
        _refuse_references(event, name)
        if len(stack) > MAX_DEPTH:
            raise refused([_problem(name, event, f"This is nested more than {MAX_DEPTH} deep.")])
    match event:
        case ScalarEvent():
            stack[-1].nodes.append(_text(event, name))
        case MappingStartEvent() | SequenceStartEvent():
            stack.append(_Open(isinstance(event, MappingStartEvent), *_place(event)))
        case MappingEndEvent() | SequenceEndEvent():
            done = stack.pop()
            stack[-1].nodes.append(_close(done, name))
        case DocumentStartEvent() if stack[0].nodes:
            raise refused([_problem(name, event, "A second document starts here. Use a file for each.")])


def _refuse_references(event: NodeEvent, name: str) -> None:
    if isinstance(event, AliasEvent) or event.anchor:
        raise refused(
            [_problem(name, event, "Anchors (&) and aliases (*) are not used here. Write it out, or quote it.")]
        )
    if getattr(event, "tag", None) not in (None, "!"):
        raise refused(
            [_problem(name, event, "Tags (!) are not used here. Quote a text that starts with an exclamation mark.")]
        )


def _text(event: ScalarEvent, name: str) -> Text:
    value: str = event.value
    if len(value) > MAX_TEXT:
        raise refused([_problem(name, event, f"This text is longer than {MAX_TEXT:,} characters.")])
    if bad := _CONTROL.search(value):
        raise refused([_problem(name, event, f"The character U+{ord(bad[0]):04X} is not allowed in a text.")])
    return Text(value, *_place(event), plain=bool(event.implicit[0]))


def _close(done: _Open, name: str) -> Node:
    if not done.mapping:
        return Seq(tuple(done.nodes), done.line, done.column)
    keys: dict[str, Text] = {}
    items: dict[str, Node] = {}
    for key, value in zip(done.nodes[::2], done.nodes[1::2], strict=True):
        if not isinstance(key, Text):
            raise refused([Problem(name, key.line, key.column, "", None, "A key must be a text.")])
        if key.value in keys:
            message = f"The key {shown(key.value)} stands here twice (first in line {keys[key.value].line})."
            raise refused([Problem(name, key.line, key.column, key.value, None, message)])
        keys[key.value], items[key.value] = key, value
    return Map(keys, items, done.line, done.column)


def _place(event: Event) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _problem(name: str, event: Event, message: str) -> Problem:
    return Problem(name, *_place(event), "", None, message)


def _not_yaml(name: str, error: MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    reason = ", ".join(part for part in (error.context, error.problem) if part)
    return Problem(name, line, column, "", None, f"This is not YAML: {reason}. {_QUOTE}")


def _no_yaml_characters(name: str, text: str, error: Exception) -> Problem:
    """The parser's reader does not say where the character stands."""
    bad = re.search(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    if not bad:
        return Problem(name, 1, 1, "", None, f"This is not YAML: {str(error).splitlines()[0]}.")
    before = text[: bad.start()]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return Problem(name, line, column, "", None, f"The character U+{ord(bad[0]):04X} is not allowed.")


__all__ = ["Map", "Node", "Seq", "Text", "read_tree"]
