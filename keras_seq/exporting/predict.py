"""Answer with an exported model. It needs NumPy and the runtime of the format alone.

python predict.py "a text" "another"        where texts are answered, see model.json
python predict.py inputs.npz outputs.npz    arrays by the names of inputs and outputs

In a program: `run = load(folder)`, then `run(tokens)`, or `texts(folder)(["a text"])`.
"""

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


def load(folder: Path = HERE) -> Run:
    """Load the model of a folder: a function from arrays, in their order, to a list of arrays."""
    folder = Path(folder)
    about = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    wanted = [one["name"] for one in about["inputs"]]
    if (folder / "model.onnx").is_file():
        import onnxruntime

        session = onnxruntime.InferenceSession(str(folder / "model.onnx"))
        names = _in_order([one.name for one in session.get_inputs()], wanted)
        return lambda *arrays: session.run(None, dict(zip(names, arrays, strict=True)))
    if (folder / "model.tflite").is_file():
        from ai_edge_litert.interpreter import Interpreter

        interpreter = Interpreter(str(folder / "model.tflite"))
        signature = interpreter.get_signature_list()["serving_default"]
        names, outputs = _in_order(signature["inputs"], wanted), sorted(signature["outputs"])
        runner = interpreter.get_signature_runner("serving_default")

        def run_lite(*arrays: np.ndarray) -> list[np.ndarray]:
            answers = runner(**dict(zip(names, arrays, strict=True)))
            return [answers[name] for name in outputs]

        return run_lite
    import tensorflow as tf

    served = tf.saved_model.load(str(folder / "saved_model"))

    def run(*arrays: np.ndarray) -> list[np.ndarray]:
        answers = served.serve(list(map(tf.constant, arrays)))
        return [one.numpy() for one in (answers if isinstance(answers, list) else [answers])]

    return run


def _in_order(names: list[str], wanted: list[str]) -> list[str]:
    """Return the names of inputs in the order of the model, where the format kept them."""
    return wanted if set(names) == set(wanted) else names


class Tokenizer:
    """The part of a `tokenizer.json` that takes texts apart: words, letters or pairs of bytes."""

    def __init__(self, path: Path) -> None:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
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

    def _merged(self, word: str) -> list[str]:
        tokens = list(word)
        while len(tokens) > 1:
            ranks = [self.merges.get(pair, len(self.merges)) for pair in pairwise(tokens)]
            at = min(range(len(ranks)), key=ranks.__getitem__)
            if ranks[at] == len(self.merges):
                break
            tokens[at : at + 2] = [tokens[at] + tokens[at + 1]]
        return tokens


def _words_of_bytes(text: str) -> Iterator[str]:
    """Cut a text as GPT-2 does, and write each byte as a letter."""
    visible = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters = {byte: chr(byte) for byte in visible}
    others = (byte for byte in range(256) if byte not in letters)
    letters |= {byte: chr(256 + number) for number, byte in enumerate(others)}
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


def main(words: list[str]) -> None:
    """Answer what stands behind the name of this file on the command line."""
    about = json.loads((HERE / "model.json").read_text(encoding="utf-8"))
    if len(words) == 2 and words[0].endswith(".npz"):
        with np.load(words[0]) as arrays:
            inputs = [arrays[one["name"]] for one in about["inputs"]]
        np.savez(words[1], **dict(zip(about["outputs"], load()(*inputs), strict=True)))
    elif words and "labels" in about:
        for answer in texts()(words):
            print(f"{answer['label']}\t{answer['score']:.4f}\t{answer['text']}")
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
