"""Vietnamese names: how they are searched, sorted and matched, on every database alike."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import product

from django.db.models import Q

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER = {letter: f"{position:02d}" for position, letter in enumerate(ALPHABET, start=10)}
# The order of tones in Vietnamese dictionaries: level, huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}


def search_key(text: str) -> str:
    """NFC, no diacritics, lower case, single spaces: «Hướng Việt» → «huong viet»."""
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    letters = "".join(c for c in bare if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", " ", letters).strip()


def sort_key(text: str) -> str:
    """A text that sorts as Vietnamese does: a ă â b c d đ e ê …, tones last; at most 250 characters."""
    letters, tones = [], []
    for char in unicodedata.normalize("NFC", text.lower()):
        parts = unicodedata.normalize("NFD", char)
        tone = next((_TONES[c] for c in parts if c in _TONES), "0")
        base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES))
        if base in _LETTER:
            letters.append(_LETTER[base])
            tones.append(tone)
        elif char.isdigit():
            letters.append(f"0{char}")
        else:
            letters.append("00")
    return f"{''.join(letters)}.{''.join(tones)}"[:250]


def matches(text: str, field: str = "search_key") -> Q:
    """Every word of the text begins a word of the stored key: «viet huong» finds «Hướng Việt»."""
    found = Q()
    for word in search_key(text).split():
        found &= Q(**{f"{field}__startswith": word}) | Q(**{f"{field}__contains": f" {word}"})
    return found


# Lists mix «Ð» (eth) with «Đ», and «i» with «y» («Quí», «Quý»); both are one letter here.
_SAME_LETTER = str.maketrans({"ð": "đ", "y": "i"})


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a name is written: its letters without spaces and tones, and its tones in order.

    «Thủy», «Thuỷ» and «Thủi» are spelled alike, composed or not; «HướngViệt» like «Hướng Việt».
    """

    letters: str
    tones: str

    @property
    def bare(self) -> str:
        return "".join(_bare(letter) for letter in self.letters)

    def may_mean(self, name: "Spelling") -> bool:
        """Marks may be left out, never changed: «Viet» may mean «Việt», «Viét» may not."""
        pairs = zip(self.letters, name.letters, strict=False)
        tones = iter(name.tones)
        return (
            len(self.letters) == len(name.letters)
            and all(mine in {theirs, _bare(theirs)} for mine, theirs in pairs)
            and all(tone in tones for tone in self.tones)
        )


def spelled(text: str) -> Spelling:
    letters, tones = [], []
    for char in unicodedata.normalize("NFD", text.lower()).translate(_SAME_LETTER):
        if char in _TONES:
            tones.append(_TONES[char])
        elif char.isalnum() or unicodedata.combining(char):
            letters.append(char)
    return Spelling(unicodedata.normalize("NFC", "".join(letters)), "".join(tones))


def shortened(name: str) -> set[Spelling]:
    """The ways in which lists shorten a name: leading words to a letter or two, the last in full.

    «Triệu Đại»: «T. Đại», «Tr. Đại», «TrĐại».
    """
    *leading, last = name.split()
    words = [{word, word[:1], _onset(word)} for word in leading]
    tails = {spelled(" ".join([*choice, last])) for choice in product(*words)}
    return tails - {spelled(name)}


def _onset(word: str) -> str:
    """The consonants that a word begins with: «Tr» of «Triệu»."""
    count = next((at for at, char in enumerate(word) if _bare(char.lower()) in "aeiouy"), 0)
    return word[: max(count, 1)]


def _bare(letter: str) -> str:
    return "d" if letter == "đ" else unicodedata.normalize("NFD", letter)[0]
