"""The backend as NetworkX sees it: which functions run natively, when, and how graphs are converted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from inspect import signature
from typing import Any

import networkx as nx
from networkx.utils import backends

from graph.engine import centrality, cohesion, communities, distances, paths, routes, spectral, structure
from graph.engine.conditions import CONDITIONS
from graph.engine.frozen import FrozenGraph, from_networkx
from graph.engine.info import FUNCTIONS

ALGORITHMS: Mapping[str, Any] = vars(backends)["_registered_algorithms"]
"""All functions that NetworkX dispatches, by the name it dispatches them under."""
MODULES = (centrality, cohesion, communities, distances, paths, routes, spectral, structure)
NATIVE: Mapping[str, Callable[..., Any]] = {
    name: next(getattr(module, name) for module in MODULES if hasattr(module, name)) for name in FUNCTIONS
}
CHEAP = frozenset({"bidirectional_shortest_path", "has_path", "shortest_path", "shortest_path_length"})
"""What NetworkX answers sooner than a graph is converted."""


class Backend:
    """What the entry point `networkx.backends` names: an attribute a function, and the calls NetworkX makes besides.

    It has every function that takes a graph, so that a `FrozenGraph` can be given to each of them.
    """

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name not in ALGORITHMS or not ALGORITHMS[name].graphs:
            raise AttributeError(name)
        return _served(name)

    @staticmethod
    def can_run(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
        """Whether to run a function here: on our own graph always, on NetworkX's if there is a native version."""
        holds_ours = any(_is_ours(value) for value in (*args, *kwargs.values()))
        return holds_ours or _is_native(name, args, kwargs)

    @staticmethod
    def should_run(name: str, *_: Any) -> bool:
        """Whether converting a NetworkX graph pays: not for a single path."""
        return name not in CHEAP

    @staticmethod
    def convert_from_nx(graph: Any, *, edge_attrs: Mapping[str, Any] | None = None, **_: Any) -> FrozenGraph:
        """The arrays of a NetworkX graph, with the edge attributes that the function weighs by."""
        if isinstance(graph, FrozenGraph):
            return graph
        defaults = {name: 1 if default is None else default for name, default in (edge_attrs or {}).items()}
        try:
            return from_networkx(graph, defaults)
        except (TypeError, ValueError) as error:
            raise NotImplementedError(f"the edge attributes {sorted(defaults)} are not all numbers") from error

    @staticmethod
    def convert_to_nx(result: Any, **_: Any) -> Any:
        """NetworkX's own graph; other results stay as they are."""
        return _thaw(result)


@cache
def _served(name: str) -> Callable[..., Any]:
    """The native function where it takes the arguments, otherwise NetworkX's own on the graph's twin."""
    dispatchable = ALGORITHMS[name].__wrapped__

    def serve(*args: Any, **kwargs: Any) -> Any:
        if _is_native(name, args, kwargs):
            return NATIVE[name](*args, **kwargs)
        if dispatchable._will_call_mutate_input(args, kwargs):
            raise nx.NetworkXError("Frozen graph can't be modified")
        return dispatchable.orig_func(*map(_thaw, args), **{key: _thaw(value) for key, value in kwargs.items()})

    return serve


def _is_ours(value: Any) -> bool:
    return isinstance(value, FrozenGraph) or (isinstance(value, list) and any(map(_is_ours, value[:1])))


def _thaw(value: Any) -> Any:
    if isinstance(value, list):
        return [_thaw(one) for one in value]
    return value.networkx if isinstance(value, FrozenGraph) else value


def _is_native(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
    if name not in NATIVE:
        return False
    given = _defaults(name) | dict(zip(_defaults(name), args, strict=False)) | kwargs
    graph = given["G"]
    return graph is not None and all(condition(graph, given) for condition in CONDITIONS.get(name, ()))


@cache
def _defaults(name: str) -> dict[str, Any]:
    """The parameters of a function in their order, with the values they have when not given (None if they must be)."""
    parameters = signature(NATIVE[name]).parameters.values()
    return {one.name: None if one.default is one.empty else one.default for one in parameters}


backend = Backend()
