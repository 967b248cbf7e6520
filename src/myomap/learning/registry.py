"""Every model by its name."""

from collections.abc import Collection, Sequence
from functools import partial

from myomap.errors import ConfigError
from myomap.learning.chosen import Candidate, Chosen
from myomap.learning.classical import (
    Boosting,
    ExtraTrees,
    Forest,
    Logistic,
    Prevalence,
    WorstRegion,
)
from myomap.learning.estimator import ModelSpec
from myomap.learning.networks import NETWORKS, Places, network_named
from myomap.learning.readings import AdaptedReading, AsShipped
from myomap.learning.sampling import FEATURES, READINGS, SEGMENTS
from myomap.learning.spect_findings import FINDINGS, FINDINGS_LEFT
from myomap.learning.spectf import REGIONS
from myomap.learning.tuned import TunedLogistic

__all__ = ["MODELS", "UCI_MODELS", "named_models", "require_blocks"]

N_BEST_PUBLISHED = 10

_LISTED = (
    ModelSpec(
        name="forest",
        title="Random forest",
        block=FEATURES,
        make=Forest,
        parameters={"max_depth": 4, "n_estimators": 100},
        n_best=N_BEST_PUBLISHED,
    ),
    ModelSpec(
        name="catboost",
        title="CatBoost",
        block=FEATURES,
        make=Boosting,
        parameters={"iterations": 700, "depth": 2, "learning_rate": 0.003},
        n_best=N_BEST_PUBLISHED,
    ),
    ModelSpec(
        name="prevalence",
        title="Prevalence alone",
        block=SEGMENTS,
        make=Prevalence,
        is_tabular=False,
    ),
    ModelSpec(
        name="logistic",
        title="Logistic regression, 17 segments",
        block=SEGMENTS,
        make=Logistic,
        parameters={"C": 1.0},
        is_scaled=True,
    ),
    ModelSpec(
        name="worst",
        title="Worst segment",
        block=SEGMENTS,
        make=WorstRegion,
    ),
    ModelSpec(
        name="ridge",
        title="Logistic regression, all features, tuned",
        block=FEATURES,
        make=TunedLogistic,
        is_scaled=True,
    ),
    ModelSpec(
        name="reading",
        title="Reading network, adapted",
        block=READINGS,
        make=AdaptedReading,
        is_tabular=False,
        is_calibrated=True,
        note="stands on the network that simulated patients taught",
    ),
    ModelSpec(
        name="reading-shipped",
        title="Reading network as shipped",
        block=READINGS,
        make=AsShipped,
        is_tabular=False,
        is_calibrated=True,
        note="learns next to nothing from the training samples",
    ),
)

_STRESS, _PLAIN, _ALL = (0, 22), (0, 66), (0, 93)
_CANDIDATES = (
    *(
        Candidate(columns=columns, strength=strength)
        for columns in (_STRESS, _ALL)
        for strength in (0.001, 0.01, 0.1)
    ),
    *(Candidate(columns=columns, strength=None) for columns in (_STRESS, _PLAIN)),
)

_OF_REGIONS = (
    ModelSpec(
        name="regions-worst",
        title="Worst region at stress",
        block="stress_regions",
        make=WorstRegion,
    ),
    ModelSpec(
        name="regions-ridge",
        title="Logistic regression, stress, tuned",
        block="stress_regions",
        make=TunedLogistic,
        is_scaled=True,
    ),
    ModelSpec(
        name="regions-all",
        title="Logistic regression, stress, rest, change, worst, tuned",
        block=REGIONS,
        make=TunedLogistic,
        is_scaled=True,
    ),
    ModelSpec(
        name="regions-trees",
        title="Randomised trees, stress",
        block="stress_regions",
        make=ExtraTrees,
        parameters={"n_estimators": 200, "max_depth": 5},
    ),
    ModelSpec(
        name="regions-chosen",
        title="Best regression and best trees, chosen inside",
        block=REGIONS,
        make=partial(Chosen, candidates=_CANDIDATES),
        is_scaled=True,
    ),
    ModelSpec(
        name="regions-prevalence",
        title="Prevalence alone",
        block=REGIONS,
        make=Prevalence,
        is_tabular=False,
    ),
)

_OF_FINDINGS = (
    ModelSpec(
        name="findings-count",
        title="Number of findings",
        block=FINDINGS_LEFT,
        make=WorstRegion,
    ),
    ModelSpec(
        name="findings-ridge",
        title="Logistic regression, findings, tuned",
        block=FINDINGS,
        make=TunedLogistic,
    ),
    ModelSpec(
        name="findings-trees",
        title="Randomised trees, findings",
        block=FINDINGS,
        make=ExtraTrees,
        parameters={"n_estimators": 200, "max_depth": 5},
    ),
    ModelSpec(
        name="findings-prevalence",
        title="Prevalence alone",
        block=FINDINGS,
        make=Prevalence,
        is_tabular=False,
    ),
)

MODELS = {spec.name: spec for spec in (*_LISTED, *_OF_REGIONS, *_OF_FINDINGS)}
"""Models that ``--models`` can name. Another one is another entry; those of `NETWORKS`
can be named beside them."""

UCI_MODELS = {
    "spectf": tuple(spec.name for spec in _OF_REGIONS),
    "spect": tuple(spec.name for spec in _OF_FINDINGS),
}
"""Those that look at the public sets, by the name of the set."""


def named_models(
    names: Sequence[str], places: Places | None = None
) -> tuple[ModelSpec, ...]:
    """Return models by their names.

    Parameters
    ----------
    names : sequence of str
        Keys of `MODELS` or `NETWORKS`, the latter with options.
    places : Places, optional
        What networks find on the disk.

    Returns
    -------
    tuple of ModelSpec
        In the order given.

    Raises
    ------
    ConfigError
        If there is no such model, none is named, or one is named twice.
    """
    if len(set(names)) != len(names):
        again = next(name for name in names if names.count(name) > 1)
        raise ConfigError(
            f"A model is named twice: found {again!r}. Expected each once: leave one "
            "out."
        )
    specs = {name: MODELS.get(name) or network_named(name, places) for name in names}
    unknown = [name for name, spec in specs.items() if spec is None]
    if unknown or not specs:
        found = f"{unknown[0]!r}" if unknown else "none"
        raise ConfigError(
            f"There is no such model: found {found}, expected some of "
            f"{', '.join((*MODELS, *NETWORKS))}."
        )
    return tuple(spec for spec in specs.values() if spec is not None)


def unused_features(specs: Sequence[ModelSpec], feature_set: str) -> str | None:
    """Return what to say where a set of features was named for nothing.

    Parameters
    ----------
    specs : sequence of ModelSpec
        The models of a study.
    feature_set : str
        Its name.

    Returns
    -------
    str or None
        None where a model looks at features.
    """
    if any(spec.block == FEATURES for spec in specs):
        return None
    looked_at = ", ".join(
        dict.fromkeys(f"{spec.name} at {spec.block}" for spec in specs)
    )
    return (
        f"No model looks at the set of features '{feature_set}', which changed nothing "
        f"in them: {looked_at}."
    )


def require_blocks(specs: Sequence[ModelSpec], blocks: Collection[str]) -> None:
    """Refuse models that look at what the samples do not have.

    Parameters
    ----------
    specs : sequence of ModelSpec
        The models.
    blocks : collection of str
        Names of what there is.

    Raises
    ------
    ConfigError
        If a model's block is not among them.
    """
    for spec in specs:
        if spec.block not in blocks:
            raise ConfigError(
                f"The model '{spec.name}' looks at '{spec.block}': found "
                f"{', '.join(blocks)}. Choose another model with --models."
            )
