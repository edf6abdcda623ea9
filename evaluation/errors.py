"""What can go wrong in an evaluation."""

from __future__ import annotations


class EvaluationError(Exception):
    """Base of all errors of the evaluation."""


class DataMissing(EvaluationError):
    """Raised when the data to measure on is not beside the checkout."""


class CorpusError(EvaluationError):
    """Raised when a corpus file cannot be read: not XML, without texts, or a toponym that says neither where nor what."""


class FloorsError(EvaluationError):
    """Raised when the file of floors is not in its form."""


class PeerMissing(EvaluationError):
    """Raised when a pipeline to compare with is not installed."""
