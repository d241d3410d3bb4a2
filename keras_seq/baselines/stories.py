"""Simple answers to questions about stories: the commonest one, or one of a likely sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

Words = Sequence[str]

# Words of English that say nothing of what a question is about.
_SAID = """a an and are at be been before by carry carrying did do does for from had has have he her
him his how in into is it its many most much no not of on or she that the their them there they this
to was were what when where which who whom whose why will with"""
_BARE = frozenset(_SAID.split())


def commonest_answer(
    answers: Sequence[str], stories: Sequence[Sequence[Words]], questions: Sequence[Words]
) -> list[str]:
    """Answer each question with the answer that training has most often; arguments as below."""
    commonest, _ = Counter(answers).most_common(1)[0]
    return [commonest] * len(questions)


def last_shared_sentence(
    answers: Sequence[str], stories: Sequence[Sequence[Words]], questions: Sequence[Words]
) -> list[str]:
    """Answer with the last sentence that shares a word with the question, and its last answer.

    That is its last word that is an answer somewhere in training and doesn't stand in the question;
    where there is none, the commonest answer. Words that stand in any question don't count as
    shared, in English.

    Args:
        answers: those of the training part.
        stories: the words of each sentence of the stories to be asked about, in lower case.
        questions: the words of the questions, in lower case.

    Returns:
        An answer for each question.

    >>> story = [["mary", "went", "to", "the", "hall"], ["tom", "is", "in", "the", "garden"]]
    >>> last_shared_sentence(["garden", "hall"], [story], [["where", "is", "mary"]])
    ['hall']
    """
    known = {answer.lower(): answer for answer in answers}
    usual = commonest_answer(answers, stories, questions)
    found = []
    for story, question, answer in zip(stories, questions, usual, strict=True):
        about = set(question) - _BARE
        for words in reversed(story):
            likely = [word for word in words if word in known and word not in question]
            if likely and not about.isdisjoint(words):
                answer = known[likely[-1]]
                break
        found.append(answer)
    return found
