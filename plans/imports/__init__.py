from plans.imports.programmes import load_groups, load_programmes
from plans.imports.targets import load_targets

__all__ = ["load_groups", "load_programmes", "load_targets"]
