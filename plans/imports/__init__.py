from plans.imports.targets import load_targets

__all__ = ["load_targets"]
