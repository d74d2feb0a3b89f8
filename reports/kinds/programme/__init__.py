"""The progress of the work programme (kind E)."""
