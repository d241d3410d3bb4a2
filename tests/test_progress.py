import os
import pty
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

SCRIPT = """
import time
from keras_seq import progress
progress.QUIET = 0.05
slow = lambda: (time.sleep(0.15) or one for one in range(4))
assert list(progress.track(slow(), "counted", 4)) == [0, 1, 2, 3]
assert list(progress.track(slow(), "uncounted")) == [0, 1, 2, 3]
print("done")
"""
LINE = """
from keras_seq import progress
line = progress.Line()
for epoch in (1, 2):
    line.show(f"epoch {epoch} half done", passing=True)
    line.show(f"epoch {epoch} " + "of many figures " * 9 + "done")
line.close()
line.close()
"""


def run(script=SCRIPT, **streams):
    checkout = Path(__file__).resolve().parents[1]
    return subprocess.run([sys.executable, "-c", script], cwd=checkout, check=True, **streams)


def test_without_a_terminal_there_are_no_bars():
    done = run(capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("done\n", "")


def test_on_a_terminal_a_bar_comes_and_goes():
    ours, theirs = pty.openpty()
    done = run(stdout=subprocess.PIPE, stderr=theirs, text=True)
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert done.stdout == "done\n"
    assert "counted" in shown and "50%" in shown and "uncounted" in shown
    assert shown.endswith("\r\x1b[K")


def test_a_line_is_written_over_on_a_terminal():
    ours, theirs = pty.openpty()
    run(LINE, stderr=theirs, text=True)
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    pieces = shown.split("\r")
    assert shown.count("\n") == 1 and shown.endswith("done\x1b[K\r\n")
    assert [len(piece) < 90 for piece in pieces[:-2]] == [True] * 5
    assert pieces[1].startswith("epoch 1 half done") and len(pieces[-2]) > 140


def test_without_a_terminal_a_line_is_many():
    said = run(LINE, capture_output=True, text=True).stderr.splitlines()
    assert [line[:7] for line in said] == ["epoch 1", "epoch 2"] and "half" not in said[0]


def test_in_a_notebook_words_do_not_stand_on_red(monkeypatch, capsys):
    from keras_seq import progress

    progress.say("here")
    shell = SimpleNamespace(kernel="one")
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    progress.say("there")
    assert tuple(capsys.readouterr()) == ("there\n", "here\n")
