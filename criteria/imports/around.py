"""What stands around the sets, in the order in which it is loaded: who answers, levels with procedures, mappings."""

from collections.abc import Iterator

from criteria.imports.council import load_procedures
from criteria.imports.levels import load_levels
from criteria.imports.mapping import load_mappings
from criteria.imports.responsibility import load_responsibilities
from criteria.imports.shipped import (
    LEVEL_FILE,
    MAPPING_FILE,
    PROCEDURE_FILE,
    RESPONSIBILITY_FILE,
)
from criteria.imports.sync import Report


def load_around() -> Iterator[tuple[str, Report]]:
    """The name of each shipped file with what loading it did; the sets are loaded before."""
    yield RESPONSIBILITY_FILE.name, load_responsibilities(RESPONSIBILITY_FILE)
    yield LEVEL_FILE.name, load_levels(LEVEL_FILE)
    yield PROCEDURE_FILE.name, load_procedures(PROCEDURE_FILE)
    yield MAPPING_FILE.name, load_mappings(MAPPING_FILE)
