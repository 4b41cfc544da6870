"""Questions: which are the same, and which are not."""

from python_engines.clients.questions import Question
from python_engines.clients.records import SimilarAnswer


def question(name: str) -> Question[SimilarAnswer]:
    return Question.of("p", "m", SimilarAnswer, artist=name)


def test_names_that_sql_keeps_apart_are_two_questions_and_others_one() -> None:
    apart = ["Weiß", "Weiss", "Björk", "Bjork"]
    assert len({question(name).arguments for name in apart}) == len(apart)
    for one, other in (("Guns N' Roses", "Guns N’ Roses"), ("Jay-Z", "JAY‐Z"), ("A  B", "a b")):
        assert question(one) != question(other)
        assert question(one).arguments == question(other).arguments
