"""Numbers that data, layers and models have to agree on."""

#: What fills a float sequence up to the length of its batch. Tokens are padded with 0; a feature
#: can't be, since a vector of zeros is real data (silence, a black frame). This number is exact in
#: float16, bfloat16 and float32, and no scaled feature or pixel takes it.
PADDING_VALUE = -32768.0

#: Steps in a batch of sequences, padding counted. One long text among short ones would fill the
#: memory with padding; it gets a batch of its own.
MOST_STEPS = 1 << 18
