"""The demonstration: illustrative figures and accounts, all marked, all removable."""

from ntm_portal.demo.accounts import account_lines

__all__ = ["account_lines"]
