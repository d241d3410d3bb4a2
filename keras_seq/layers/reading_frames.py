"""Reading frames of DNA: how long each of the six is open around a base."""

from __future__ import annotations

import math
from typing import Any

import keras

from keras_seq.layers import arguments

_A, _C, _G, _T = range(4)
_CHANCE = 64 / 3  # codons from stop to stop, where all bases are as frequent
_STOPS = ((_T, _A, _A), (_T, _A, _G), (_T, _G, _A))
_STOPS_ACROSS = ((_T, _T, _A), (_C, _T, _A), (_T, _C, _A))  # as they look from this strand


@keras.saving.register_keras_serializable(package="keras_seq")
class ReadingFrames(keras.layers.Layer):
    """Puts beside each base how long the codons around it go on without a stop.

    That is what an ORF finder looks at. A recurrence can learn to count so, from many genomes; of
    one, it is better told. There is nothing to train, and nothing beyond `3 * 2**doublings` bases
    matters, so that windows that overlap by as much say what the whole sequence says.

    Args:
        doublings: how far it looks to both sides: `2**doublings` codons.
        **kwargs: `name`, `dtype` and the like, as of any Keras layer.

    Call arguments:
        x: float `(batch, time, 4)`, shares of A, C, G and T; padding, behind, is zeros.

    Returns:
        Float `(batch, time, 10)`: the shares, then for the three frames of this strand, and the
        three of the other one, in which the base is the first, second or third of its codon (read
        on this strand), the logarithm of the codons from stop to stop: 0 for as many as chance
        leaves between, more for more. A stop belongs to what it ends.

    >>> import numpy as np
    >>> bases = np.eye(4, dtype="float32")[[3, 0, 0, 1, 1, 1, 3, 0, 0]]  # TAA CCC TAA
    >>> frames = keras.ops.convert_to_numpy(ReadingFrames(1)(bases[None]))[0, :, 4:]
    >>> frames.shape, float(frames[3, 0]) < float(frames[3, 3])  # as C, first of its codon
    ((9, 6), True)
    """

    def __init__(self, doublings: int = 7, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.doublings = arguments.count("doublings", doublings)
        self.supports_masking = True

    def call(self, x: Any) -> Any:
        """Count from stop to stop."""
        ops = keras.ops
        here, across = (self._found(x, stops) for stops in (_STOPS, _STOPS_ACROSS))
        # The codons up to the stop at whose side a gene ends, it included, and back to the other.
        open_here = self._next(here, 1) + self._shifted(self._next(here, -1), -3)
        open_across = self._next(across, -1) + self._shifted(self._next(across, 1), 3)
        frames = [
            ops.log(1 + self._shifted(codons, -place)) - math.log(1 + _CHANCE)
            for codons in (open_here, open_across)
            for place in range(3)
        ]
        return ops.concatenate([x, ops.cast(ops.stack(frames, axis=-1), x.dtype)], axis=-1)

    def _found(self, x: Any, stops: tuple[tuple[int, ...], ...]) -> Any:
        """Say where a stop begins for sure: bool `(batch, time)`."""
        ops = keras.ops
        sure = ops.greater(x, 0.99)
        bases = [ops.pad(sure[:, place:], ((0, 0), (0, place), (0, 0)), constant_values=False)
                 for place in range(3)]  # fmt: skip
        found = ops.zeros_like(sure[:, :, 0])
        for one, two, three in stops:
            codon = ops.logical_and(bases[0][:, :, one], bases[1][:, :, two])
            found = ops.logical_or(found, ops.logical_and(codon, bases[2][:, :, three]))
        return found

    def _next(self, found: Any, way: int) -> Any:
        """Count codons from each place to the next stop of its frame, 0 if it is one."""
        ops = keras.ops
        most = float(2**self.doublings)
        codons = ops.where(found, 0.0, most)
        for double in range(self.doublings):
            step = 2**double
            codons = ops.minimum(codons, self._shifted(codons, 3 * way * step) + step)
        return codons

    def _shifted(self, codons: Any, places: int) -> Any:
        """Take what stands so many places further on; beyond an end nothing is known."""
        ops = keras.ops
        most = float(2**self.doublings)
        if not places:
            return codons
        if places > 0:
            padded = ops.pad(codons, ((0, 0), (0, places)), constant_values=most)
            return padded[:, places:]
        padded = ops.pad(codons, ((0, 0), (-places, 0)), constant_values=most)
        return padded[:, :places]

    def compute_output_shape(self, x_shape: Any) -> tuple[int | None, ...]:
        """Add the six frames."""
        return (*x_shape[:-1], x_shape[-1] + 6)

    def get_config(self) -> dict[str, Any]:
        """Say what `__init__` was given."""
        return {**super().get_config(), "doublings": self.doublings}
