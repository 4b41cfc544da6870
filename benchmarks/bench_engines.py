"""Our engines beside peers on a synthetic population, in one run; see README.md.

python -m benchmarks.bench_engines                                # some minutes
python -m benchmarks.bench_engines --listeners 400 --seed 2
python -m benchmarks.bench_engines --set diversity=0
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from benchmarks import ours, peers
from benchmarks.population import Population, SimilarityLists, Traits, as_links, draw
from benchmarks.population import similarity_lists as make_lists
from benchmarks.ranking import NDCG_AT, RECALL_AT, Figures, best_of, judge, mean_of, ratio_of

RESULTS = Path(__file__).parent / "results"
TOP_SEEDS = 50
SUM, COLLABORATIVE, LIMIT = "sum of match, top 50", "ALS, all listeners", "limit: the generator"
ALL, HOP = "all lists", "own + 300 lists"


def judged(scores: np.ndarray, population: Population) -> Figures:
    """Judge a matrix of scores."""
    known = (listener.indices for listener in population.shown)
    ranked = [best_of(row, own) for row, own in zip(scores, known, strict=True)]
    return judge(ranked, population.hidden)


def judge_peers(
    population: Population, lists: SimilarityLists, seed: int
) -> Iterator[tuple[str, Figures]]:
    """Judge every peer, and the generator itself."""
    yield "popularity", judged(peers.popularity(population), population)
    yield "max match", judged(peers.max_match(population, lists), population)
    yield SUM, judged(peers.sum_of_match(population, lists, TOP_SEEDS), population)
    yield "item-kNN, all listeners", judged(peers.item_knn(population), population)
    yield COLLABORATIVE, judged(peers.als_over_listeners(population, seed), population)
    yield LIMIT, judged(population.chance, population)


def judge_ours(
    population: Population, lists: SimilarityLists, changes: dict[str, Any]
) -> Iterator[tuple[str, Figures]]:
    """Judge our engines and their blend: all lists known, then the own ones and a second hop."""
    row = ours.parameters(changes)
    whole = ours.Graph.of(as_links(lists), row)
    for setting in (ALL, HOP):
        ranked: dict[str, list[np.ndarray]] = {name: [] for name in ours.NAMES}
        for shown in population.shown:
            graph = whole if setting == ALL else ours.second_hop_graph(shown, lists, row)
            for name, best in ours.rankings(shown, graph, row).items():
                ranked[name].append(best)
        for name in ours.NAMES:
            yield f"{name}, {setting}", judge(ranked[name], population.hidden)


def run(
    traits: Traits, seed: int, judged_count: int, changes: dict[str, Any]
) -> dict[str, Figures]:
    """Draw the population and judge every scorer on the same listeners."""
    whole = draw(traits, seed)
    population = replace(
        whole,
        shown=whole.shown[:judged_count],
        hidden=whole.hidden[:judged_count],
        chance=whole.chance[:judged_count],
    )
    lists = make_lists(population.training, traits)
    figures: dict[str, Figures] = {}
    for judging in (judge_peers(population, lists, seed), judge_ours(population, lists, changes)):
        for name, found in judging:
            figures[name] = found
            tell(f"  {name:<28} {found.recall.mean():.3f}  {found.ndcg.mean():.3f}")
    return figures


def ratios(figures: dict[str, Figures]) -> Iterator[tuple[str, Any]]:
    """The ratios that were promised, in nDCG, and how far the limit lets them go."""
    for setting in (ALL, HOP):
        hybrid = figures[f"hybrid, {setting}"].ndcg
        singles = [f"{name}, {setting}" for name in ours.NAMES if name != "hybrid"]
        best = max(singles, key=lambda name: figures[name].ndcg.mean())
        for peer in (COLLABORATIVE, SUM, best):
            yield f"hybrid, {setting} : {peer}", ratio_of(hybrid, figures[peer].ndcg)
    yield f"{LIMIT} : {SUM}", ratio_of(figures[LIMIT].ndcg, figures[SUM].ndcg)


def tables(figures: dict[str, Figures]) -> str:
    """Return the result as markdown."""
    lines = [f"| scorer | recall@{RECALL_AT} | nDCG@{NDCG_AT} |", "|---|---|---|"]
    for name, found in figures.items():
        lines.append(f"| {name} | {mean_of(found.recall)} | {mean_of(found.ndcg)} |")
    lines += ["", "| ratio of nDCG | |", "|---|---|"]
    lines += [f"| {name} | {ratio} |" for name, ratio in ratios(figures)]
    return "\n".join(lines)


def tell(line: str) -> None:
    """Say something that is not the answer."""
    print(line, file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run everything and print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--listeners", type=int, default=200, help="test listeners that are judged")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--set", action="append", default=[], metavar="VAR=VALUE", dest="changes")
    said = parser.parse_args(arguments)
    changes = {name: yaml.safe_load(value) for name, value in (c.split("=") for c in said.changes)}
    traits = Traits(test_listeners=max(said.listeners, Traits.test_listeners))
    began = time.perf_counter()
    figures = run(traits, said.seed, said.listeners, changes)
    print(
        f"{said.listeners} listeners, seed {said.seed}, {changes or 'vars as in dbt_project.yml'}\n"
    )
    print(tables(figures))
    tell(f"{time.perf_counter() - began:.0f} s")
    RESULTS.mkdir(exist_ok=True)
    means = {n: [f.recall.mean(), f.ndcg.mean()] for n, f in figures.items()}
    (RESULTS / "engines.json").write_text(json.dumps(means, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
