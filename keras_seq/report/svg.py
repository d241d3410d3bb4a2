"""Matplotlib figures as files, and as inline SVG that follows a page's colours."""

from __future__ import annotations

import contextlib
import functools
import io
import re
import unicodedata
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from keras_seq import files
from keras_seq.progress import say
from keras_seq.report.palette import PALETTE
from keras_seq.report.plots import style
from keras_seq.report.readable import printable

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_VARIABLES = {light: f"var(--{name})" for name, (light, _) in PALETTE.items()} | {
    "#000000": "var(--ink)"  # figures drawn without our style
}
_PICTURE = "data:image/png;base64,"
_REFERENCE = re.compile(r"url\(#([^)]+)\)")


def save_png(figure: Figure, path: Path, note: str = "") -> None:
    """Write a figure as PNG, on white, with 150 dots an inch.

    Args:
        figure: what to draw.
        path: the file.
        note: small print below the picture.
    """
    with style(), _boxes_said(), files.atomic(path) as temporary:
        text = figure.text(1, 0, f"\n{note}", ha="right", va="top", fontsize=7) if note else None
        figure.savefig(
            temporary, format="png", dpi=150, facecolor="white", bbox_inches="tight",
            metadata={"Software": None},
        )  # fmt: skip
        if text is not None:
            text.remove()


@contextlib.contextmanager
def _boxes_said() -> Iterator[None]:
    """Say it, once, where a picture gets boxes for letters: no font of the machine has them."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.filterwarnings("always")
        yield
    numbers = []
    for warning in caught:
        glyph = re.match(r"Glyph (\d+) .*missing", str(warning.message))
        if glyph:
            numbers.append(int(glyph[1]))
        else:
            warnings.warn_explicit(
                warning.message, warning.category, warning.filename, warning.lineno
            )
    if numbers:
        _say_boxes(unicodedata.name(chr(numbers[0]), " ").split()[0].lower())


@functools.cache
def _say_boxes(script: str) -> None:
    say(
        f"pictures show boxes for letters of a script that no font here has ({script}); install a "
        f"font of it, such as Noto Sans CJK; report.html shows them in the browser's font"
    )


def save_picture(figure: Figure, path: Path) -> None:
    """Write a figure as the name of the file says: `.svg`, else PNG."""
    if path.suffix.lower() != ".svg":
        save_png(figure, path)
        return
    with style():
        files.write_text(path, _svg(figure))


def inline_svg(figure: Figure, name: str, alt: str) -> str:
    """Turn a figure into an `<svg>` element to be put into an HTML page.

    The palette's colours become CSS variables (`var(--ink)` and so on), text stays text, pictures
    stand inside, and nothing points outside. The result depends on the figure, name and alt only.

    Args:
        figure: what to draw.
        name: unique on the page; keeps the ids of two figures apart.
        alt: the text alternative.

    Returns:
        The element as HTML.
    """
    import matplotlib

    with style(), matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
        root = ElementTree.fromstring(_svg(figure, transparent=True))
    _to_html(root)
    _rename_ids(root, name)
    width, height = (float(part) * 4 / 3 for part in root.attrib["viewBox"].split()[2:])
    root.attrib |= {
        "role": "img",
        "aria-label": printable(alt),
        "width": f"{width:.0f}",
        "height": f"{height:.0f}",
        # A big figure scrolls in its box rather than shrink beyond reading.
        "style": f"min-width: {min(width * 0.7, 1200):.0f}px",
    }
    return ElementTree.tostring(root, encoding="unicode")


def _svg(figure: Figure, **options: Any) -> str:
    """Draw a figure as SVG without the characters that XML excludes; matplotlib writes them."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None}, **options)
    return printable(buffer.getvalue().decode("utf-8", "replace"))


def _to_html(root: ElementTree.Element) -> None:
    """Drop namespaces, metadata and style sheets; put the page's colours in."""
    for parent in root.iter():
        parent.tag = parent.tag.rpartition("}")[2]
        for child in list(parent):
            if child.tag.rpartition("}")[2] in ("metadata", "style"):
                parent.remove(child)
        for key, value in list(parent.attrib.items()):
            del parent.attrib[key]
            key = key.rpartition("}")[2]
            if key in ("fill", "stroke"):  # variables work in `style` alone
                key, value = "style", f"{key}: {value}; {parent.attrib.get('style', '')}"
            for colour, variable in _VARIABLES.items() if key == "style" else ():
                value = value.replace(colour, variable)
            if key != "space" and (key != "href" or value.startswith(("#", _PICTURE))):
                parent.attrib[key] = value


def _rename_ids(root: ElementTree.Element, name: str) -> None:
    """Keep the ids that something refers to, and put the figure's name before them."""
    used = {
        reference
        for element in root.iter()
        for key, value in element.attrib.items()
        for reference in ([value[1:]] if key == "href" else _REFERENCE.findall(value))
    }
    for element in root.iter():
        for key, value in list(element.attrib.items()):
            if key == "id" and value not in used:
                del element.attrib["id"]
            elif key == "id":
                element.attrib["id"] = f"{name}-{value}"
            elif key == "href":
                if value.startswith("#"):
                    element.attrib["href"] = f"#{name}-{value[1:]}"
            else:
                element.attrib[key] = _REFERENCE.sub(rf"url(#{name}-\1)", value)
