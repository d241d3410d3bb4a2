"""From files to batches: what all kinds of input share, and a folder for each kind.

Readers, splits, tokenizers and scalers need no Keras; it comes in with what makes batches:
`batching`, `pair_batches`, `streams`, `feeding` and `series.window_batches`.
"""
