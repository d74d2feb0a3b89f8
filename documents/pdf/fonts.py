"""The font of papers: where its files are, which letters it has, how wide a line comes out.

Liberation Serif stands for Times New Roman: the same metrics and all Vietnamese letters (version 2 only), free to
install. Its files are named to WeasyPrint one by one, since version 1 goes by the same name and lacks 92 letters.
"""

import re
import unicodedata
from functools import cache
from html import unescape
from pathlib import Path

from fontTools.ttLib import TTFont

FONT_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path.home() / ".fonts",
)
FAMILY = "Liberation Serif 2"
FACES = {
    "Regular": "font-weight: normal; font-style: normal",
    "Bold": "font-weight: bold; font-style: normal",
    "Italic": "font-weight: normal; font-style: italic",
    "BoldItalic": "font-weight: bold; font-style: italic",
}
VIETNAMESE = "ăâđêôơưĂÂĐÊÔƠƯảạấầẩẫậắằẳẵặẻẽẹếềểễệỉịỏọốồổỗộớờởỡợủũụứừửữựỳỷỹỵ"


class FontMissing(RuntimeError):  # noqa: N818 -- reads as the sentence it is
    """The machine has no font for papers."""


class GlyphMissing(ValueError):  # noqa: N818
    """The paper's font has no sign for something in the text."""


@cache
def font_files() -> dict[str, Path]:
    """The folder that holds Liberation Serif with all Vietnamese letters, face by face."""
    for folder in FONT_FOLDERS:
        for regular in sorted(folder.glob("**/LiberationSerif-Regular.ttf")):
            files = {face: regular.with_name(f"LiberationSerif-{face}.ttf") for face in FACES}
            if all(path.is_file() for path in files.values()) and not (
                set(VIETNAMESE) - _letters(regular)
            ):
                return files
    raise FontMissing(
        "Máy chủ chưa có phông Liberation Serif bản 2 (đủ chữ tiếng Việt) để in văn bản. "
        "Cài gói fonts-liberation2 rồi lập lại."
    )


def refuse_missing_glyphs(html: str) -> None:
    """A sign that the font lacks would print as an empty box: name it and where it stands."""
    visible = re.sub(r"<(style|head)\b.*?</\1>|<!--.*?-->", "", html, flags=re.DOTALL)
    text = unescape(re.sub(r"<[^>]*>", "\n", visible))
    known = _letters(font_files()["Regular"])
    for match in re.finditer(r"[^\s]", text):
        if match[0] not in known:
            near = text[max(0, match.start() - 30) : match.end() + 10]
            raise GlyphMissing(
                f"Phông chữ của văn bản không có ký tự «{match[0]}» (U+{ord(match[0]):04X}), "
                f"ở gần: «{' '.join(near.split())}». Sửa nội dung rồi lập lại."
            )


def balanced(text: str, width: float, size: float, face: str = "Regular") -> tuple[str, ...]:
    """The text in as few lines as fit the width (points), all about as long, broken at spaces."""
    words = unicodedata.normalize("NFC", text).split(" ")  # not at the open places of a draft
    lengths = [text_width(word, size, face) for word in words]
    space = text_width(" ", size, face)
    lines = _broken(words, lengths, space, width)
    for narrower in range(int(width) - 4, 0, -4):
        tried = _broken(words, lengths, space, narrower)
        if len(tried) > len(lines):
            break
        lines = tried
    return tuple(lines) if text else ()


def text_width(text: str, size: float, face: str = "Regular") -> float:
    """In points, as the paper's font sets it at that size; kerning is left out."""
    advances, per_em = _advances(font_files()[face])
    return sum(advances.get(ord(letter), per_em) for letter in text) * size / per_em


def _broken(words: list[str], lengths: list[float], space: float, width: float) -> list[str]:
    lines, line, used = [], [words[0]], lengths[0]
    for word, length in zip(words[1:], lengths[1:], strict=True):
        if used + space + length > width:
            lines.append(" ".join(line))
            line, used = [word], length
        else:
            line.append(word)
            used += space + length
    return [*lines, " ".join(line)]


@cache
def _advances(path: Path) -> tuple[dict[int, int], int]:
    with TTFont(path, lazy=True) as font:
        metrics = font["hmtx"].metrics
        advances = {code: metrics[name][0] for code, name in font.getBestCmap().items()}
        return advances, font["head"].unitsPerEm


@cache
def _letters(path: Path) -> frozenset[str]:
    return frozenset(map(chr, _advances(path)[0]))
