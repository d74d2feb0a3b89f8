"""What the law fixes is a file in the repository, with its source, loaded by an idempotent command."""

from criteria.imports.around import load_around
from criteria.imports.catalogue import load_criteria_set
from criteria.imports.council import load_procedures
from criteria.imports.levels import load_levels
from criteria.imports.mapping import load_mappings
from criteria.imports.responsibility import load_responsibilities
from criteria.imports.sync import Report

__all__ = [
    "Report",
    "load_around",
    "load_criteria_set",
    "load_levels",
    "load_mappings",
    "load_procedures",
    "load_responsibilities",
]
