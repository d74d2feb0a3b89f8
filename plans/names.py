"""A pasted sentence taken apart: the criteria it names, and the target in its tail."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from communes.names import Spelling, search_key, spelled

# Other words that papers use for a criterion, by the name that the law gives it in one set or another.
OTHER_SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "Cơ sở vật chất văn hóa": ("cơ sở vật chất VH", "CSVC văn hóa", "CSVCVH"),
    "Cơ sở hạ tầng thương mại nông thôn": ("CSHT thương mại nông thôn", "chợ nông thôn"),
    "Thông tin và Truyền thông": ("thông tin, tuyên truyền", "thông tin và tuyên truyền"),
    "Hộ nghèo": ("tỷ lệ hộ nghèo", "nghèo đa chiều"),
    "Nghèo đa chiều": ("tỷ lệ nghèo đa chiều", "hộ nghèo"),
    "Lao động có việc làm": ("lao động",),
    "Lao động": ("lao động có việc làm",),
    "Tổ chức sản xuất": ("hình thức tổ chức sản xuất",),
    "Hệ thống chính trị và tiếp cận pháp luật": (
        "tổ chức chính trị và tiếp cận pháp luật",
        "hệ thống tổ chức chính trị",
    ),
    "Môi trường và an toàn thực phẩm": ("vệ sinh môi trường",),
}
AND = " và "
_WORD = re.compile(r"[^\W_]+")
_LEADS = {"va", "tieu chi", "so", "gom", "la", "ve"}
_TARGET = re.compile(
    r"\b(?:phấn đấu|đưa (?:xã|\d)|đạt chuẩn|về đích|hoàn thành|duy trì|giữ vững|nâng cao chất lượng"
    r"|đến (?:hết |cuối )?năm 20\d\d|đạt (?:từ )?\d|xây dựng xã)",
    re.IGNORECASE,
)
_EDGE = " \t\n,;:.()–-"
_YEAR = re.compile(r"\b(20\d\d)\b")
_COUNT = re.compile(
    r"(?:(?P<low>\d{1,2})\s*(?:đến|-|–|tới)\s*)?(?P<high>\d{1,2})\s*"
    r"(?:/\s*(?P<all>\d{1,2})(?!\s*/)|(?=\s*tiêu chí))(?:\s*tiêu chí)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Named:
    """A criterion that a sentence names: its key, and its name as the sentence has it."""

    key: int
    printed: str


@dataclass(frozen=True, slots=True)
class Split:
    """A sentence taken apart: what stands before the criteria, the criteria, the target; `rest` was not understood."""

    head: str
    named: tuple[Named, ...]
    rest: tuple[str, ...]
    target: str


@dataclass(frozen=True, slots=True)
class Aim:
    """A target in words, as far as it can be read. `level` is a value of `criteria.choices.Level`."""

    level: str = ""
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    out_of: int | None = None
    year: int | None = None

    @property
    def counts(self) -> bool:
        return self.at_least is not None


@dataclass(frozen=True, slots=True)
class _Token:
    spelling: Spelling
    start: int
    end: int


def split(text: str, names: Iterable[tuple[int, str]]) -> Split:
    """The criteria that a sentence lists, longest name first, and what it says of the target.

    `names`: keys of criteria with their names, of this set and of those before it. Marks may be left
    out, never changed. A name counts only where an item of the list begins (after a comma, «và», a
    number …): «và» inside a name belongs to it, «và phấn đấu …» begins the target.
    """
    words = unicodedata.normalize("NFC", " ".join(text.split()))
    tokens = _tokens(words)
    known = _dictionary(names)
    named: list[Named] = []
    spans: list[tuple[int, int]] = []
    place = 0
    while place < len(tokens):
        found = _at(words, tokens, place, known) if _begins(words, tokens, place) else None
        if found is None:
            place += 1
            continue
        key, length = found
        start, end = tokens[place].start, tokens[place + length - 1].end
        if all(one.key != key for one in named):
            named.append(Named(key, words[start:end]))
        spans.append((start, end))
        place += length
    return _told(words, named, spans)


def read_aim(text: str) -> Aim:
    """What a target in words means: «14 đến 15/19 tiêu chí», «đạt chuẩn nông thôn mới đến năm 2025».

    The highest level named counts, model above advanced; «nâng cao chất lượng» is no level.
    """
    years = [int(one) for one in _YEAR.findall(text)]
    year = years[-1] if years else None
    hit = _COUNT.search(_YEAR.sub(" ", text))
    if hit and int(hit["high"]) <= int(hit["all"] or hit["high"]):
        low = hit["low"] or hit["high"]
        high = Decimal(hit["high"]) if hit["low"] else None
        return Aim("", Decimal(low), high, int(hit["all"]) if hit["all"] else None, year)
    return Aim(_level(text.lower()), year=year)


def _level(words: str) -> str:
    if "kiểu mẫu" in words:
        return "model"
    if re.search(r"nông thôn mới nâng cao|ntm nâng cao|chuẩn nâng cao", words):
        return "advanced"
    if re.search(r"đạt chuẩn|về đích|đạt nông thôn mới", words):
        return "ntm"
    return ""


def _tokens(text: str) -> list[_Token]:
    return [_Token(spelled(hit[0]), *hit.span()) for hit in _WORD.finditer(text)]


def _dictionary(names: Iterable[tuple[int, str]]) -> list[tuple[tuple[Spelling, ...], int]]:
    """Every way to write each name, the longest first; two criteria that are written alike: the first given."""
    given = list(names)
    ways: list[tuple[int, str]] = list(given)
    for key, name in given:
        ways += [(key, other) for other in OTHER_SPELLINGS.get(name, ())]
        ways += [(key, name.replace(AND, " & ")), (key, name.split(AND)[0])]
    found: dict[tuple[Spelling, ...], int] = {}
    for key, way in ways:
        found.setdefault(tuple(one.spelling for one in _tokens(way)), key)
    return sorted(found.items(), key=lambda one: -len(one[0]))


def _begins(text: str, tokens: list[_Token], place: int) -> bool:
    """An item begins here: at the start, after a mark, after a number or a word that joins."""
    if place == 0:
        return True
    last = tokens[place - 1]
    between = text[last.end : tokens[place].start]
    word = search_key(text[last.start : last.end])
    two = search_key(text[tokens[max(place - 2, 0)].start : last.end])
    return bool(between.strip()) or word in _LEADS or two in _LEADS or word.isdecimal()


def _at(
    text: str, tokens: list[_Token], place: int, known: list[tuple[tuple[Spelling, ...], int]]
) -> tuple[int, int] | None:
    """The key of the longest name that stands here, and of how many words; one of a single word must end its item."""
    for name, key in known:
        some = tokens[place : place + len(name)]
        if len(some) < len(name):
            continue
        pairs = zip(some, name, strict=True)
        if not all(one.spelling.may_mean(other) for one, other in pairs):
            continue
        if len(name) == 1 and not _ends(text, tokens, place):
            continue
        return key, len(name)
    return None


def _ends(text: str, tokens: list[_Token], place: int) -> bool:
    if place + 1 == len(tokens):
        return True
    after = tokens[place + 1]
    between = text[tokens[place].end : after.start]
    return bool(between.strip()) or search_key(text[after.start : after.end]) == "va"


def _told(words: str, named: list[Named], spans: list[tuple[int, int]]) -> Split:
    """What stands before, between and after the criteria."""
    if not spans:
        head, target = _cut(words)
        return Split(head, (), (), target)
    head = words[: spans[0][0]].strip(_EDGE)
    between = [words[one[1] : two[0]] for one, two in pairwise(spans)]
    rest = [piece for one in between for piece in _pieces(one)]
    tail, target = _cut(words[spans[-1][1] :])
    rest += _pieces(tail)
    if not target:
        target = _cut(head)[1]
    return Split(head, tuple(named), tuple(rest), target)


def _cut(text: str) -> tuple[str, str]:
    """Before the first word of a target, and from it on."""
    hit = _TARGET.search(text)
    if hit is None:
        return text, ""
    return text[: hit.start()], text[hit.start() :].strip(_EDGE)


def _pieces(text: str) -> list[str]:
    """What is left between criteria, without marks, numbers and the words that join."""
    found = []
    for piece in re.split(r"[,;:.()]", text):
        bare = re.sub(
            r"^(?:và|tiêu chí|số|\d+|[-–+\s])+|(?:\bvà|\btiêu chí|\bsố|\d+|\s)+$",
            "",
            piece.strip(),
        )
        if bare:
            found.append(bare)
    return found
