"""Training a baseline: candidates fitted on one set of articles, selected on another.

`contract` says what a baseline has to offer, `trainers` finds it, `sets` chooses the articles and
refuses the test split, `job` trains, `curve` trains again on fewer articles.
"""

from goldfield.training.contract import Lesson
from goldfield.training.curve import learning_curve
from goldfield.training.job import Model, train
from goldfield.training.sets import Sets, gather
from goldfield.training.trainers import Trainer, find_trainer, trainable

__all__ = [
    "Lesson",
    "Model",
    "Sets",
    "Trainer",
    "find_trainer",
    "gather",
    "learning_curve",
    "train",
    "trainable",
]
