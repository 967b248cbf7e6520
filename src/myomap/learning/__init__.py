"""Honest studies of models: labelled cases in, performance with intervals out.

Input: a manifest (CSV) of studies with labels. Output: a `StudyResult`: probabilities
(repeat, sample, class) by models that had not seen the patient, and figures with 95 %
intervals. The way::

    dataset, source = samples_of_manifest(path, SamplingPlan(...))
    result = run_study(dataset, named_recipe("paper"), source)
    files = report_files(result)

Whatever learns from data does so inside `Pipeline.fit`, which is handed the training
side alone; a `Dataset` cannot be made without saying whose each sample is. A model is
an entry of `MODELS`: a `ModelSpec` with the block it looks at and a maker of new
`Estimator` objects. scikit-learn and CatBoost are imported when a model is made.
"""

from myomap.learning.bundling import TrainedBundle, train_bundle
from myomap.learning.cross_validation import (
    Predictions,
    Running,
    Variant,
    cross_validate,
    splits_of,
)
from myomap.learning.dataset import Block, Dataset
from myomap.learning.estimator import Estimator, ModelSpec, TrainingOptions
from myomap.learning.evaluation import (
    Comparison,
    Estimate,
    Evaluation,
    evaluate,
    patient_weights,
)
from myomap.learning.fault import Fault, FaultKind
from myomap.learning.fold import FoldOptions, ThresholdRule, fit_fold
from myomap.learning.manifest import Manifest, check_manifest, read_manifest
from myomap.learning.manifest_study import (
    ManifestOptions,
    samples_elsewhere,
    samples_of_manifest,
)
from myomap.learning.metrics import METRICS
from myomap.learning.networks import NETWORKS, PICTURES, Network, Places, Schedule
from myomap.learning.noise import NoiseRun, run_noise, shuffled_labels
from myomap.learning.pipeline import Pipeline
from myomap.learning.ranking import roc_auc
from myomap.learning.readings import reading_block
from myomap.learning.recipe import RECIPES, Recipe, named_recipe
from myomap.learning.registry import MODELS, UCI_MODELS, named_models, unused_features
from myomap.learning.report_page import REPORT_FILES, report_files
from myomap.learning.report_tables import Table, all_tables
from myomap.learning.sampling import (
    FEATURES,
    READINGS,
    SEGMENTS,
    ReadSample,
    SamplingPlan,
    Unit,
)
from myomap.learning.splitting import Split, grouped_folds, require_apart
from myomap.learning.study import Source, StudyOrder, StudyResult, run_study
from myomap.learning.task import TASKS, Label, Task, named_task
from myomap.learning.uci_heart import UCI_SETS, UciData, read_uci, uci_set

__all__ = [
    "FEATURES",
    "METRICS",
    "MODELS",
    "NETWORKS",
    "PICTURES",
    "READINGS",
    "RECIPES",
    "REPORT_FILES",
    "SEGMENTS",
    "TASKS",
    "UCI_MODELS",
    "UCI_SETS",
    "Block",
    "Comparison",
    "Dataset",
    "Estimate",
    "Estimator",
    "Evaluation",
    "Fault",
    "FaultKind",
    "FoldOptions",
    "Label",
    "Manifest",
    "ManifestOptions",
    "ModelSpec",
    "Network",
    "NoiseRun",
    "Pipeline",
    "Places",
    "Predictions",
    "ReadSample",
    "Recipe",
    "Running",
    "SamplingPlan",
    "Schedule",
    "Source",
    "Split",
    "StudyOrder",
    "StudyResult",
    "Table",
    "Task",
    "ThresholdRule",
    "TrainedBundle",
    "TrainingOptions",
    "UciData",
    "Unit",
    "Variant",
    "all_tables",
    "check_manifest",
    "cross_validate",
    "evaluate",
    "fit_fold",
    "grouped_folds",
    "named_models",
    "named_recipe",
    "named_task",
    "patient_weights",
    "read_manifest",
    "read_uci",
    "reading_block",
    "report_files",
    "require_apart",
    "roc_auc",
    "run_noise",
    "run_study",
    "samples_elsewhere",
    "samples_of_manifest",
    "shuffled_labels",
    "splits_of",
    "train_bundle",
    "uci_set",
    "unused_features",
]
