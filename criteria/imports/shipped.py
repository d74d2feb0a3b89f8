"""The files that come with the portal."""

from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"
SET_FILES = sorted(DATA.glob("commune-*.yaml"))  # in the order in which one refers to another
RESPONSIBILITY_FILE = DATA / "responsibility.yaml"
MAPPING_FILE = DATA / "mappings.yaml"
LEVEL_FILE = DATA / "levels.yaml"
PROCEDURE_FILE = DATA / "procedures.yaml"
