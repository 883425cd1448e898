"""Chance that repeats: named streams of draws that give the same office on every machine and Python version."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Draws:
    """One stream; built on ``random()`` alone, the one method whose sequence Python promises to keep."""

    def __init__(self, seed: int, stream: str) -> None:
        self._random = Random(f"{seed}/{stream}")

    def share(self) -> float:
        """A number from 0 up to, not including, 1."""
        return self._random.random()

    def chance(self, probability: float) -> bool:
        return self._random.random() < probability

    def between(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self._random.random() * (high - low + 1))

    def one_of(self, choices: Sequence[T]) -> T:
        return choices[int(self._random.random() * len(choices))]

    def weighted(self, weights: Mapping[T, float]) -> T:
        point = self._random.random() * sum(weights.values())
        for choice, weight in weights.items():
            point -= weight
            if point < 0:
                return choice
        return choice

    def some(self, choices: Sequence[T], count: int) -> list[T]:
        """``count`` different ones, in the order they stand in."""
        ranked = sorted(range(len(choices)), key=lambda _: self._random.random())
        return [choices[index] for index in sorted(ranked[:count])]

    def day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.between(0, (last - first).days))
