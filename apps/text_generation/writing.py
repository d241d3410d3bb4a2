"""From prompts to tokens, and from tokens back to text."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq import InputError
from keras_seq.data.labels import Labels
from keras_seq.data.text.tokenizer import UNK, Tokenizer
from keras_seq.progress import say

if TYPE_CHECKING:
    import keras

    from keras_seq.models import Writer

    from .app import PredictOptions

END = "<end>"  # before the first and behind the last token of each document


def label_number(labels: Labels, label: str | None) -> int | None:
    """Return the number of the label that is asked for; None for a model without labels.

    Raises:
        InputError: if one is needed, or unknown, or there are none.
    """
    if labels.names:
        if label is None:
            raise InputError(f"--label is needed; training saw {labels}")
        return int(labels.encode([label])[0])
    if label is not None:
        raise InputError("--label is for models trained with --label-column")
    return None


def write_texts(
    model: keras.Model,
    tokenizer: Tokenizer,
    documents: bool,
    about: int | None,
    options: PredictOptions,
    prompts: Sequence[str | None],
) -> list[list[str]]:
    """Go on from prompts; return the texts of each, the prompt before them."""
    from keras_seq.decoding import Beams

    writer = writer_of(model)
    tokens = [prompt_tokens(tokenizer, documents, prompt) for prompt in prompts]
    contexts = None if about is None else np.full(len(prompts), about, np.int32)
    found: Sequence[Sequence[np.ndarray]]
    if options.num_beams:
        best = writer.search(
            tokens, contexts,
            max_new_tokens=options.max_new_tokens,
            beams=Beams(options.num_beams),
            num_return_sequences=options.num_return_sequences,
            stop_token=tokenizer.number(END) if documents else None,
        )  # fmt: skip
        found = [[one.tokens for one in row] for row in best]
    else:
        found = writer(
            tokens, contexts,
            num_return_sequences=options.num_return_sequences,
            **drawing(tokenizer, documents, options),
        )  # fmt: skip
    return [
        [(prompt or "") + written(tokenizer, one) for one in row]
        for prompt, row in zip(prompts, found, strict=True)
    ]


def stream_text(
    model: keras.Model,
    tokenizer: Tokenizer,
    documents: bool,
    about: int | None,
    options: PredictOptions,
    prompt: str | None,
) -> Iterator[str]:
    """Go on from a prompt; give the prompt, and then what is written as it comes."""
    yield prompt or ""
    tokens = prompt_tokens(tokenizer, documents, prompt)
    context = None if about is None else np.int32(about)
    wishes = drawing(tokenizer, documents, options)
    yield from growing(tokenizer, writer_of(model).stream(tokens, context, **wishes))


def drawing(tokenizer: Tokenizer, documents: bool, options: PredictOptions) -> dict[str, Any]:
    """Say how texts are drawn."""
    from keras_seq.decoding import Sampling

    return {
        "max_new_tokens": options.max_new_tokens,
        "sampling": Sampling(options.temperature, options.top_k, options.top_p, options.min_p,
                             options.repetition_penalty),
        "stop_tokens": [tokenizer.number(END)] if documents else [],
        "seed": options.seed,
    }  # fmt: skip


@functools.lru_cache(maxsize=1)
def writer_of(model: keras.Model) -> Writer:
    """Make the writer once for each model: it keeps what was compiled."""
    from keras_seq.models import Writer

    return Writer(model, banned_tokens=(0, 1))  # neither padding nor <unk>


def prompt_tokens(tokenizer: Tokenizer, documents: bool, prompt: str | None) -> np.ndarray:
    """Turn a prompt into tokens; none is the start of a document, or of a line."""
    tokens = tokenizer.encode([prompt])[0] if prompt else np.zeros(0, np.int32)
    if (tokens == 1).any():
        say_once(f"the prompt {prompt!r} holds what training never showed; read as {UNK}")
    if documents or not len(tokens):
        line = tokenizer.encode(["\n"])[0]
        end = np.array([tokenizer.number(END)], np.int32)
        tokens = np.concatenate([end if documents or (line == 1).any() else line, tokens])
    return tokens


@functools.lru_cache
def say_once(message: str) -> None:
    """Say something on stderr, unless it was said before."""
    say(message)


def written(tokenizer: Tokenizer, tokens: Sequence[int] | np.ndarray) -> str:
    """Turn tokens into text, `<end>` left out."""
    text = tokenizer.decode([one for one in tokens if one != tokenizer.number(END)])
    if tokenizer.level != "word":
        return text
    # Words come with blanks between them: put line ends and stops where they belong.
    text = re.sub(r" *\n *", "\n", f" {text}")
    return re.sub(r" ([,.;:!?%)\]}\u2019])", r"\1", text)


def growing(tokenizer: Tokenizer, pieces: Iterable[np.ndarray]) -> Iterator[str]:
    """Turn pieces of tokens into pieces of text; a letter of several bytes comes whole."""
    tokens: list[int] = []
    done = 0
    for piece in pieces:
        tokens += piece.tolist()
        text = written(tokenizer, tokens)
        if not text.endswith("\ufffd"):
            yield text[done:]
            done = len(text)
