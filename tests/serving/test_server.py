import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

import keras_seq
from keras_seq.serving import server

CHECKOUT = Path(__file__).resolve().parents[2]
SMALL = {"epochs": 1, "max_train_samples": 60, "units": 4, "embedding_dim": 4,
         "cell": "simple_rnn", "bidirectional": False}  # fmt: skip


@pytest.fixture(scope="module")
def reviews(tmp_path_factory):
    return keras_seq.run("imdb_sentiment", SMALL, tmp_path_factory.mktemp("serve") / "reviews")


@pytest.fixture(scope="module")
def process(reviews):
    """A server in a process of its own, and its address."""
    words = [sys.executable, "-m", "keras_seq", "serve", str(reviews.path), "--port", "0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=CHECKOUT,
                          env={**os.environ, "PYTHONPATH": str(CHECKOUT)}) as process:  # fmt: skip
        yield process, process.stdout.readline().split()[0]
        process.kill()


def test_the_page_works_in_a_browser(process):
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    playwright = pytest.importorskip("playwright.sync_api")
    if browser is None:
        pytest.skip("needs Chromium")
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": 390, "height": 800})
        faults = []
        page.on("console", lambda message: faults.append(message.text))
        page.goto(process[1])
        page.fill("#text", "a good film\na bad film")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("#answers article:nth-child(2) .bars")
        assert page.locator("#answers .said").all_inner_texts()[1].endswith("a bad film")
        assert not faults
        assert page.locator("html").evaluate("page => page.scrollWidth") == 390
        chromium.close()


def test_it_answers_until_it_is_told_to_stop(process, reviews):
    process, address = process
    content = json.dumps({"inputs": ["a good film"]}).encode()
    with urllib.request.urlopen(f"{address}/predict", content, timeout=60) as said:
        answers = json.load(said)["answers"]
    assert answers == list(reviews.predict(["a good film"]))
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0


def test_what_can_not_be_served_is_said(reviews, tmp_path):
    with pytest.raises(keras_seq.InputError, match="needs --token"):
        server.serve([reviews], host="0.0.0.0")
    with pytest.raises(keras_seq.InputError, match="two runs are called alike"):
        server.serve([reviews, reviews])
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(keras_seq.InputError, match=f"--port {port}: "):
            server.serve([reviews], port=port)


def test_without_the_extra_the_line_names_it(reviews, monkeypatch):
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with pytest.raises(keras_seq.InputError, match=r"pip install 'keras_seq\[serve\]'"):
        server.serve([reviews])
