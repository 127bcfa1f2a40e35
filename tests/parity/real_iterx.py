"""Asking IterX itself, where the environment variable GOLDFIELD_ITERX says its checkout is."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from parity.common import Seen

from goldfield.peers.ladder import Pair, Ratios
from goldfield.peers.templates import Templates
from goldfield.scoring.counts import Counts

__all__ = ["ask", "load"]


class Metric:
    """In place of the class of AllenNLP that its metric derives from."""

    @staticmethod
    def register(_: str) -> Callable[[Any], Any]:
        """A decorator that does nothing."""
        return lambda found: found


def load(root: Path) -> None:
    """Make its metric importable; of what it imports besides it uses a sum and decorators."""
    stubs: dict[str, dict[str, Any]] = {
        "torch": {"Tensor": object},
        "overrides": {"overrides": _overrides},
        "allennlp": {},
        "allennlp.nn": {},
        "allennlp.nn.util": {"dist_reduce_sum": lambda value: value},
        "allennlp.training": {},
        "allennlp.training.metrics": {"Metric": Metric},
        "allennlp.training.metrics.metric": {"Metric": Metric},
    }
    for name, members in stubs.items():
        if name not in sys.modules:
            sys.modules[name] = ModuleType(name)
            vars(sys.modules[name]).update(members)
    if str(root / "src") not in sys.path:
        sys.path.insert(0, str(root / "src"))


def _overrides(method: Any = None, **_: object) -> Any:
    return (lambda found: found) if method is None else method


def ask(pairs: Sequence[Pair]) -> dict[str, Seen]:
    """Both functions by its readers and its metric, with the defaults of its command for MUC."""
    with tempfile.TemporaryDirectory() as folder:
        gold, pred = Path(folder, "gold"), Path(folder, "pred")
        gold.write_text("".join(map(_gold_line, pairs)), "utf-8")
        pred.write_text("".join(map(_pred_line, pairs)), "utf-8")
        return {name: _ask(str(gold), str(pred), name) for name in ("phi-subset", "phi-3")}


def _ask(gold: str, pred: str, scorer: str) -> Seen:
    read = import_module("iterx.metrics.muc.gtt_eval_utils").jsonlines_to_gtt_templates
    metric = import_module("iterx.metrics.muc.iterx_muc").IterXMUCMetric(
        {pred: gold}, sanitize_special_chars=True, scorer_type=scorer
    )
    metric.reset = lambda: None  # so that its counts can be read
    found = read(pred, False, False, normalize_role=True)
    metric(found, pred, dedup=False, cluster_substr=False, normalize_role=True)
    ratios = metric.get_metric(reset=True)
    counts = metric.ceafe
    return Seen(
        Ratios(*(float(ratios[f"iterx_muc_slot_{name}"]) for name in ("p", "r", "f1"))),
        Counts(
            float(counts.precision_numerator),
            float(counts.precision_denominator),
            float(counts.recall_numerator),
            float(counts.recall_denominator),
        ),
    )


def _gold_line(pair: Pair) -> str:
    """A mention is a pair of its string and its offset."""
    templates = [
        {"incident_type": role_type, **roles}
        for role_type, roles in _told(pair.gold, lambda mention: [mention, 0])
    ]
    return json.dumps({"docid": pair.id, "templates": templates}) + "\n"


def _pred_line(pair: Pair) -> str:
    told = _told(pair.pred, lambda mention: mention)
    return json.dumps({pair.id: [{"incident_type": kind, **roles} for kind, roles in told]}) + "\n"


def _told(side: Templates, say: Callable[[str], object]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (
            row.type,
            {
                role: [[say(mention) for mention in entity] for entity in entities]
                for role, entities in row.written
                if role != "type"
            },
        )
        for row in side.rows
    ]
