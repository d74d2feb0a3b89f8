"""A program of its own that opens what strangers made: `python -I inspector.py look|draw …`.

Pictures and PDFs are read here, in a process with limits of memory and time, so that a file made to
crash its reader ends this process and not the web server. It knows neither Django nor the portal.

    look KIND FILE PIXELS         → {"pages": 3} or {"refused": "damaged" | "encrypted" | "bomb"}
    draw KIND FILE PIXELS TO SIDE PAGE → writes a picture at most SIDE pixels wide and high; of a PDF that page,
                                         as PNG where TO ends so
"""

import json
import resource
import sys
import warnings
from typing import Any

MEMORY = 1_500_000_000  # bytes; 80 million pixels in colour take a third of it
SECONDS = 20
PDF_NEEDS_A_PASSWORD = 4  # FPDF_ERR_PASSWORD
LARGEST = 4.0  # times 72 dpi: a stamp-sized page is not blown up without end


class Refused(Exception):  # noqa: N818 -- a word to say, not an error
    pass


def _opened(kind: str, path: str, pixels: int) -> Any:
    """A picture, not decoded yet; refused when it would unfold to too many pixels."""
    from PIL import Image  # noqa: PLC0415 -- only what is needed is loaded

    Image.MAX_IMAGE_PIXELS = None  # ours is the limit, and it has words
    picture = Image.open(path, formats=[kind])
    if picture.width * picture.height > pixels:
        raise Refused("bomb")
    return picture


def look_at_picture(kind: str, path: str, pixels: int) -> int:
    """Decodes the whole picture (a JPEG at an eighth of its size); how many frames it has."""
    picture = _opened(kind, path, pixels)
    frames = int(getattr(picture, "n_frames", 1))
    if kind == "JPEG":
        picture.draft("RGB", (picture.width // 8, picture.height // 8))
    picture.load()
    return frames


def look_at_pdf(path: str) -> int:
    """How many pages; the first one is opened."""
    import pypdfium2  # noqa: PLC0415

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        reason = "encrypted" if error.err_code == PDF_NEEDS_A_PASSWORD else "damaged"
        raise Refused(reason) from None
    pages = len(document)
    if not pages:
        raise Refused("damaged")
    document[0].get_size()
    return pages


def draw_picture(kind: str, path: str, pixels: int, to: str, side: int) -> None:
    """Upright as its EXIF says, on white, without any EXIF: no place and no device goes along."""
    from PIL import Image, ImageOps  # noqa: PLC0415

    picture = _opened(kind, path, pixels)
    if kind == "JPEG":
        picture.draft("RGB", (side * 2, side * 2))
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((side, side))
    if upright.mode not in {"RGB", "L"}:
        clear = upright.convert("RGBA")
        ground = Image.new("RGB", clear.size, "white")
        ground.paste(clear, mask=clear.getchannel("A"))
        upright = ground
    bare = Image.frombytes(upright.mode, upright.size, upright.tobytes())
    bare.save(to, "JPEG", quality=82)


def draw_pdf(path: str, to: str, side: int, number: int) -> None:
    import pypdfium2  # noqa: PLC0415

    page = pypdfium2.PdfDocument(path)[number - 1]
    scale = min(side / max(page.get_size()), LARGEST)
    picture = page.render(scale=scale).to_pil()
    if to.endswith(".png"):  # papers are black on white: few greys, small files
        picture.convert("L").quantize(32).save(to, "PNG", optimize=True)
    else:
        picture.convert("RGB").save(to, "JPEG", quality=82)


def main(task: str, kind: str, path: str, pixels: str, *more: str) -> dict[str, Any]:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings.simplefilter("ignore")
    try:
        if task == "look":
            pdf = kind == "PDF"
            return {
                "pages": look_at_pdf(path) if pdf else look_at_picture(kind, path, int(pixels))
            }
        to, side, number = more[0], int(more[1]), int(more[2])
        if kind == "PDF":
            draw_pdf(path, to, side, number)
        else:
            draw_picture(kind, path, int(pixels), to, side)
    except Refused as refused:
        return {"refused": str(refused)}
    except Exception:  # noqa: BLE001 -- whatever a broken file makes its reader say
        return {"refused": "damaged"}
    return {}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(*sys.argv[1:])))
