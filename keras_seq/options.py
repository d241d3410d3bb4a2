"""Groups of options that several apps share, each declared once.

The fields of a group are the arguments of what it configures: `**config.part(Bidirectional)` hands
them on. Groups of what reads files stand beside the readers, in `keras_seq.data`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from keras_seq.config import Options, option
from keras_seq.errors import InputError

CELLS = ("simple_rnn", "gru", "lstm")


@dataclass(frozen=True)
class DataOptions(Options):
    """Data, and how they are split."""

    data: str | None = option(
        None, "File, folder or tfds:NAME[/CONFIG]; omitted: the embedded sample."
    )
    data_dir: str | None = option(None, "Where tensorflow-datasets keeps its data.")
    seed: int = option(
        0, "Decides splits, initial weights, batch order and dropout.", minimum=0,
        below=2**32,
    )  # fmt: skip
    split_seed: int | None = option(
        None, "Decides splits, and samples, in place of --seed.", minimum=0, below=2**32
    )
    max_train_samples: int | None = option(
        None, "Train on so many examples only, drawn by seed.", minimum=1
    )
    validation_fraction: float = option(
        0.1, "Cut from the training part when no validation part is given.", above=0, below=1
    )
    test_fraction: float = option(
        0.1, "Cut from the training part when no test part is given.", above=0, below=1
    )


@dataclass(frozen=True)
class TrainingConfig(DataOptions):
    """Training."""

    seeds: int = option(
        1, "Train so many models on one split, by seeds from --seed on, and say how they differ.",
        minimum=1, maximum=1000,
    )  # fmt: skip
    epochs: int = option(10, "Passes over the training part, at most.", minimum=1)
    patience: int | None = option(
        None, "Stop after so many epochs without a better validation loss.", minimum=1
    )
    average_epochs: int = option(
        1, "Try the mean weights of so many last epochs, too; validation decides.", minimum=1
    )
    batch_size: int = option(32, "Sequences in a batch.", minimum=1)
    learning_rate: float = option(1e-3, "Peak learning rate of Adam.", above=0)
    schedule: str = option("cosine", "Learning rate over the run.", choices=("constant", "cosine"))
    warmup: float = option(
        0.1, "Share of the steps in which the rate rises from 0.", minimum=0, below=1
    )
    weight_decay: float = option(0.0, "Decoupled weight decay (AdamW).", minimum=0)
    clip_norm: float | None = option(1.0, "Largest norm of the whole gradient.", above=0)
    tensorboard: bool = option(False, "Write what TensorBoard shows into RUN/tensorboard.")
    keep_checkpoints: bool = option(False, "Keep each epoch's model, RUN/checkpoints/1.keras, ...")


@dataclass(frozen=True)
class Recurrent(Options):
    """Recurrent layers.

    Arguments of every factory.
    """

    cell: str = option("lstm", "Recurrent cell.", choices=CELLS)
    units: int = option(128, "Units of each recurrent layer and direction.", minimum=1)
    num_layers: int = option(1, "Recurrent layers.", minimum=1)
    dropout: float = option(0.0, "Share of features dropped.", minimum=0, below=1)
    recurrent_dropout: float = option(
        0.0, "Share of the state dropped; leaves the fast layers.", minimum=0, below=1
    )


@dataclass(frozen=True)
class Bidirectional(Recurrent):
    """Direction.

    An argument of the factories that read; what writes has none.
    """

    bidirectional: bool = option(False, "Read forwards and backwards.")


@dataclass(frozen=True)
class Attention(Options):
    """Attention; arguments of factories that write."""

    attention: str = option(
        "bahdanau", "How the decoder looks back.", choices=("bahdanau", "luong", "none")
    )
    attention_score: str = option(
        "general", "How luong compares.", choices=("dot", "general", "concat")
    )
    input_feeding: bool = option(False, "What attention found goes into the next step; for luong.")
    bridge: str = option(
        "state", "Where the vector of the whole source goes.", choices=("state", "every_step")
    )

    def __post_init__(self) -> None:
        """Refuse what doesn't go together."""
        if self.input_feeding and self.attention != "luong":
            raise InputError(f"--input-feeding is for --attention luong, not {self.attention}")

    def part(self, group: type) -> dict[str, Any]:
        """Return the options of one group; no attention is `"none"` here, None for a factory."""
        values = super().part(group)
        return {**values, "attention": None} if values.get("attention") == "none" else values


@dataclass(frozen=True)
class EncoderDecoder(Attention, Bidirectional):
    """Encoder and decoder; arguments of `encoder_decoder`."""

    embedding_dim: int = option(256, "Size of token vectors.", minimum=1)
    tie_embeddings: bool = option(True, "Score tokens by their vectors: fewer weights.")

    def __post_init__(self) -> None:
        """Refuse what doesn't go together."""
        super().__post_init__()
        if self.attention == "luong" and self.attention_score == "dot" and self.bidirectional:
            raise InputError("--attention-score dot compares vectors of one size: add "
                             "--no-bidirectional, or take general")  # fmt: skip


@dataclass(frozen=True)
class Copying(EncoderDecoder):
    """Copying.

    Arguments of `encoder_decoder`, as are those of `EncoderDecoder`.
    """

    copy: bool = option(False, "Words may be copied from what is read, unknown ones too.")
    coverage: bool = option(False, "Attention is told where it looked; against repetitions.")

    def __post_init__(self) -> None:
        """Refuse what doesn't go together."""
        super().__post_init__()
        if self.copy and self.attention == "none":
            raise InputError("--copy copies from where attention looks: leave --attention none out")
        additive = self.attention == "bahdanau" or (
            self.attention == "luong" and self.attention_score == "concat"
        )
        if self.coverage and not additive:
            raise InputError("--coverage is for --attention bahdanau, or luong with "
                             "--attention-score concat")  # fmt: skip
        if self.coverage and not self.copy:
            raise InputError("--coverage is for --copy")


@dataclass(frozen=True)
class Tokens(Options):
    """Tokens.

    Arguments of `Tokenizer.train`, as are those of `RareTokens`.
    """

    level: str = option("word", "What a token is.", choices=("word", "char", "bpe"))
    vocab_size: int = option(20_000, "Most tokens in the vocabulary.", minimum=3, maximum=2**31 - 1)
    lowercase: bool = option(False, "Fold upper case.")


@dataclass(frozen=True)
class RareTokens(Tokens):
    """Rare tokens."""

    min_frequency: int = option(1, "Rarer tokens count as unknown.", minimum=1, maximum=2**31 - 1)


@dataclass(frozen=True)
class StartFrom(Options):
    """What training starts from.

    Of apps that read tokens; `keras_seq.runs.start` hands over.
    """

    start_from: str | None = option(
        None, "A finished run of text_generation: begin with its vocabulary and layers."
    )


@dataclass(frozen=True)
class PredictOptions(Options):
    """Prediction.

    An app with more wishes inherits it.
    """

    at_once: int = option(
        1024, "Inputs answered together; 1: each as soon as it comes.", minimum=1, maximum=1_000_000
    )
