"""Models trained on all samples, judged once on other patients."""

import zlib
from dataclasses import replace

import numpy as np

from myomap.errors import InputError
from myomap.learning.cross_validation import Predictions, Variant
from myomap.learning.dataset import Block, Dataset
from myomap.learning.fold import fit_fold
from myomap.learning.networks import Places
from myomap.learning.recipe import Recipe
from myomap.learning.registry import named_models
from myomap.learning.splitting import Split

__all__ = ["judge_elsewhere"]


def judge_elsewhere(
    train: Dataset, others: Dataset, recipe: Recipe, places: Places | None = None
) -> tuple[Predictions, ...]:
    """Return what models trained on one data set say of another.

    Parameters
    ----------
    train : Dataset
        Where everything is learnt and chosen.
    others : Dataset
        Patients that are only asked; their classes are not looked at.
    recipe : Recipe
        Models, and what is learnt beside them.
    places : Places, optional
        What networks find on the disk.

    Returns
    -------
    tuple of Predictions
        With one repeat each.

    Raises
    ------
    InputError
        If the two are described in different ways, or share a patient's values.
    """
    both = _joined(train, others)
    split = Split(
        train=np.arange(train.n_samples),
        test=np.arange(train.n_samples, both.n_samples),
    )
    found = []
    for spec in named_models(recipe.models, places):
        rng = np.random.default_rng([recipe.seed, zlib.crc32(spec.name.encode())])
        result = fit_fold(spec, both, split, rng, options=recipe.fold)
        chosen = np.zeros(len(both.blocks[spec.block].names))
        chosen[list(result.columns)] = 1.0
        found.append(
            Predictions(
                spec=spec,
                variant=Variant.LEAK_FREE,
                proba=result.proba[None],
                thresholds=np.full((1, others.n_samples), result.threshold),
                chosen=chosen,
                importances=None,
                seconds=result.seconds,
            )
        )
    return tuple(found)


def _joined(train: Dataset, others: Dataset) -> Dataset:
    names = {name: block.names for name, block in train.blocks.items()}
    if train.classes != others.classes or names != {
        name: block.names for name, block in others.blocks.items()
    }:
        raise InputError(
            "The two data sets are described in different ways. Expected the same "
            "classes and features: read both with the same options."
        )
    for name, block in train.blocks.items():
        # Patients may well agree in one value, or in a list of yes and no.
        if len(block.names) < 2 or np.isin(block.values, (0.0, 1.0)).all():
            continue
        rows = {row.tobytes() for row in block.values}
        n = sum(row.tobytes() in rows for row in others.blocks[name].values)
        if n:
            raise InputError(
                f"The other data set holds {n} samples that were trained on. Expected "
                "other patients: take them out of one of the two."
            )
    return replace(
        train,
        y=np.concatenate([train.y, others.y]),
        patients=np.concatenate(
            [train.patients, others.patients + 1 + int(train.patients.max())]
        ),
        sample_ids=(*train.sample_ids, *others.sample_ids),
        blocks={
            name: Block(
                names=block.names,
                values=np.concatenate([block.values, others.blocks[name].values]),
            )
            for name, block in train.blocks.items()
        },
        subgroups={},
    )
