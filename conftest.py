"""What tests of the library and of the apps share: commands, data, settings of a process."""

import gc
import html
import importlib
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("XLA_FLAGS", "--xla_backend_optimization_level=0")  # most is run once
for one in ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(one, "1")  # there is a worker for each core; more threads only wait
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # each process would compile the package anew


@pytest.fixture(scope="session", autouse=True)
def graphs_as_they_are():
    """Let TensorFlow rewrite no graph: it takes longer than what a test would save by it.

    What runs in a process of its own has them rewritten as ever.
    """
    if os.environ.get("KERAS_BACKEND", "tensorflow") == "tensorflow":
        import tensorflow as tf

        tf.config.optimizer.set_experimental_options({"disable_meta_optimizer": True})


@pytest.fixture(scope="session", autouse=True)
def nothing_on_the_side():
    """Spare what each call pays for beside its work: whole tracebacks, a search for garbage."""
    import keras

    keras.config.disable_traceback_filtering()
    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        tf.debugging.disable_traceback_filtering()
    gc.collect()
    gc.freeze()  # what has been imported stays
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session", autouse=True)
def steps_traced_once():
    """Make an optimizer's variables before `fit`: else TensorFlow traces the first step twice."""
    import keras

    def fit(model, *batches, **options):
        if model.built and not model.optimizer.built:
            model.optimizer.build(model.trainable_variables)
        return keras_fit(model, *batches, **options)

    keras_fit, keras.Model.fit = keras.Model.fit, fit


@pytest.fixture(scope="session", autouse=True)
def searches_uncompiled():
    """Let XLA compile no decoding: it takes longer than a test's few tokens.

    Processes of their own have it compiled as ever, and tests that ask for `searches_compiled`.
    """
    import keras

    compiled = decoders()[0].compiled
    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        for module in decoders():
            module.compiled = lambda function: tf.function(function, autograph=False)
    return compiled


def decoders():
    """Modules that have a search or a loop compiled; the first one says how."""
    from keras_seq.decoding import beam, generation, rollout
    from keras_seq.models import translator

    return generation, beam, rollout, translator


@pytest.fixture
def searches_compiled(searches_uncompiled, monkeypatch):
    """Let XLA compile decoding, as it does outside of tests."""
    for module in decoders():
        monkeypatch.setattr(module, "compiled", searches_uncompiled)


@pytest.fixture(scope="session", autouse=True)
def figures_drawn_once():
    """Draw each figure of an app's report in one of its runs; in later ones an empty picture."""
    from matplotlib.figure import Figure

    from keras_seq.report import svg
    from keras_seq.runs import closing

    drawn = set()

    def sketched(app, result, folder):
        def save_png(figure, path, note=""):
            if (app.__name__, path.name) in drawn:
                path.parent.mkdir(exist_ok=True)
                path.touch()
            else:
                drawn.add((app.__name__, path.name))
                draw_png(figure, path, note)

        def inline_svg(figure, name, alt):
            if (app.__name__, name) in drawn:
                return f'<svg role="img" aria-label="{html.escape(alt)}"></svg>'
            drawn.add((app.__name__, name))
            return draw_svg(figure, name, alt)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(svg, "save_png", save_png)
            patch.setattr(svg, "inline_svg", inline_svg)
            if any(name == app.__name__ for name, _ in drawn):
                patch.setattr(Figure, "draw_without_rendering", lambda _: None)  # lays it out
            write(app, result, folder)

    draw_png, draw_svg, write = svg.save_png, svg.inline_svg, closing.write
    closing.write = sketched


@pytest.fixture(scope="session", autouse=True)
def small_samples():
    """Make embedded samples small in this process: no test learns from a whole one."""
    from keras_seq import app as apps

    for name, sizes in {
        "imdb_sentiment": {"REVIEWS": 600}, "translation": {"PHRASES": 600},
        "summarization": {"NOTES": 400},
        "sequence_classification": {"GESTURES": 200},
        "frame_tagging": {"CLIPS": 40}, "entity_tagging": {"SENTENCES": 400},
        "dna_labelling": {"GENOMES": 12, "LENGTH": 500}, "speech_recognition": {"NUMBERS": 24},
        "reading": {"STORIES": 300},
    }.items():  # fmt: skip
        vars(apps.load(name)).update(sizes)
    for name, size in {
        "text_generation": {"SIZE": 12_000}, "image_generation": {"COUNT": 200},
        "music_generation": {"COUNT": 24}, "image_captioning": {"TRAIN": 60, "JUDGED": 20},
    }.items():  # fmt: skip
        package = vars(apps.load(name))["__package__"]
        vars(importlib.import_module(f"{package}.sample")).update(size)


@pytest.fixture(scope="session")
def keras_seq_command():
    """Run `keras-seq` in a process of its own; returns the completed process."""

    def run(*words, cwd=None, input=None, timeout=300):
        return subprocess.run(
            [sys.executable, "-m", "keras_seq", *map(str, words)],
            cwd=cwd, input=input, capture_output=True, text=True, timeout=timeout,
            env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        )  # fmt: skip

    return run


@pytest.fixture
def keras_seq_here(capsys, monkeypatch):
    """Run `keras-seq` in this process, where a test before has shown that another one does it.

    TensorFlow takes seconds to load. What is returned has the fields of a completed process.
    """
    from keras_seq import cli

    def run(*words, cwd=".", input=""):
        monkeypatch.chdir(cwd)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(input.encode())))
        words = [str(word) for word in words]
        with pytest.raises(SystemExit) as stopped:
            cli.main(words)
        return subprocess.CompletedProcess(words, stopped.value.code, *capsys.readouterr())

    return run


@pytest.fixture(scope="session")
def shared_data():
    """Find a folder of real data beside the checkout; where it is missing, skip the test."""

    def find(name):
        folder = CHECKOUT.parent / "shared" / "data" / name
        if not folder.is_dir():
            pytest.skip(f"needs ../shared/data/{name}")
        return folder

    return find


@pytest.fixture
def step_by_step():
    """Let TensorFlow trace and compile nothing: it takes longer than a moment's training."""
    import tensorflow as tf

    tf.config.run_functions_eagerly(True)
    yield
    tf.config.run_functions_eagerly(False)


@pytest.fixture
def fit_untraced(monkeypatch):
    """Let Keras trace no step of training; all else is traced, decoding too."""
    import keras

    monkeypatch.setattr(keras.Model, "run_eagerly", property(lambda _: True, lambda *_: None))


@pytest.fixture
def one_batch(monkeypatch):
    """Let runs of an app train on one batch of each epoch: how it learns is tested elsewhere."""
    from keras_seq.runs import training

    feed = training.feed
    monkeypatch.setattr(training, "feed", lambda batches: feed(batches).take(1))
