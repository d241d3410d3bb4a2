"""Forged run folders: some fifty ways in which what somebody sends can be wrong, or meant badly.

python tests/forged.py      trains two tiny runs, and prints what `predict` says to each forgery
"""

import io
import json
import os
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import yaml

SMALL = {"epochs": 1, "max_train_samples": 100, "units": 4, "embedding_dim": 4,
         "cell": "simple_rnn", "bidirectional": False}  # fmt: skip
TEXT = "the film was really brilliant ."
KEPT = ("config.yaml", "manifest.json", "metrics.json", "model.keras", "preprocessing")


def cases(run, other, room):
    """Yield (what is wrong, the forged folder), the names of folders relative to `room`.

    Code that is run anywhere leaves a file `room/RAN`.

    Args:
        run: the folder of a finished run of imdb_sentiment, trained with `SMALL`.
        other: another one of the same sizes.
        room: an empty folder.
    """
    count = 0
    evil = f"open({str(Path(room) / 'RAN')!r}, 'w').close()\n"

    def copy(manifest=True):
        nonlocal count
        count += 1
        folder = Path(room) / f"{count:03}"
        folder.mkdir()
        for name in KEPT:
            source = Path(run) / name
            (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
        if not manifest:  # as of an earlier version
            (folder / "manifest.json").unlink()
        return folder

    def labels(folder, change):
        path = folder / "preprocessing" / "labels.json"
        path.write_text(json.dumps(change(list(json.loads(path.read_text())))))
        return folder

    def part(name, content, manifest=True):
        folder = copy(manifest)
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    def described(**changes):
        folder = copy(manifest=False)
        content = yaml.safe_load((folder / "config.yaml").read_text())
        (folder / "config.yaml").write_text(yaml.safe_dump({**content, **changes}))
        return folder

    # Parts of a run exchanged or changed, which the manifest tells.
    yield "labels in another order", labels(copy(), lambda names: names[::-1])
    yield "other labels", labels(copy(), lambda names: [name.upper() for name in names])
    yield "a label more", labels(copy(), lambda names: [*names, "other"])
    yield "a label less", labels(copy(), lambda names: names[:1])
    path = "preprocessing/tokenizer.json"
    yield "another run's vocabulary", part(path, (Path(other) / path).read_bytes())
    content = json.loads((Path(run) / path).read_text())
    vocabulary = content["model"]["vocab"]
    words = list(vocabulary)
    content["model"]["vocab"] = dict(zip(words[-1:] + words[:-1], vocabulary.values(), strict=True))
    yield "a vocabulary in another order", part(path, json.dumps(content))
    yield "another run's model", part("model.keras", (Path(other) / "model.keras").read_bytes())
    whole = (Path(run) / "config.yaml").read_bytes()
    lines = whole.splitlines(keepends=True)
    yield "config.yaml cut in half", part("config.yaml", b"".join(lines[: len(lines) // 2]))
    yield "an option changed", part("config.yaml", whole.replace(b"case: true", b"case: false"))
    for content in ("{", "[]", "null", '{"config.yaml": 7}', "[" * 100_000):
        yield f"a manifest {content[:9]}", part("manifest.json", content)

    # Of folders of earlier versions, which have no manifest, what doesn't fit is told.
    yield "a label more", labels(copy(False), lambda names: [*names, "other"])
    yield "a label less", labels(copy(False), lambda names: names[:1])
    yield "a label twice", labels(copy(False), lambda names: names[:1] * 2)
    for content in ("7", "{}", "[1, 2]", "[NaN]", "", "\xff", "[" * 100_000, "1" * 5000):
        yield (
            f"labels {content[:7]!r}",
            part("preprocessing/labels.json", content.encode("latin-1"), manifest=False),
        )
    content = json.loads((Path(run) / path).read_text())
    longer = {**content["model"]["vocab"], "unheardof": len(words)}
    content["model"]["vocab"] = longer
    yield "a word more", part(path, json.dumps(content), manifest=False)

    options = yaml.safe_load((Path(run) / "config.yaml").read_text())["options"]
    for option in ("units", "num_layers"):
        yield f"{option} of a thousand million", described(options={**options, option: 10**9})

    yield from models(run, part, evil)

    # config.yaml
    levels = "".join(f", &{name} [{f'*{before}, ' * 10}]" for before, name in zip("abcdefgh",
                     "bcdefghi", strict=True))  # fmt: skip
    for wrong in (
        f"epochs: [&a [x, x]{levels}]",
        "epochs: " + "[" * 3000,
        "seed: " + "9" * 5000,
        "seed: " + "9" * 400,
        "epochs: !!int x",
        "epochs: !!float x",
        "epochs: !!bool x",
        "epochs: !!timestamp x",
        "seed: 2024-99-99",
        "epochs: 3 # \x07",
        "epochs: \0",
        'data: "a\\0b"',
        f"epochs: !!python/object/apply:exec [{json.dumps(evil)}]",
        "<<: [1, 2]",
        "x" * 300_000,
    ):
        content = f"app: imdb_sentiment\noptions:\n  {wrong}\n"
        yield f"config.yaml with {wrong[:40]!r}", part("config.yaml", content, manifest=False)

    # An app that is code of the sender's.
    source = Path(__file__).resolve().parents[1] / "apps" / "imdb_sentiment"
    package = Path(room) / "evil"
    shutil.copytree(source, package, ignore=shutil.ignore_patterns("__pycache__"))
    (package / "__init__.py").write_text(evil)
    (Path(room) / "link").symlink_to("evil")
    shutil.copytree(package, Path(room) / "imdb_sentiment")
    for app in (
        str(package),
        "./evil",
        "evil",
        "evil/",
        "./link",
        str(Path(room) / "link"),
        "/proc/self/cwd/evil",
        "evil/../evil",
        "./imdb_sentiment",
        "../" + Path(room).name + "/evil",
        "evil\0",
        "x" * 5000,
        "../imdb_sentiment",
        "\x1b]0;title\x07",
    ):
        yield f"app: {app[:40]!r}", described(app=app)
    folder = described(app=".")
    for name in ("__init__.py", "app.py"):
        (folder / name).write_text(evil)
    yield "code in the folder itself", folder


def models(run, part, evil):
    """Yield forged models, each in a folder without a manifest."""
    import h5py
    import keras

    name = "model.keras"
    with zipfile.ZipFile(Path(run) / name) as parts:
        members = {member: parts.read(member) for member in parts.namelist()}

    def packed(changes, pack=zipfile.ZIP_STORED):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", pack) as parts:
            for member, content in {**members, **changes}.items():
                parts.writestr(member, content)
        return part(name, buffer.getvalue(), manifest=False)

    def weights(change):
        buffer = io.BytesIO(members["model.weights.h5"])
        with h5py.File(buffer, "r+") as file:
            names = []
            file.visititems(lambda at, item: names.append(at) if hasattr(item, "shape") else None)
            change(file, names[0])
        return packed({"model.weights.h5": buffer.getvalue()})

    def saved(model):
        folder = part(name, b"", manifest=False)
        model.save(folder / name)
        return folder

    def hollow(file, at, **how):
        del file[at]
        file.create_dataset(at, **how)

    def nan(file, at):
        file[at][...] = np.nan

    yield "weights that are NaN", weights(nan)
    yield (
        "weights of 3 TB, not one of them there",
        weights(lambda file, at: hollow(file, at, shape=(1 << 20, 1 << 20), dtype="f4",
                                        chunks=(1 << 10, 1 << 10))),
    )  # fmt: skip
    yield (
        "zeros of 200 MB in a few kilobytes",
        weights(lambda file, at: hollow(file, at, data=np.zeros((50, 1 << 20), "f4"),
                                        chunks=(1, 1 << 20), compression="gzip")),
    )  # fmt: skip
    zeros = {"model.weights.h5": bytes(200 << 20)}
    yield "a zip file that grows a thousand times", packed(zeros, zipfile.ZIP_DEFLATED)
    yield "half a model", part(name, (Path(run) / name).read_bytes()[:500], manifest=False)
    yield "no model at all", part(name, b"PK\x03\x04 junk", manifest=False)
    inputs = keras.Input((None,), dtype="int32")
    lamb = keras.layers.Lambda(lambda x: x, output_shape=(None,))(inputs)
    yield "a model with a lambda", saved(keras.Model(inputs, lamb))
    x = keras.layers.Embedding(9, 4, mask_zero=True)(inputs)
    yield "another app's model", saved(keras.Model(inputs, keras.layers.LSTM(7)(x)))
    plain = keras.Input((3,))
    yield "a model of features", saved(keras.Model(plain, keras.layers.Dense(2)(plain)))
    content = json.loads(members["config.json"])
    for module, function, arguments in (
        ("builtins", "exec", {"source": evil}),
        ("os", "system", {"command": "touch RAN"}),
        ("subprocess", "Popen", {"args": ["touch", "RAN"]}),
        ("keras.utils", "get_file", {"origin": "file:///etc/passwd", "fname": "RAN"}),
    ):
        forged = {**content, "module": module, "class_name": function, "config": arguments}
        yield f"a model that is {module}.{function}", packed({"config.json": json.dumps(forged)})
    for size in ("units", "input_dim", "output_dim"):
        forged = resized(content, size, 10**9)
        yield f"{size} of a thousand million", packed({"config.json": json.dumps(forged)})
    deep = '{"config": ' * 5000 + "1" + "}" * 5000
    yield "a model nested too deeply", packed({"config.json": deep})
    yield "a file that leads out of the folder", packed({"../../RAN": "x", "../RAN": "x"})


def resized(content, name, size):
    """Give each layer of a model's `config.json` that has a size of this name another one."""
    if isinstance(content, list):
        return [resized(one, name, size) for one in content]
    if not isinstance(content, dict):
        return content
    return {key: size if key == name and isinstance(value, int) else resized(value, name, size)
            for key, value in content.items()}  # fmt: skip


def main():
    import subprocess

    import keras_seq

    with tempfile.TemporaryDirectory() as room:
        room = Path(room)
        runs = [
            keras_seq.run("imdb_sentiment", {**SMALL, "seed": seed}, room / f"run_{seed}").path
            for seed in (0, 1)
        ]
        forged = room / "forged"
        forged.mkdir()
        for number, (wrong, folder) in enumerate(cases(*runs, forged), start=1):
            command = [sys.executable, "-m", "keras_seq", "predict", folder.name, TEXT]
            done = subprocess.run(command, capture_output=True, text=True, cwd=forged,
                                  env={**os.environ, "PYTHONPATH": os.getcwd()})  # fmt: skip
            said = (done.stdout + done.stderr).replace(str(room), "")
            print(f"{number:3} {done.returncode} {wrong}: {said}", end="")
            assert not list(room.rglob("RAN"))


if __name__ == "__main__":
    main()
