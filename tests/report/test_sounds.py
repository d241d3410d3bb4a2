import base64
import hashlib
import re

from keras_seq.report.page import Report
from keras_seq.report.sounds import Tune


def test_tunes_stand_in_the_page_with_their_notes():
    page = Report("Music")
    page.sounds("To hear", [Tune("a <jig>", b"RIFF", [(0.0, 1.0, 60), (1.0, 0.5, 72)])], "new")
    text = page.html()
    assert "a &lt;jig&gt;" in text
    assert f"data:audio/wav;base64,{base64.b64encode(b'RIFF').decode()}" in text
    first, second = re.findall(r'<rect x="([\d.]+)" y="(\d+)" width="([\d.]+)"', text)
    assert float(second[0]) == float(first[0]) + 60 and float(first[2]) == 59  # 60 a second
    assert int(first[1]) - int(second[1]) == 12 * 5  # an octave higher


def test_the_page_runs_its_own_script_alone():
    page = Report("Music")
    assert "<script" not in page.html() and "script-src" not in page.html()
    page.sounds("To hear", [Tune("a", b"", [])])
    (script,) = re.findall(r"<script>(.*?)</script>", page.html(), re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in page.html()
