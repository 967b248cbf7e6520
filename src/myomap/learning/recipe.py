"""How a study is run: samples, folds, and what is learnt inside them."""

import hashlib
import json
from dataclasses import asdict, dataclass, field

from myomap.errors import ConfigError
from myomap.features import FeatureSet
from myomap.learning.fold import FoldOptions, ThresholdRule
from myomap.learning.sampling import Unit

__all__ = ["RECIPES", "Recipe", "named_recipe"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Everything that decides a result beside the data.

    Parameters
    ----------
    name : str
        As ``--recipe`` names it.
    task : str
        A key of `myomap.learning.task.TASKS`.
    unit : Unit
        What one sample is.
    feature_set : FeatureSet
        Which features.
    models : tuple of str
        Keys of `myomap.learning.registry.MODELS`.
    n_folds, n_repeats : int
        Of the cross-validation.
    fold : FoldOptions
        What is learnt beside the models.
    seed : int
        Of all chance.
    n_bootstrap : int
        Resamplings of the patients.
    """

    name: str
    task: str = "abnormal"
    unit: Unit = Unit.MAP
    feature_set: FeatureSet = FeatureSet.PAPER
    models: tuple[str, ...] = ("forest", "catboost", "prevalence", "logistic", "worst")
    n_folds: int = 5
    n_repeats: int = 20
    fold: FoldOptions = field(default_factory=FoldOptions)
    seed: int = 0
    n_bootstrap: int = 2000

    def __post_init__(self) -> None:
        for what, found, low, high in (
            ("number of folds", self.n_folds, 2, 100),
            ("number of repeats", self.n_repeats, 1, 1000),
            ("seed", self.seed, 0, 2**63 - 1),
            ("number of resamplings", self.n_bootstrap, 100, 100_000),
        ):
            if not low <= found <= high:
                raise ConfigError(
                    f"The {what} makes no sense: found {found}, expected {low} to "
                    f"{high}."
                )

    def to_json(self) -> dict[str, object]:
        """Return the recipe in words and numbers.

        Returns
        -------
        dict
            As JSON takes it.
        """
        told = asdict(self)
        told["unit"] = self.unit.value
        told["feature_set"] = self.feature_set.value
        told["models"] = list(self.models)
        told["fold"] = {**told["fold"], "threshold": self.fold.threshold.value}
        return told

    def digest_of_folds(self) -> str:
        """Return a hash of what decides the predictions of a fold.

        The number of repeats, the models and the resamplings are left out: more of
        them leave what is done as it is.

        Returns
        -------
        str
            SHA-256 in hexadecimal.
        """
        told = self.to_json()
        for name in ("n_repeats", "models", "n_bootstrap", "name"):
            del told[name]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


RECIPES = {
    recipe.name: recipe
    for recipe in (
        Recipe(name="paper"),
        Recipe(
            name="careful",
            unit=Unit.STUDY,
            feature_set=FeatureSet.SCALAR,
            models=(*Recipe(name="").models, "ridge"),
            fold=FoldOptions(threshold=ThresholdRule.YOUDEN, is_calibrated=True),
        ),
    )
}
"""The published recipe, threshold one half and nothing calibrated; and ours: stress and
rest together, uptake in percent, threshold and calibration chosen inside the fold."""


def named_recipe(name: str) -> Recipe:
    """Return a recipe by its name.

    Parameters
    ----------
    name : str
        A key of `RECIPES`.

    Returns
    -------
    Recipe
        With 20 repeats of 5 folds.

    Raises
    ------
    ConfigError
        If there is no such recipe.
    """
    if name not in RECIPES:
        raise ConfigError(
            f"There is no recipe {name!r}. Choose one of: {', '.join(RECIPES)}."
        )
    return RECIPES[name]
