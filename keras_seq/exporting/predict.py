"""Answer with an exported model. It needs NumPy and the runtime of the format alone.

python predict.py "a text" "another"        where texts are labelled
python predict.py "The beginning" --tokens 200 --temperature 0.8    where texts are written
python predict.py --stream < steps.jsonl    where steps are labelled as they come
python predict.py inputs.npz outputs.npz    arrays by the names of inputs and outputs

In a program: `run = load(folder)`, then `run(tokens)`, or `texts(folder)(["a text"])`, or
`writer(folder)("The beginning")`, or `stream(folder)(steps)`.
"""

import argparse
import json
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parent
LETTER = r"[^\W\d_]"
Run = Callable[..., list[np.ndarray]]
FILES = {"saved_model": "saved_{}", "onnx": "{}.onnx", "litert": "{}.tflite"}


def described(folder: Path) -> dict[str, Any]:
    """Read what goes in and out."""
    return json.loads((Path(folder) / "model.json").read_text(encoding="utf-8"))


def load(folder: Path = HERE, name: str = "model") -> Run:
    """Load the model of a folder: a function from arrays, in their order, to a list of arrays.

    With the name "step": that of one step, from what comes in and states to what comes out and
    states; those before the first step stand in `start.npz`.
    """
    folder = Path(folder)
    about = described(folder)
    about = about if name == "model" else about[name]
    wanted = [one["name"] for one in about["inputs"]]
    paths = {form: folder / file.format(name) for form, file in FILES.items()}
    if paths["onnx"].is_file():
        import onnxruntime

        session = onnxruntime.InferenceSession(str(paths["onnx"]))
        names = _in_order([one.name for one in session.get_inputs()], wanted)
        return lambda *arrays: session.run(None, dict(zip(names, arrays, strict=True)))
    if paths["litert"].is_file():
        from ai_edge_litert.interpreter import Interpreter

        interpreter = Interpreter(str(paths["litert"]))
        signature = interpreter.get_signature_list()["serving_default"]
        names, outputs = _in_order(signature["inputs"], wanted), sorted(signature["outputs"])
        runner = interpreter.get_signature_runner("serving_default")

        def run_lite(*arrays: np.ndarray) -> list[np.ndarray]:
            answers = runner(**dict(zip(names, arrays, strict=True)))
            return [answers[name] for name in outputs]

        return run_lite
    import tensorflow as tf

    served = tf.saved_model.load(str(paths["saved_model"]))

    def run(*arrays: np.ndarray) -> list[np.ndarray]:
        answers = served.serve(list(map(tf.constant, arrays)))
        return [one.numpy() for one in (answers if isinstance(answers, list) else [answers])]

    return run


def _in_order(names: list[str], wanted: list[str]) -> list[str]:
    """Return the names of inputs in the order of the model, where the format kept them."""
    return wanted if set(names) == set(wanted) else names


class Tokenizer:
    """What a `tokenizer.json` says of texts: words, letters or pairs of bytes."""

    def __init__(self, path: Path) -> None:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
        self.decoder = (content["decoder"] or {}).get("type")
        self.steps = (content["normalizer"] or {}).get("normalizers", [])
        self.vocab = content["model"]["vocab"]
        self.knows = True  # any word of the last text
        pairs = content["model"].get("merges")
        self.merges = pairs and {tuple(pair): rank for rank, pair in enumerate(pairs)}
        splits = content["pre_tokenizer"]
        self.digits = any(one["type"] == "Digits" for one in splits.get("pretokenizers", []))
        if not self.merges:
            self.pattern = re.compile(splits["pattern"]["Regex"])

    def encode(self, text: str) -> list[int]:
        """Turn a text into token numbers."""
        for step in self.steps:
            if step["type"] == "NFC":
                text = unicodedata.normalize("NFC", text)
            elif step["type"] == "Lowercase":
                text = text.lower()
            elif step["type"] == "Prepend":
                text = step["prepend"] + text if text else text
            elif "Regex" in step["pattern"]:
                plain = step["content"].replace("\\", r"\\")
                text = re.sub(step["pattern"]["Regex"], plain, text)
            else:
                text = text.replace(step["pattern"]["String"], step["content"])
        if self.merges:
            pieces = re.findall(r"\d|\D+", text) if self.digits else [text]
            words = [word for piece in pieces for word in _words_of_bytes(piece)]
            return [self.vocab[token] for word in words for token in self._merged(word)] or [1]
        tokens = self.pattern.findall(text)
        words = [one for one in tokens if re.search(LETTER, one) and not re.search(r"\d", one)]
        self.knows = any(word in self.vocab for word in words) or not words
        return [self.vocab.get(token, 1) for token in tokens] or [1]

    def decode(self, tokens: Iterable[int]) -> str:
        """Turn token numbers into text."""
        if not hasattr(self, "names"):
            self.names = {number: token for token, number in self.vocab.items()}
        found = [self.names[int(token)] for token in tokens]
        if self.merges:
            bytes_of = {letter: byte for byte, letter in _letters().items()}
            content = bytes(bytes_of[letter] for letter in "".join(found))
            return content.decode(errors="replace")
        if self.decoder == "Fuse":
            return "".join(found)
        if self.decoder:  # words that keep their blanks
            return "".join(found).removeprefix(" ")
        text = re.sub(r" *\n *", "\n", f" {' '.join(found)}") if found else ""
        return re.sub(r" ([,.;:!?%)\]}\u2019])", r"\1", text)

    def _merged(self, word: str) -> list[str]:
        tokens = list(word)
        while len(tokens) > 1:
            ranks = [self.merges.get(pair, len(self.merges)) for pair in pairwise(tokens)]
            at = min(range(len(ranks)), key=ranks.__getitem__)
            if ranks[at] == len(self.merges):
                break
            tokens[at : at + 2] = [tokens[at] + tokens[at + 1]]
        return tokens


def _letters() -> dict[int, str]:
    """Name the letter that GPT-2 writes for each byte."""
    visible = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters = {byte: chr(byte) for byte in visible}
    others = [byte for byte in range(256) if byte not in letters]
    return letters | {byte: chr(256 + number) for number, byte in enumerate(others)}


def _words_of_bytes(text: str) -> Iterator[str]:
    """Cut a text as GPT-2 does, and write each byte as a letter."""
    letters = _letters()
    pattern = rf"'(?:s|t|re|ve|m|ll|d)| ?{LETTER}+| ?\d+| ?(?:[^\s\w]|_)+|\s+(?!\S)|\s+"
    for word in re.findall(pattern, text):
        yield "".join(letters[byte] for byte in word.encode())


def texts(folder: Path = HERE) -> Callable[[Iterable[str]], Iterator[dict[str, Any]]]:
    """Return a function from texts to answers, where the run labels texts."""
    folder = Path(folder)
    about = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    tokenizer, run = Tokenizer(folder / "tokenizer.json"), load(folder)

    def answers(given: Iterable[str]) -> Iterator[dict[str, Any]]:
        for text in given:
            tokens = tokenizer.encode(text)[: about["max_length"]]
            if about["steps"]:  # the format has fixed shapes
                tokens = tokens[: about["steps"]]
                tokens = tokens + [0] * (about["steps"] - len(tokens))
            logits = run(np.array([tokens], np.int32))[0][0].astype(np.float64)
            chances = np.exp(logits - logits.max())
            chances /= chances.sum()
            if not tokenizer.knows and about["shares"]:  # as in training, for want of a word
                chances = np.array(about["shares"])
            label = about["labels"][int(chances.argmax())]
            probabilities = dict(zip(about["labels"], map(float, chances), strict=True))
            yield {"text": text, "label": label, "score": float(chances.max()),
                   "probabilities": probabilities}  # fmt: skip

    return answers


def started(folder: Path) -> Callable[[int], list[np.ndarray]]:
    """Return a function from the number of a label, or 0, to the states before the first step."""
    names = [one["name"] for one in described(folder)["step"]["inputs"][1:]]
    with np.load(Path(folder) / "start.npz") as arrays:
        starts = [arrays[name] for name in names]
    return lambda row: [states[row : row + 1] for states in starts]


def writer(folder: Path = HERE) -> Callable[..., Iterator[str]]:
    """Return a function from the beginning of a text to its pieces, where the run writes texts."""
    folder = Path(folder)
    about = described(folder)["writing"]
    tokenizer, step, start = (
        Tokenizer(folder / "tokenizer.json"),
        load(folder, "step"),
        started(folder),
    )

    def write(
        prompt: str = "", label: str | None = None, tokens: int = 300, temperature: float = 0.8,
        top_k: int | None = None, seed: int = 0,
    ) -> Iterator[str]:  # fmt: skip
        if about["labels"] and label not in about["labels"]:
            raise ValueError(f"the label must be one of {', '.join(about['labels'])}")
        draw, written, done = np.random.default_rng(seed), [], 0
        states = start(about["labels"].index(label) if about["labels"] else 0)
        read = about["before"] + tokenizer.encode(prompt) if prompt else about["empty"]
        yield prompt
        for _ in range(tokens):
            for token in read:
                logits, *states = step(np.array([token], np.int32), *states)
            token = _chosen(logits[0].astype(np.float64), about["banned"], temperature, top_k, draw)
            if token == about["stop"]:
                break
            read = [token]
            written.append(token)
            text = tokenizer.decode(one for one in written if one != about["unwritten"])
            if not text.endswith("\ufffd"):  # a letter of several bytes comes whole
                yield text[done:]
                done = len(text)

    return write


def _chosen(
    logits: np.ndarray, banned: list[int], temperature: float, top_k: int | None,
    draw: np.random.Generator,
) -> int:  # fmt: skip
    logits[banned] = -np.inf
    if temperature == 0:
        return int(logits.argmax())
    if top_k and top_k < len(logits):
        logits[logits < np.partition(logits, -top_k)[-top_k]] = -np.inf
    chances = np.exp((logits - logits.max()) / temperature)
    return int(draw.choice(len(logits), p=chances / chances.sum()))


def stream(folder: Path = HERE) -> Callable[[Iterable[Any]], Iterator[dict[str, Any]]]:
    """Return a function from steps of features to their labels, as they come."""
    about = described(folder)["stream"]
    step, start = load(folder, "step"), started(folder)
    mean, deviation = np.array(about["mean"]), np.array(about["deviation"])

    def answers(steps: Iterable[Any]) -> Iterator[dict[str, Any]]:
        states = start(0)
        for features in steps:
            scaled = np.clip((np.asarray(features) - mean) / deviation, -1000, 1000)
            logits, *states = step(scaled[None].astype(np.float32), *states)
            chances = np.exp(logits[0] - logits[0].max())
            at = int(chances.argmax())
            yield {"label": about["labels"][at], "score": float(chances[at] / chances.sum())}

    return answers


def main(words: list[str]) -> None:
    """Answer what stands behind the name of this file on the command line."""
    about = described(HERE)
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    parser.add_argument("inputs", nargs="*")
    if about.get("stream"):
        parser.add_argument("--stream", action="store_true")
    elif about.get("writing"):
        parser.add_argument("--label", choices=about["writing"]["labels"] or None)
        for name, kind, value in (("tokens", int, 300), ("temperature", float, 0.8),
                                  ("top-k", int, None), ("seed", int, 0)):  # fmt: skip
            parser.add_argument(f"--{name}", type=kind, default=value)
    given = vars(parser.parse_args(words))
    words = given.pop("inputs")
    if len(words) == 2 and words[0].endswith(".npz"):
        with np.load(words[0]) as arrays:
            inputs = [arrays[one["name"]] for one in about["inputs"]]
        np.savez(words[1], **dict(zip(about["outputs"], load(HERE)(*inputs), strict=True)))
    elif given.pop("stream", False):
        for answer in stream(HERE)(map(json.loads, sys.stdin)):
            print(f"{answer['label']}\t{answer['score']:.4f}", flush=True)
    elif about.get("writing"):
        write = writer(HERE)
        for prompt in words or [""]:
            for piece in write(prompt, **given):
                print(piece, end="", flush=True)
            print()
    elif words and "labels" in about:
        for answer in texts(HERE)(words):
            print(f"{answer['label']}\t{answer['score']:.4f}\t{answer['text']}")
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
