"""An agency's report on its communes (kind A)."""
