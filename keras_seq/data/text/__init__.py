"""Texts: tokenizers, and readers of labelled texts, tagged words, pairs and running text."""

from keras_seq.data.text.corpus import Passage, RunningText
from keras_seq.data.text.labelled import LabelledText, LabelledTexts
from keras_seq.data.text.ngram_counts import NGramWeights, count_ngrams
from keras_seq.data.text.pairs import Pair, PairFiles
from keras_seq.data.text.tagged import TaggedTexts, TaggedWords
from keras_seq.data.text.tokenizer import PAD, UNK, Tokenizer
from keras_seq.data.text.word_forms import WordForms
from keras_seq.data.text.word_vectors import WordVectors, count_vectors, read_vectors

__all__ = [
    "PAD",
    "UNK",
    "LabelledText",
    "LabelledTexts",
    "NGramWeights",
    "Pair",
    "PairFiles",
    "Passage",
    "RunningText",
    "TaggedTexts",
    "TaggedWords",
    "Tokenizer",
    "WordForms",
    "WordVectors",
    "count_ngrams",
    "count_vectors",
    "read_vectors",
]
