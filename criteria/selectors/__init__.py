from criteria.selectors.periods import round_before, round_in_force, set_in_force
from criteria.selectors.standing import Cell, Standing, standings

__all__ = ["Cell", "Standing", "round_before", "round_in_force", "set_in_force", "standings"]
