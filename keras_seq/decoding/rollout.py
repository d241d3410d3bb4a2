"""Forecasts of many steps from a model of one step: each answer is fed back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras

from keras_seq.decoding.generation import Step, compiled


class Rollout:
    """Feeds a one-step model its own answers, in one compiled loop.

    Args:
        step: takes `[features, *states]` with features `(batch, values + known)`, gives
            `[answers, *states]`, such as `keras_seq.models.step_model` makes it.
        changes: whether an answer is the change to the next values, not the values.
    """

    def __init__(self, step: Step, *, changes: bool) -> None:
        self.step = step
        self.changes = changes
        self._loop = compiled(self._go)

    def __call__(self, answers: Any, states: Sequence[Any], values: Any, known: Any) -> Any:
        """Go on from the last step that was read.

        Args:
            answers: float `(batch, values)`, of the last step that was read.
            states: after it, `(batch, size)` each.
            values: float `(batch, values)`, of the same step.
            known: float `(batch, steps - 1, known)`, what stands beside the values of each step
                that is fed back; the last axis may be empty.

        Returns:
            float `(batch, steps, values)`.
        """
        ops = keras.ops
        return self._loop(*map(ops.convert_to_tensor, (answers, values, known, *states)))

    def _go(self, answers: Any, values: Any, known: Any, *states: Any) -> Any:
        ops = keras.ops

        def following(answers: Any, values: Any) -> Any:
            return values + answers if self.changes else answers

        # Not `ops.scan`, which on TensorFlow can give out no other things than it carries.
        def one(index: Any, found: Any, values: Any, *states: Any) -> tuple[Any, ...]:
            beside = ops.take(known, index, axis=1)
            answers, *after = self.step([ops.concatenate([values, beside], axis=-1), *states])
            values = following(answers, values)
            found = ops.slice_update(found, (index + 1, 0, 0), ops.expand_dims(values, 0))
            return (index + 1, found, values, *after)

        first = following(answers, values)
        steps = known.shape[1]
        found = ops.pad(ops.expand_dims(first, 0), ((0, steps), (0, 0), (0, 0)))
        if steps:
            _, found, *_ = ops.while_loop(
                lambda index, *_: index < steps, one, (0, found, first, *states)
            )
        return ops.transpose(found, (1, 0, 2))
