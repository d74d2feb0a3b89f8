"""What a bundle is made of."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Entry:
    """A PDF under its name as people read it: «Báo cáo 6 tháng đầu năm 2024 xã Vĩnh Thái»."""

    name: str
    content: Path | bytes


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the contents."""

    name: str
    pages: int
    begins: int
