"""Sizes as people read them."""

MEGABYTE = 1024 * 1024


def megabytes(size: int) -> str:
    """«25,3 MB»; rounded up, so that what is over a limit never reads like the limit."""
    tenths = -(-size * 10 // MEGABYTE)
    whole, rest = divmod(tenths, 10)
    return f"{whole},{rest} MB" if rest else f"{whole} MB"
