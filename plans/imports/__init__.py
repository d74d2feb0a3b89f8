from plans.imports.plans import load_plans
from plans.imports.programmes import load_groups, load_programmes
from plans.imports.sponsors import load_offices, load_plan_actions
from plans.imports.targets import load_targets
from plans.imports.texts import load_texts

__all__ = [
    "load_groups",
    "load_offices",
    "load_plan_actions",
    "load_plans",
    "load_programmes",
    "load_targets",
    "load_texts",
]
