"""What the law fixes is a file in the repository, with its source, loaded by an idempotent command."""

from criteria.imports.catalogue import load_criteria_set
from criteria.imports.responsibility import load_responsibilities
from criteria.imports.sync import Report

__all__ = ["Report", "load_criteria_set", "load_responsibilities"]
