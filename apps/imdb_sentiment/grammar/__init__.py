"""Words and sentences of the embedded sample."""
