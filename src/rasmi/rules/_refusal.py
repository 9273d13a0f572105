from django.db.models import Model

from rasmi.rules._levers import Lever


class Refusal(Exception):
    """
    The rules say no. The edge shows the sentence and keeps the refusal as evidence.

    :param lever: the gate that refused
    :param sentence: what cannot be done and why, translated, for the person who asked
    :param remedy: what to do instead, translated
    :param target: the row that it was about, where there is one
    """

    def __init__(
        self,
        lever: Lever,
        sentence: str,
        *,
        remedy: str = "",
        target: Model | None = None,
    ) -> None:
        super().__init__(sentence)
        self.lever = lever
        self.sentence = sentence
        self.remedy = remedy
        self.target = target
