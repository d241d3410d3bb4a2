import math
import re
from html.parser import HTMLParser

import pytest
from matplotlib.figure import Figure

from keras_seq.report import HighlightedText, MarkedText, Report, plots

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
    marked = MarkedText([EVIL, "in", EVIL], [(0, 1, EVIL)], [(0, 1, EVIL), (2, 3, "PLACE")], EVIL)
    report.entities("Entities", [marked, MarkedText(["a"], [(0, 1, "A")], [(0, 1, "A")])])
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


def test_a_figures_file_is_named_by_its_title(tmp_path):
    report = Report("A title")
    for title in ("Über  Größe!", "混同", "混同", "x" * 99):
        report.figure(title, plots.metric_bars({"mae": 1.0}, {}))
    report.write(tmp_path)
    names = {one.name for one in (tmp_path / "plots").iterdir()}
    assert names == {"ber_gr_e.png", "figure.png", "figure_2.png", "x" * 60 + ".png"}


def test_a_failed_write_keeps_the_old_page_and_leaves_no_litter(tmp_path, monkeypatch):
    page("old").write(tmp_path)
    before = {one: one.read_bytes() for one in tmp_path.rglob("*.*")}

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(OSError, match="disk full"):
        page("new").write(tmp_path)
    assert {one: one.read_bytes() for one in tmp_path.rglob("*.*")} == before


def test_the_best_of_each_column_is_starred_by_its_own_direction():
    report = Report("A title")
    rivals = {"a": {"mae": 0.5, "r2": 0.9}, "b": {"mae": math.nan, "perplexity": 1e300}}
    report.results({"r2": 0.5, "mae": 0.75}, rivals, "mae", higher_is_better=False)
    cells = re.findall(r'<td class="number (best|other)">([^<]+)', report.html())
    assert cells == [
        ("other", "0.750"), ("other", "0.500"), ("best", "0.500"), ("best", "0.900"),
        ("other", "\u2013"), ("other", "\u2013"),
    ]  # fmt: skip
    assert "The model loses: MAE 0.750 against 0.500 of a" in report.html()


def test_many_metrics_are_shared_out_among_tables_that_a_screen_holds():
    report = Report("A title")
    ours = {f"m{number}": float(number) for number in range(8)}
    report.results(ours, {"a": ours}, "m7", higher_is_better=True)
    tables = report.html().split('<table class="results">')[1:]
    heads = [re.findall(r'class="number">(m\d)', table) for table in tables]
    assert heads == [["m7", "m0", "m1", "m2"], ["m3", "m4", "m5", "m6"]]
    assert [table.count('<th scope="row">') for table in tables] == [2, 2]


def test_long_cells_are_folded_and_whole():
    report, long = Report("A title"), "word " * 100
    report.table("Mistakes", ["a", "b"], [[long, "y" * 500]])
    assert report.html().count("<details>") == 2
    assert long.strip() in Page(report.html()).text and "y" * 500 in Page(report.html()).text


def test_words_are_shaded_by_their_share_of_the_strongest():
    report, words = Report("A title"), ["up", "down", "weak"]
    report.highlights("t", [HighlightedText(words, [2.0, -1.0, 0.05], "")], raises="", lowers="")
    found = Page(report.html())
    spans = [v for tag, key, v in found.values if tag == "span" and key == "style"]
    assert spans[2:] == ["--shade: 55%", "--shade: 32%"]  # after the two of the legend
    assert "Most influence: up +2.000, down \u22121.000" in found.text


def test_a_table_without_rows_says_so():
    report = Report("A title")
    report.table("Mistakes", ["text"], [], note="Sure ones.")
    source = report.html()
    assert "There are none." in source and "Sure ones." in source and "<table" not in source


def test_wrong_use():
    report = Report("A title")
    with pytest.raises(ValueError, match="rows: row 1 must have 2 values; received 1"):
        report.table("t", ["a", "b"], [[1, 2], [1]])
    with pytest.raises(ValueError, match="influence: must have a number for each of 2 words"):
        report.highlights("t", [HighlightedText(["a", "b"], [1], "")], raises="", lowers="")


def test_a_figure_that_can_t_be_drawn_is_left_out(tmp_path):
    good, bad = Figure(), Figure()
    for figure in (good, bad):
        figure.subplots().plot([1, 2])
    bad.savefig = lambda *words, **more: 1 / 0
    page = Report("A run")
    page.figure("Good", good)
    page.figure("Bad", bad)
    with pytest.warns(RuntimeWarning, match=r"figure bad can't be drawn and is left out \(ZeroDiv"):
        page.write(tmp_path)
    text = (tmp_path / "report.html").read_text()
    assert "<h2>Good</h2>" in text and "<h2>Bad</h2>" not in text
    assert [path.name for path in (tmp_path / "plots").iterdir()] == ["good.png"]


def test_recordings_are_heard_from_the_page_itself():
    import base64

    page = Report("x")
    page.recordings("Listen", [('said "<b>"', b"RIFF")])
    html = page.html()
    data = base64.b64encode(b"RIFF").decode()
    assert f'src="data:audio/wav;base64,{data}"' in html and "media-src data:" in html
    assert "said &#34;&lt;b&gt;&#34;" in html and "<b>" not in html
