"""Vietnamese names: how they are searched, sorted and matched, on every database alike."""

import re
import unicodedata

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
