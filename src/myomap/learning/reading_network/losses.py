"""How far what came out is from what should have."""

from dataclasses import dataclass
from typing import Any

from myomap.learning.optional import optional_module
from myomap.learning.reading_network.lesson import Targets

__all__ = ["LossWeights", "total_loss"]

_N_SAMPLE_CLASSES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class LossWeights:
    """What counts how much.

    Parameters
    ----------
    label, samples, overlap, healthy, remade, foreign : float
        The patient's class; each sample's; the overlap of affected areas; the map
        without disease; the map without noise; whether it is a map.
    """

    label: float = 1.0
    samples: float = 1.0
    overlap: float = 0.6
    healthy: float = 0.6
    remade: float = 0.3
    foreign: float = 1.0


def total_loss(
    found: tuple[Any, Any, Any, Any], targets: Targets, weights: LossWeights
) -> Any:
    """Return the loss of a step, a tensor of one number.

    Parameters
    ----------
    found : tuple of tensor
        What the network gives: scores, score of being foreign, features, maps.
    targets : Targets
        What should have come out.
    weights : LossWeights
        What counts how much.

    Returns
    -------
    tensor
        Of no map nothing is asked but to say so.
    """
    torch = optional_module("torch")
    functional = optional_module("torch.nn.functional")
    scores, foreign, _, maps = (each.float() for each in found)
    is_foreign = torch.from_numpy(targets.foreign)
    proper = 1.0 - is_foreign
    share = proper / proper.sum().clamp(min=1.0)
    label = functional.cross_entropy(
        scores, torch.from_numpy(targets.label), reduction="none"
    )
    each = torch.from_numpy(targets.weight)
    samples = torch.from_numpy(targets.samples)
    by_sample = functional.cross_entropy(
        maps[:, :_N_SAMPLE_CLASSES], samples, reduction="none"
    )
    known = torch.from_numpy(targets.known.astype("float32"))
    healthy = _distance(maps[:, 3:5], torch.from_numpy(targets.healthy), known)
    remade = _distance(maps[:, 5:7], torch.from_numpy(targets.quiet), known)
    per_patient = (
        weights.label * label
        + weights.samples * (by_sample * each).mean(dim=(1, 2))
        + weights.healthy * healthy
        + weights.remade * remade
    )
    overlap = _overlap_loss(maps[:, :_N_SAMPLE_CLASSES], samples, each, proper)
    told = functional.binary_cross_entropy_with_logits(foreign, is_foreign)
    return (
        (per_patient * share).sum() + weights.overlap * overlap + weights.foreign * told
    )


def _distance(found: Any, wanted: Any, known: Any) -> Any:
    """Return (patient,): smooth distance over the states that are there."""
    functional = optional_module("torch.nn.functional")
    distance = functional.smooth_l1_loss(found, wanted, reduction="none", beta=0.1)
    mean = distance.mean(dim=(2, 3)) * known
    return mean.sum(dim=1) / known.sum(dim=1).clamp(min=1.0)


def _overlap_loss(scores: Any, samples: Any, each: Any, proper: Any) -> Any:
    """Return one minus the overlap of affected areas, over those that have any."""
    torch = optional_module("torch")
    share = torch.softmax(scores, dim=1)
    pieces = []
    for chance, truth in (
        (1.0 - share[:, 0], samples > 0),
        (share[:, 1], samples == 1),
        (share[:, 2], samples == 2),
    ):
        wanted = truth.float() * each
        both = (chance * wanted).sum(dim=(1, 2))
        whole = (chance * each).sum(dim=(1, 2)) + wanted.sum(dim=(1, 2))
        has_any = (wanted.sum(dim=(1, 2)) > 0).float() * proper
        lost = 1.0 - (2.0 * both + 1.0) / (whole + 1.0)
        pieces.append((lost * has_any).sum() / has_any.sum().clamp(min=1.0))
    return 0.5 * pieces[0] + 0.25 * (pieces[1] + pieces[2])
