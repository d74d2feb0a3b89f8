"""Levels of recognition: what a commune still lacks for one, and how near it is to losing it.

QĐ 18/2022/QĐ-TTg takes a level back when at least a share of the criteria fail, a smaller one when a
key criterion is among them. The shares, the key criteria and the ladder come in as arguments.
"""

import enum
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal

HUNDRED = Decimal(100)


class Hold(enum.StrEnum):
    """How firmly a level is held; UNKNOWN without a rule of revocation, or with nothing judged."""

    HELD = "held"
    AT_RISK = "at_risk"
    REVOCABLE = "revocable"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return HOLD_WORDS[self]


HOLD_WORDS = {
    Hold.HELD: "giữ được",
    Hold.AT_RISK: "có nguy cơ",
    Hold.REVOCABLE: "thuộc diện thu hồi",
    Hold.UNKNOWN: "chưa rõ",
}


@dataclass(frozen=True, slots=True)
class RevocationRule:
    """When a level is taken back: shares in percent of the criteria, and those that weigh more."""

    total: int
    keys: frozenset[int]
    share_key: Decimal | None
    share_any: Decimal | None

    @property
    def is_known(self) -> bool:
        return self.total > 0 and self.share_key is not None and self.share_any is not None

    def bound(self, share: Decimal) -> int:
        """The fewest failing criteria that reach a share: of 19, 30 % is 6 and 50 % is 10."""
        return int((self.total * share / HUNDRED).to_integral_value(ROUND_CEILING))


@dataclass(frozen=True, slots=True)
class Risk:
    """How near a recognised commune is to losing its level; `unknown` criteria are no failures.

    `losses` is the fewest further criteria whose loss starts the revocation, `losses_any` how many
    it takes while no key criterion fails; 0 where it has started.
    """

    hold: Hold
    failing: tuple[int, ...]
    failing_keys: tuple[int, ...]
    unknown: int
    total: int
    losses: int | None
    losses_any: int | None
    why: str

    @property
    def share(self) -> Decimal:
        """In percent of all criteria."""
        return HUNDRED * len(self.failing) / self.total if self.total else Decimal(0)


def risk(
    rule: RevocationRule, failing: Collection[int], unknown: int = 0, *, near: int = 2
) -> Risk:
    """What the rule says of the criteria that fail now; at risk: at most `near` losses are left."""
    fails = tuple(sorted(failing))
    keys = tuple(number for number in fails if number in rule.keys)
    if not rule.is_known or rule.share_key is None or rule.share_any is None:
        why = "Chưa có quy định thu hồi cho mức này trong giai đoạn này"
        return Risk(Hold.UNKNOWN, fails, keys, unknown, rule.total, None, None, why)
    if unknown >= rule.total:
        why = "Chưa tiêu chí nào được đánh giá theo bộ dùng để xét thu hồi"
        return Risk(Hold.UNKNOWN, fails, keys, unknown, rule.total, None, None, why)
    least, most = rule.bound(rule.share_key), rule.bound(rule.share_any)
    losses = _losses(rule, fails, keys, least, most)
    losses_any = max(most - len(fails), 0) if not keys else losses
    if losses == 0:
        hold, losses_any = Hold.REVOCABLE, 0
    else:
        hold = Hold.AT_RISK if losses <= near else Hold.HELD
    found = Risk(hold, fails, keys, unknown, rule.total, losses, losses_any, "")
    return replace(found, why=_why(rule, found))


def _losses(
    rule: RevocationRule, fails: tuple[int, ...], keys: tuple[int, ...], least: int, most: int
) -> int:
    """The fewest further losses: a key criterion counts for two ends at once."""
    with_key = max(least - len(fails), 0)
    if not keys:
        with_key = max(with_key, 1) if rule.keys else rule.total
    return min(with_key, max(most - len(fails), 0))


def _why(rule: RevocationRule, found: Risk) -> str:
    words = f"{len(found.failing)}/{found.total} tiêu chí chưa đạt ({found.share:.0f}%)"
    if found.failing_keys:
        words += f", có tiêu chí then chốt {_numbers(found.failing_keys)}"
    if found.hold == Hold.REVOCABLE:
        by_any = len(found.failing) >= rule.bound(rule.share_any or HUNDRED)
        share = rule.share_any if by_any else rule.share_key
        words += f": thuộc diện thu hồi (từ {share:.0f}%"
        words += ")" if by_any else " mà có tiêu chí then chốt)"
    elif found.losses == found.losses_any:
        words += f": mất thêm {found.losses} tiêu chí là thuộc diện thu hồi"
    else:
        words += (
            f": mất thêm {found.losses} tiêu chí là thuộc diện thu hồi nếu trong đó có tiêu chí "
            f"then chốt ({_numbers(sorted(rule.keys))}), {found.losses_any} nếu không"
        )
    left = f"; {found.unknown} tiêu chí chưa đánh giá, không tính là chưa đạt"
    return words + left if found.unknown else words


def _numbers(numbers: Collection[int]) -> str:
    return ", ".join(str(number) for number in numbers)


@dataclass(frozen=True, slots=True)
class LevelAsks:
    """What a level asks in a period: a set to be met (its key and name), a level to be held."""

    level: str
    name: str
    set_key: int | None = None
    set_name: str = ""
    requires: str = ""
    requires_name: str = ""


@dataclass(frozen=True, slots=True)
class SetResult:
    """Where a commune stands on a set: numbers of criteria not met and not judged."""

    total: int
    met: int
    unmet: tuple[int, ...] = ()
    unknown: tuple[int, ...] = ()

    @property
    def is_full(self) -> bool:
        return self.met > 0 and not self.unmet and not self.unknown


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether a commune meets what a level asks, whether it is recognised, and what is missing.

    `meets` is None where it cannot be said: nothing judged against it yet, or no set to judge by.
    """

    level: str
    name: str
    meets: bool | None
    recognised: bool
    missing: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """The two facts disagree: met and not recognised, or recognised and short."""
        return self.meets is not None and self.meets != self.recognised


def reach(asks: LevelAsks, result: SetResult | None, held: Mapping[str, bool]) -> Reach:
    """What a commune lacks for a level; `held` says which levels it is recognised at."""
    missing = []
    meets: bool | None = None
    if asks.set_key is None:
        missing.append("tiêu chí của mức này chưa nhập")
    elif result is None or result.total == len(result.unknown):
        missing.append(f"bộ {asks.set_name} chưa đánh giá")
    else:
        meets = False if result.unmet else None if result.unknown else result.is_full
        if result.unmet:
            missing.append(f"chưa đạt tiêu chí {_numbers(result.unmet)} của bộ {asks.set_name}")
        if result.unknown:
            missing.append(f"{len(result.unknown)} tiêu chí của bộ {asks.set_name} chưa đánh giá")
    if asks.requires and not held.get(asks.requires, False):
        missing.append(f"chưa được công nhận {asks.requires_name}")
        meets = False if meets is not None else None
    return Reach(asks.level, asks.name, meets, held.get(asks.level, False), tuple(missing))
