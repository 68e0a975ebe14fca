"""What questions cost as the graph grows: a plot of what `benchmarks.engine --json` wrote.

python -m benchmarks.plot engine.jsonl docs/engine.png
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

import matplotlib as mpl
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

PANELS = {
    "betweenness, 500 pivots": "betweenness, 500 pivots",
    "closeness": "closeness of all",
    "PageRank": "PageRank",
    "paths: 20 most credible": "20 most credible paths",
    "paths: all simple, up to 4 hops": "all simple paths up to 4 hops, 5 pairs",
    "communities: Leiden": "communities (Leiden)",
}
COLOURS = {
    "ours": "#c1272d",
    "networkx": "#7f7f7f",
    "rustnx": "#b8860b",
    "networkit": "#1f77b4",
    "rustworkx": "#2ca02c",
    "igraph": "#9467bd",
    "scipy": "#17becf",
}
Lines = dict[str, dict[str, list[tuple[int, float]]]]


def read(path: Path) -> Lines:
    """For each question and engine the seconds by edges; of several runs the last one counts."""
    found: dict[str, dict[str, dict[int, float]]] = defaultdict(lambda: defaultdict(dict))
    for line in path.read_text().splitlines():
        row = json.loads(line)
        for engine, seconds in row["seconds"].items():
            found[row["question"]][engine][row["edges"]] = seconds
    return {
        question: {engine: sorted(points.items()) for engine, points in engines.items()}
        for question, engines in found.items()
    }


def draw(axes: Axes, title: str, engines: dict[str, list[tuple[int, float]]]) -> None:
    """One panel; our line on top."""
    for engine in sorted(engines, key="ours".__eq__):
        if engine in COLOURS:
            edges, seconds = zip(*engines[engine], strict=True)
            width = 2.2 if engine == "ours" else 1.0
            axes.plot(edges, [1000 * s for s in seconds], "o-", color=COLOURS[engine], lw=width, ms=3, label=engine)
    axes.set(title=title, xscale="log", yscale="log")
    axes.grid(visible=True, alpha=0.3)


def main(source: str, target: str) -> None:
    """Draw all panels."""
    mpl.rcParams |= {"font.size": 8, "axes.titlesize": 9}
    lines = read(Path(source))
    figure, panels = plt.subplots(2, 3, figsize=(9, 5), layout="constrained")
    for axes, (question, title) in zip(panels.flat, PANELS.items(), strict=True):
        draw(axes, title, lines.get(question, {}))
    figure.supxlabel("edges")
    figure.supylabel("ms of one processor")
    names = {name: line for axes in panels.flat for line, name in zip(*axes.get_legend_handles_labels(), strict=True)}
    figure.legend(names.values(), names, ncols=len(names), loc="outside upper center", frameon=False)
    figure.savefig(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
