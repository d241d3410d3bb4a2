import re
from html.parser import HTMLParser

import pytest

from keras_seq.evaluation import HighlightedText, Report, plots

EVIL = '<script>alert("x")</script> & \x00 \ud800 "quoted"'


class Page(HTMLParser):
    """Collects tags, attributes and text; void and SVG elements may close themselves."""

    def __init__(self, source):
        super().__init__()
        self.tags, self.values, self.text = [], [], ""
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.values += [(tag, key, value or "") for key, value in attrs]

    def handle_data(self, data):
        self.text += data


def page(title="A title", synthetic=None):
    report = Report(title, "a subtitle", synthetic)
    report.facts({"Examples": 25_000, "Nothing": None, "Yes": True, "Evil": EVIL})
    rivals = {"naive": {"accuracy": 0.5, "log_loss": 0.7}}
    ours = {"accuracy": 0.9, "log_loss": 0.3}
    report.results(ours, rivals, "accuracy", higher_is_better=True, examples=1000)
    report.figure("Confusions", plots.confusion_matrix([[3, 1], [0, 2]], ["no", EVIL]), "Counts.")
    report.figure("Confusions", plots.metric_bars({"accuracy": 0.9}, {}))
    report.table("Mistakes", ["text", "score"], [[EVIL + " word" * 100, 0.25]], note="Sure ones.")
    report.highlights("Words", [HighlightedText([EVIL, "good"], [0.5, -1.0], EVIL)],
                      raises="for it", lowers="against it")  # fmt: skip
    report.paragraph(EVIL, "A paragraph")
    return report


def test_the_page_loads_nothing_and_runs_nothing():
    found = Page(page().html())
    assert not {"script", "link", "img", "iframe", "object", "embed"} & set(found.tags)
    for tag, key, value in found.values:
        assert not key.startswith("on"), (tag, key)
        if key in ("src", "href", "xlink:href", "action", "data"):
            assert value.startswith("#"), (tag, key, value)
    assert "url(http" not in page().html() and "@import" not in page().html()


def test_texts_are_escaped_and_all_there():
    found = Page(page(title=EVIL).html())
    assert found.text.count('<script>alert("x")</script>') >= 6
    for word in ("25,000", "yes", "The model wins", "0.900", "Counts.", "Sure ones.", "against it"):
        assert word in found.text


def test_ids_are_unique_and_references_lead_somewhere():
    source = page().html()
    ids = re.findall(r'\bid="([^"]+)"', source)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', source)) <= set(ids)
    assert set(re.findall(r"url\(#([^)]+)\)", source)) <= set(ids)


def test_light_and_dark_and_phone():
    source = page().html()
    assert "prefers-color-scheme: dark" in source
    assert 'name="viewport"' in source
    svg = source[source.index("<svg") : source.index("</svg>")]
    assert "var(--ink)" in svg and "#1b1f24" not in svg


def test_figures_have_a_text_alternative():
    found = Page(page().html())
    labels = [value for tag, key, value in found.values if tag == "svg" and key == "aria-label"]
    assert len(labels) == 2 and "no: 3 of 4 right" in labels[0]


def test_synthetic_data_are_named_on_the_page():
    assert "made by a grammar" in Page(page(synthetic="made by a grammar").html()).text


def test_write_gives_the_same_bytes_each_time(tmp_path):
    for folder in ("a", "b"):
        page().write(tmp_path / folder)
    names = sorted(str(one.relative_to(tmp_path / "a")) for one in (tmp_path / "a").rglob("*.*"))
    assert names == ["plots/confusions.png", "plots/confusions_2.png", "report.html"]
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_a_table_without_rows_says_so():
    report = Report("A title")
    report.table("Mistakes", ["text"], [])
    assert "There is none." in report.html() and "<table" not in report.html()


def test_wrong_use():
    report = Report("A title")
    with pytest.raises(ValueError, match="rows: row 1 must have 2 values; received 1"):
        report.table("t", ["a", "b"], [[1, 2], [1]])
    with pytest.raises(ValueError, match="influence: must have a number for each of 2 words"):
        report.highlights("t", [HighlightedText(["a", "b"], [1], "")], raises="", lowers="")
