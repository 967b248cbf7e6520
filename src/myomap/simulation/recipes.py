"""Cohorts by name: the public stand-in for the closed data of the founding paper.

The paper tells 196 images and not how many patients, nor how many of each class. Its
accuracies, precisions and recalls fit together where 62 to 70 % of the images are
abnormal, so 126 of 196 are here, ischemia and infarction in equal parts.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from myomap.errors import ConfigError
from myomap.phantom import Disease
from myomap.simulation.options import SimulationOptions, Stage

__all__ = ["RECIPES", "CohortRecipe", "disease_of", "recipe_options"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortRecipe:
    """A cohort whose classes are counted.

    Parameters
    ----------
    name : str
        As ``--recipe`` names it.
    stage : Stage
        What is written of each patient.
    counts : tuple of (Disease, int)
        Patients of each class.
    """

    name: str
    stage: Stage
    counts: tuple[tuple[Disease, int], ...]

    @property
    def n_patients(self) -> int:
        """How many there are in all."""
        return sum(n for _, n in self.counts)


RECIPES = {
    recipe.name: recipe
    for recipe in (
        CohortRecipe(
            name="paper-196",
            stage=Stage.STRESS_SCREEN,
            counts=(
                (Disease.NORMAL, 70),
                (Disease.ISCHEMIA, 63),
                (Disease.INFARCTION, 63),
            ),
        ),
        CohortRecipe(
            name="paper-98x2",
            stage=Stage.SCREENS,
            counts=(
                (Disease.NORMAL, 35),
                (Disease.ISCHEMIA, 32),
                (Disease.INFARCTION, 31),
            ),
        ),
    )
}
"""196 patients with one picture each, or 98 with a picture at stress and one at rest:
the two ways to read "196 images", and the second is where a split can leak."""


def recipe_options(name: str, base: SimulationOptions) -> SimulationOptions:
    """Return the options of a cohort by name.

    Parameters
    ----------
    name : str
        A key of `RECIPES`.
    base : SimulationOptions
        Seed and protocol; number, stage and classes are the recipe's.

    Returns
    -------
    SimulationOptions
        Of the whole cohort.

    Raises
    ------
    ConfigError
        If there is no such recipe.
    """
    if name not in RECIPES:
        raise ConfigError(
            f"There is no cohort {name!r}. Choose one of: {', '.join(RECIPES)}."
        )
    recipe = RECIPES[name]
    return replace(
        base,
        n_patients=recipe.n_patients,
        stage=recipe.stage,
        disease=None,
        recipe=name,
    )


def disease_of(options: SimulationOptions, index: int) -> Disease | None:
    """Return the class that a patient shall have; None leaves it to chance.

    Parameters
    ----------
    options : SimulationOptions
        Names a recipe, a class, or neither.
    index : int
        Counted from 0.

    Returns
    -------
    Disease or None
        Of a recipe, in an order that the seed shuffles.
    """
    if options.recipe is None:
        return options.disease
    return _order(options.recipe, options.seed)[index]


@lru_cache(maxsize=8)
def _order(name: str, seed: int) -> tuple[Disease, ...]:
    listed = [disease for disease, n in RECIPES[name].counts for _ in range(n)]
    shuffled = np.random.default_rng([seed, len(listed)]).permutation(len(listed))
    return tuple(listed[k] for k in shuffled)
