from plans.imports.programmes import load_groups, load_programmes
from plans.imports.sponsors import load_offices, load_plan_actions
from plans.imports.targets import load_targets

__all__ = ["load_groups", "load_offices", "load_plan_actions", "load_programmes", "load_targets"]
