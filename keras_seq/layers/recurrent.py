"""Recurrent layers, one upon another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import keras

from keras_seq.layers import arguments
from keras_seq.layers.fast import GRU, LSTM
from keras_seq.layers.zero_state import ZeroState

#: A name, or a function from units to a Keras cell.
Cell: TypeAlias = str | Callable[[int], Any]

_LAYERS = {
    "simple_rnn": keras.layers.SimpleRNN,
    "gru": GRU,
    "lstm": LSTM,
}

_CELLS = {
    "simple_rnn": keras.layers.SimpleRNNCell,
    "gru": keras.layers.GRUCell,
    "lstm": keras.layers.LSTMCell,
}


def recurrent_stack(
    x: Any,
    *,
    cell: Cell = "lstm",
    units: int = 128,
    num_layers: int = 1,
    bidirectional: bool = False,
    dropout: float = 0.0,
    recurrent_dropout: float = 0.0,
    return_sequences: bool = True,
    initial_states: Sequence[Sequence[Any]] | None = None,
    prefix: str = "recurrent",
    first: int = 1,
) -> Any:
    """Put recurrent layers one upon another, on a Keras tensor.

    Layer i is named `recurrent_i`, counted from 1, or as `prefix` and `first` say. Dropout stands
    before each layer and drops the same features at all steps of a sequence (Gal and Ghahramani,
    2016, "A Theoretically Grounded Application of Dropout in Recurrent Neural Networks").

    Args:
        x: Keras tensor `(batch, time, features)`; its mask is respected.
        cell: `"simple_rnn"` (Elman, 1990), `"gru"` (Cho et al., 2014), `"lstm"` (Hochreiter and
            Schmidhuber, 1997), or a function from units to a Keras cell, such as
            `keras.layers.LSTMCell`. The first state of a cell of your own must be its output.
        units: units of each layer and direction.
        num_layers: how many layers.
        bidirectional: read backwards too, and put both outputs side by side (Schuster and
            Paliwal, 1997).
        dropout: share of each layer's input features dropped in training.
        recurrent_dropout: share of the state dropped in training, the same at all steps. Leaves
            the fast cuDNN kernel on a GPU.
        return_sequences: whether the last layer gives its output at every step or at the last
            valid one.
        initial_states: for each layer the list of its states, `(batch, size)` each; see
            `zero_states`. The layers return their last states then, where
            `keras_seq.models.step_model` finds them. Not for bidirectional layers.
        prefix: what the names of the layers begin with.
        first: the number of the first layer.

    Returns:
        Keras tensor `(batch, time, outputs)`, or `(batch, outputs)` without `return_sequences`;
        `outputs` is units, twice that if bidirectional.

    Raises:
        ValueError: if an argument is none of what it may be.

    >>> x = keras.Input((None, 3))
    >>> recurrent_stack(x, cell="gru", units=8, num_layers=2, bidirectional=True).shape
    (None, None, 16)
    """
    _check_cell(cell, recurrent_dropout)
    units = arguments.count("units", units)
    num_layers = arguments.count("num_layers", num_layers)
    dropout = arguments.rate("dropout", dropout)
    recurrent_dropout = arguments.rate("recurrent_dropout", recurrent_dropout)
    if bidirectional and initial_states is not None:
        raise ValueError("initial_states can't be given to bidirectional layers")

    for index in range(num_layers):
        name = f"{prefix}_{first + index}"
        before = "dropout" if prefix == "recurrent" else f"{prefix}_dropout"
        layer = recurrent_layer(
            cell,
            units,
            recurrent_dropout=recurrent_dropout,
            return_sequences=return_sequences or index + 1 < num_layers,
            return_state=initial_states is not None,
            name=name,
        )
        if dropout:
            # Not the layer's own `dropout`: inside Bidirectional that leaves JAX's fused kernel.
            x = keras.layers.SpatialDropout1D(dropout, name=f"{before}_{first + index}")(x)
        if bidirectional:
            x = keras.layers.Bidirectional(layer, name=name)(x)
        elif initial_states is not None:
            x, *_ = layer(x, initial_state=list(initial_states[index]))
        else:
            x = layer(x)
    return x


def recurrent_layer(
    cell: Cell,
    units: int,
    *,
    recurrent_dropout: float = 0.0,
    return_sequences: bool = False,
    return_state: bool = False,
    name: str | None = None,
) -> keras.layers.RNN:
    """Make one recurrent layer.

    Args:
        cell: as in `recurrent_stack`, like the others.
        units: the same.
        recurrent_dropout: the same.
        return_sequences: whether there is an output at every step.
        return_state: whether the last states come beside it.
        name: the layer's name.

    Returns:
        The layer.

    Raises:
        ValueError: if `cell` isn't known.
    """
    _check_cell(cell, recurrent_dropout)
    settings = {"return_sequences": return_sequences, "return_state": return_state, "name": name}
    if callable(cell):
        return keras.layers.RNN(cell(units), **settings)
    return _LAYERS[cell](units, recurrent_dropout=recurrent_dropout, **settings)


def recurrent_cell(cell: Cell, units: int) -> Any:
    """Make the cell of one recurrent layer.

    Args:
        cell: as in `recurrent_stack`.
        units: the same.

    Returns:
        A Keras cell.

    Raises:
        ValueError: if `cell` isn't known.
    """
    _check_cell(cell)
    return cell(units) if callable(cell) else _CELLS[cell](units)


def state_sizes(cell: Cell, units: int) -> list[int]:
    """Give the size of each state of a recurrent layer.

    Args:
        cell: as in `recurrent_stack`.
        units: units of the layer.

    Returns:
        A size for each state; the first is that of the output.

    Raises:
        ValueError: if `cell` isn't known, or its states are nested.

    >>> state_sizes("lstm", 8)
    [8, 8]
    """
    _check_cell(cell)
    units = arguments.count("units", units)
    if not callable(cell):
        return [units] * (2 if cell == "lstm" else 1)
    sizes = cell(units).state_size
    sizes = [sizes] if isinstance(sizes, int) else list(sizes)
    if not all(isinstance(size, int) for size in sizes):
        raise ValueError(
            f"cell must have a flat list of state sizes here, got {sizes!r}: "
            "give the cell of one layer, and the number of layers as num_layers"
        )
    return sizes


def zero_states(x: Any, *, cell: Cell, units: int, num_layers: int) -> list[list[Any]]:
    """Make the states from which a recurrent stack starts, all zeros.

    Args:
        x: Keras tensor `(batch, ...)`, for its batch size.
        cell: as in `recurrent_stack`.
        units: units of each layer.
        num_layers: how many layers.

    Returns:
        For each layer the list of its states, Keras tensors `(batch, size)`.

    Raises:
        ValueError: if an argument is none of what it may be.
    """
    sizes = state_sizes(cell, units)
    num_layers = arguments.count("num_layers", num_layers)
    return [ZeroState(sizes, name=f"state_{index + 1}")(x) for index in range(num_layers)]


def _check_cell(cell: Cell, recurrent_dropout: float = 0.0) -> None:
    if callable(cell):
        if recurrent_dropout:
            raise ValueError(
                f"recurrent_dropout={recurrent_dropout!r} can't reach into a cell of your own: "
                "leave it 0 and set it in the function that you give as `cell`"
            )
    elif cell not in _LAYERS:
        known = ", ".join(repr(name) for name in _LAYERS)
        raise ValueError(
            f"cell must be one of {known}, or a function from units to a Keras cell, got {cell!r}"
        )
