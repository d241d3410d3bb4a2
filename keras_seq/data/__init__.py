"""From files to batches: tables, texts, tokenizers, splits, padding, batching, tfds.

TensorFlow and Keras come in with `batching` alone.
"""
