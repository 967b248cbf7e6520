"""Every model by its name."""

from collections.abc import Sequence

from myomap.errors import ConfigError
from myomap.learning.classical import (
    Boosting,
    Forest,
    Logistic,
    Prevalence,
    WorstRegion,
)
from myomap.learning.estimator import ModelSpec
from myomap.learning.sampling import FEATURES, SEGMENTS
from myomap.learning.tuned import TunedLogistic

__all__ = ["MODELS", "named_models"]

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
)

MODELS = {spec.name: spec for spec in _LISTED}
"""Models that ``--models`` can name. Another one is another entry."""


def named_models(names: Sequence[str]) -> tuple[ModelSpec, ...]:
    """Return models by their names.

    Parameters
    ----------
    names : sequence of str
        Keys of `MODELS`.

    Returns
    -------
    tuple of ModelSpec
        In the order given, each once.

    Raises
    ------
    ConfigError
        If there is no such model, or none is named.
    """
    unknown = [name for name in names if name not in MODELS]
    if unknown or not names:
        found = f"{unknown[0]!r}" if unknown else "none"
        raise ConfigError(
            f"There is no such model: found {found}, expected some of "
            f"{', '.join(MODELS)}."
        )
    return tuple(MODELS[name] for name in dict.fromkeys(names))
