"""A commune's report (kind B), and its one-page sheet (D)."""
