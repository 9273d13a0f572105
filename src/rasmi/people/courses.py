"""Short courses with a quiz, as files of the policy pack."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from rasmi.core.language import Text


@dataclass(frozen=True)
class Lesson:
    key: str
    title: Text
    paragraphs: tuple[Text, ...]
    points: tuple[Text, ...]
    story: Text
    clauses: tuple[str, ...]
    notices: tuple[str, ...]  # levers that this lesson carries out by being shown


@dataclass(frozen=True)
class Question:
    key: str
    lesson: str
    text: Text
    options: tuple[Text, ...]
    right: int
    why: Text


@dataclass(frozen=True)
class Course:
    """A course; `drawn` questions of the bank make one attempt."""

    key: str
    edition: int
    title: Text
    lead: Text
    minutes: int
    pass_percent: int
    drawn: int
    months: int  # how long a pass is good for, where the policy sets no number
    is_for_all: bool  # else for those who speak
    lessons: tuple[Lesson, ...]
    questions: dict[str, Question]

    def lesson(self, key: str) -> Lesson | None:
        return next((each for each in self.lessons if each.key == key), None)

    def after(self, lesson: Lesson) -> Lesson | None:
        following = self.lessons[self.lessons.index(lesson) + 1 :]
        return following[0] if following else None


SPEAKING = "speaking-officially"  # the course that a delegation asks for


def speaking() -> Course:
    return load(_folder(), SPEAKING)


def catalogue() -> list[Course]:
    """Every course of the pack, the one that a delegation asks for first."""
    heads = (path for path in _folder().glob("*.yaml") if path.name.count(".") == 1)
    keys = sorted((path.stem for path in heads), key=lambda key: (key != SPEAKING, key))
    return [load(_folder(), key) for key in keys]


def find(key: str) -> Course | None:
    return next((each for each in catalogue() if each.key == key), None)


def _folder() -> Path:
    return Path(settings.POLICY_PACK) / "courses"


@lru_cache(maxsize=16)
def load(folder: Path, key: str) -> Course:
    """Read a course and its bank of questions."""
    head = yaml.safe_load((folder / f"{key}.yaml").read_text("utf-8"))
    bank = yaml.safe_load((folder / f"{key}.questions.yaml").read_text("utf-8"))
    questions = [_question(each) for each in bank["questions"]]
    return Course(
        key=head["course"],
        edition=head["edition"],
        title=_text(head["title"]),
        lead=_text(head["lead"]),
        minutes=head["minutes"],
        pass_percent=head["pass_percent"],
        drawn=head["drawn"],
        months=head.get("months", 12),
        is_for_all=head.get("is_for_all", False),
        lessons=tuple(_lesson(each) for each in head["lessons"]),
        questions={each.key: each for each in questions},
    )


def _text(value: Any) -> Text:
    return Text(value["ar"].strip(), value["en"].strip())


def _texts(values: Any) -> tuple[Text, ...]:
    return tuple(_text(each) for each in values)


def _lesson(value: Any) -> Lesson:
    return Lesson(
        key=value["key"],
        title=_text(value["title"]),
        paragraphs=_texts(value["paragraphs"]),
        points=_texts(value["points"]),
        story=_text(value["story"]),
        clauses=tuple(value["clauses"]),
        notices=tuple(value.get("notices", ())),
    )


def _question(value: Any) -> Question:
    return Question(
        key=value["key"],
        lesson=value["lesson"],
        text=_text(value["text"]),
        options=_texts(value["options"]),
        right=value["right"],
        why=_text(value["why"]),
    )
