"""Simple answers to questions about stories: the commonest one, or one of a likely sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from keras_seq.data.text.story_files import Asked
from keras_seq.data.text.story_words import words_of

# Words of English that say nothing of what a question is about.
_SAID = """a an and are at be been before by carry carrying did do does for from had has have he her
him his how in into is it its many most much no not of on or she that the their them there they this
to was were what when where which who whom whose why will with"""
_BARE = frozenset(_SAID.split())


def commonest_answer(train: Sequence[Asked], test: Sequence[Asked]) -> list[str]:
    """Answer each question with the answer that training has most often."""
    commonest, _ = Counter(record.answer for record in train).most_common(1)[0]
    return [commonest] * len(test)


def last_shared_sentence(train: Sequence[Asked], test: Sequence[Asked]) -> list[str]:
    """Answer with the last sentence that shares a word with the question, and its last answer.

    That is its last word that is an answer somewhere in training and doesn't stand in the question;
    where there is none, the commonest answer. Words that stand in any question don't count as
    shared, in English.

    >>> train = [Asked((), "", "garden", ""), Asked((), "", "hall", "")]
    >>> story = ("Mary went to the hall.", "Tom went to the garden.")
    >>> last_shared_sentence(train, [Asked(story, "Where is Mary?", "hall", "")])
    ['hall']
    """
    answers = {record.answer.lower(): record.answer for record in train}
    (usual,) = commonest_answer(train, [train[0]])
    found = []
    for record in test:
        asked = {word.lower() for word in words_of(record.question)}
        answer = usual
        for sentence in reversed(record.story):
            words = [word.lower() for word in words_of(sentence)]
            if (asked - _BARE).isdisjoint(words):
                continue
            likely = [word for word in words if word in answers and word not in asked]
            if likely:
                answer = answers[likely[-1]]
                break
        found.append(answer)
    return found
