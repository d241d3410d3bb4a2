"""One self-contained page that says what was run, how good it is, and where it fails."""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from keras_seq import files
from keras_seq.report.left_out import left_out
from keras_seq.report.palette import PALETTE
from keras_seq.report.readable import (
    DASH,
    has_direction,
    lower_is_better,
    printable,
    readable_name,
    readable_number,
    told_apart,
)
from keras_seq.report.sounds import SCRIPT, Tune, script_hash, shown
from keras_seq.report.texts import HighlightedText, MarkedText, highlighted, marked
from keras_seq.report.verdict import verdict

if TYPE_CHECKING:
    from matplotlib.figure import Figure

T = TypeVar("T")
TEMPLATE = Path(__file__).parent / "template.html"
WIDEST = 5  # metrics beside each other on a screen
FOLDED = 240  # characters of a table's cell that show before one unfolds it


class Report:
    """A page that is built section by section and written at the end.

    Every text is escaped. The page needs no network, follows the reader's light or dark setting,
    and reads on a phone. The same calls give the same bytes.

    Args:
        title: the page's heading.
        subtitle: a line below it.
        synthetic: what the data are, if they are made up; shown as a badge and on each PNG.

    Example:
    >>> page = Report("Sentiment of reviews", synthetic="reviews made by a small grammar")
    >>> page.facts({"Data": "embedded sample", "Parameters": 120_450})
    >>> page.results(
    ...     {"accuracy": 0.96}, {"majority_class": {"accuracy": 0.5}}, "accuracy",
    ...     higher_is_better=True, examples=1000,
    ... )
    >>> "The model wins: accuracy 0.960 against 0.500 of majority class" in page.html()
    True
    """

    def __init__(self, title: str, subtitle: str = "", synthetic: str | None = None) -> None:
        self.title = title
        self.subtitle = subtitle
        self.synthetic = synthetic
        self._sections: list[dict[str, Any]] = []
        self._figures: dict[str, Figure] = {}

    def facts(self, facts: Mapping[str, Any], title: str = "What was run") -> None:
        """Add names and values, such as data, examples, options, versions.

        Args:
            facts: value by name; numbers are written readably, None as a dash.
            title: the section's heading.
        """
        items = [(name, _cell(value)) for name, value in facts.items()]
        self._sections.append({"kind": "facts", "title": title, "items": items})

    def results(
        self,
        model_metrics: Mapping[str, float],
        baselines: Mapping[str, Mapping[str, float]],
        metric: str,
        higher_is_better: bool,
        examples: int | None = None,
        title: str = "Result on the test part",
    ) -> None:
        """Add the verdict, and the model's metrics above those of its baselines.

        Args:
            model_metrics: the model's metrics by name.
            baselines: the metrics of each baseline by name.
            metric: the one that decides.
            higher_is_better: its direction; that of others is known by `lower_is_better`.
            examples: how many test examples the metrics stand on.
            title: the section's heading.
        """
        names = list(dict.fromkeys([metric, *model_metrics]))
        rows = {"model": model_metrics, **baselines}
        columns = []
        for name in names:
            falling = not higher_is_better if name == metric else lower_is_better(name)
            values = [row.get(name, math.nan) for row in rows.values()]
            finite = [value for value in values if math.isfinite(value)]
            best = (min if falling else max)(finite) if finite and has_direction(name) else None
            columns.append(
                {
                    "name": readable_name(name),
                    "falling": falling,
                    "directed": has_direction(name),
                    "cells": [
                        (text, value == best)
                        for text, value in zip(told_apart(values), values, strict=True)
                    ],
                }
            )
        self._sections.append(
            {
                "kind": "results",
                "title": title,
                "verdict": verdict(model_metrics, baselines, metric, higher_is_better, examples),
                "rows": [readable_name(name) for name in rows],
                # The metric that decides comes first, and tables of like widths, none cut.
                "tables": _in_tables(columns),
            }
        )

    def paragraph(self, text: str, title: str = "") -> None:
        """Add a paragraph, with a heading if `title` is given."""
        self._sections.append({"kind": "paragraph", "title": title, "text": text})

    def figure(self, title: str, figure: Figure, caption: str = "", alt: str = "") -> None:
        """Add a picture, which `write` also puts into `plots/` as PNG.

        Args:
            title: the heading, from which the file's name is made.
            figure: drawn without pyplot, best in the style of `plots`.
            caption: what to see in it.
            alt: the text alternative; default the figure's label, else the caption.
        """
        name = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")[:60] or "figure"
        number, base = 1, name
        while name in self._figures:
            number += 1
            name = f"{base}_{number}"
        self._figures[name] = figure
        section = {
            "title": title,
            "caption": caption,
            "name": name,
            "alt": alt or str(figure.get_label() or "") or caption or title,
            "wide": figure.get_figwidth() > 6,
        }
        if not self._sections or self._sections[-1]["kind"] != "figures":
            self._sections.append({"kind": "figures", "figures": []})
        self._sections[-1]["figures"].append(section)

    def table(
        self, title: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], note: str = ""
    ) -> None:
        """Add a table.

        Args:
            title: the section's heading.
            columns: the headings of the columns.
            rows: a value for each column, long texts are folded; without any a sentence says so.
            note: a sentence above the table.

        Raises:
            ValueError: if a row has another number of values than there are columns.
        """
        for number, row in enumerate(rows):
            if len(row) != len(columns):
                raise ValueError(
                    f"rows: row {number} must have {len(columns)} values; received {len(row)}"
                )
        cells = [[_cell(value) for value in row] for row in rows]
        self._sections.append(
            {
                "kind": "table",
                "title": title,
                "columns": columns,
                "rows": cells,
                "note": note,
                "texts": any(cell["long"] for row in cells for cell in row),
            }
        )

    def highlights(
        self,
        title: str,
        texts: Sequence[HighlightedText],
        *,
        raises: str,
        lowers: str,
        note: str = "",
    ) -> None:
        """Add texts whose words are coloured by their influence.

        Args:
            title: the section's heading.
            texts: each coloured on a scale of its own, up to its strongest word.
            raises: what a positive influence means, for the legend, such as "for positive".
            lowers: what a negative one means.
            note: a sentence above the texts.
        """
        self._sections.append(
            {
                "kind": "highlights",
                "title": title,
                "note": note,
                "raises": raises,
                "lowers": lowers,
                "texts": [highlighted(text) for text in texts],
            }
        )

    def entities(self, title: str, texts: Sequence[MarkedText], note: str = "") -> None:
        """Add texts in which entities are marked, the expected ones above where they differ.

        Args:
            title: the section's heading.
            texts: words, and the entities expected and predicted in them.
            note: a sentence above the texts.
        """
        self._sections.append(
            {"kind": "entities", "title": title, "note": note, "texts": list(map(marked, texts))}
        )

    def sounds(self, title: str, tunes: Sequence[Tune], note: str = "") -> None:
        """Add tunes with a player each, and their notes, which move along.

        Args:
            title: the section's heading.
            tunes: what is to be heard.
            note: a sentence above them.
        """
        self._sections.append(
            {"kind": "sounds", "title": title, "note": note, "tunes": list(map(shown, tunes))}
        )

    def recordings(self, title: str, sounds: Sequence[tuple[str, bytes]], note: str = "") -> None:
        """Add sounds to listen to; their data stand in the page.

        Args:
            title: the section's heading.
            sounds: a caption and the content of a WAV file each.
            note: a sentence above them.
        """
        clips = [(caption, base64.b64encode(content).decode()) for caption, content in sounds]
        self._sections.append({"kind": "recordings", "title": title, "note": note, "sounds": clips})

    def pictures(
        self,
        title: str,
        pictures: Sequence[tuple[bytes, Mapping[str, str]]],
        note: str = "",
    ) -> None:
        """Add pictures with texts beside each.

        Args:
            title: the section's heading.
            pictures: the content of a PNG file, and texts by name; the first one says what is seen.
            note: a sentence above them.
        """
        shown = [
            {"data": base64.b64encode(content).decode(), "texts": list(texts.items())}
            for content, texts in pictures
        ]
        self._sections.append({"kind": "pictures", "title": title, "note": note, "pictures": shown})

    def html(self, template: Path = TEMPLATE, **more: Any) -> str:
        """Return the page.

        Args:
            template: what is filled; it may extend `template.html`, the report's own.
            **more: what it shows beside the report.
        """
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
        from markupsafe import Markup

        from keras_seq.report.svg import inline_svg

        environment = Environment(
            loader=FileSystemLoader([template.parent, TEMPLATE.parent]),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
            finalize=lambda value: printable(value) if type(value) is str else value,
        )

        def draw(figure: Mapping[str, Any]) -> Markup:
            return Markup(inline_svg(self._figures[figure["name"]], figure["name"], figure["alt"]))

        return environment.get_template(template.name).render(
            title=self.title,
            subtitle=self.subtitle,
            synthetic=self.synthetic,
            sections=self._sections,
            palette=PALETTE,
            draw=draw,
            **more,
            script=Markup(SCRIPT) if any(one["kind"] == "sounds" for one in self._sections) else "",
            script_hash=script_hash(),
        )

    def write(self, folder: str | Path) -> None:
        """Write `report.html` and `plots/*.png`, each file whole or not at all.

        A figure that can't be drawn is left out, with a warning.

        Args:
            folder: the run folder.
        """
        from keras_seq.report.svg import save_png

        folder = Path(folder)
        note = "synthetic data" if self.synthetic else ""
        for name, figure in list(self._figures.items()):
            drawn = False
            with left_out(f"figure {name}"):
                save_png(figure, folder / "plots" / f"{name}.png", note)
                drawn = True
            if not drawn:
                self._drop(name)
        files.write_text(folder / "report.html", self.html())

    def _drop(self, name: str) -> None:
        """Take a figure out again."""
        del self._figures[name]
        for section in self._sections:
            if section["kind"] == "figures":
                section["figures"] = [one for one in section["figures"] if one["name"] != name]


def _in_tables(columns: Sequence[T]) -> list[list[T]]:
    """Share columns out among as few tables as hold `WIDEST` at most.

    >>> _in_tables("abcdef")
    [['a', 'b', 'c'], ['d', 'e', 'f']]
    """
    count = math.ceil(len(columns) / math.ceil(len(columns) / WIDEST))
    return [list(columns[at : at + count]) for at in range(0, len(columns), count)]


def _cell(value: Any) -> dict[str, Any]:
    """Decide how a value is written in a table."""
    number = isinstance(value, int | float | np.number) and not isinstance(value, bool)
    if value is None:
        text = DASH
    elif isinstance(value, bool | np.bool_):
        text = "yes" if value else "no"
    elif number:
        text = readable_number(value.item() if isinstance(value, np.number) else value)
    else:
        text = str(value)
    head, rest = text, ""
    if len(text) > FOLDED:
        cut = text.rfind(" ", FOLDED // 2, FOLDED)
        cut = cut if cut > 0 else FOLDED
        head, rest = text[:cut], text[cut:]
    return {"head": head, "rest": rest, "number": number, "long": len(text) > 60}
