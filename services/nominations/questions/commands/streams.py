"""Files of any length, read and written piece by piece: a JSON array, JSON Lines, or objects that go over several lines.

Memory stays that of a few pieces.
"""

import json
from collections.abc import Iterator
from typing import IO

LONGEST_QUESTION = 2**20
"""Characters; what is longer is no question, and would make memory grow with the file."""

PIECE = 2**18
BLANK = " \t\r\n"
DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
"""Finds where a value ends. Numbers stay text: one of thousands of digits cannot be made a number, and need not be."""
BYTE_ORDER_MARK = "\ufeff"


class NoQuestions(ValueError):
    """The file is neither an array nor lines of JSON from here on; ``place`` says where."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")


class Source:
    """The questions of a file as texts, one after the other; ``is_array`` is known once it is made, ``read`` grows."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._rest = ""
        self.read = 0
        """Bytes read so far, for telling progress."""
        self._more()
        self._rest = self._rest.removeprefix(BYTE_ORDER_MARK)
        while self._rest and not self._rest.strip(BLANK):
            self._rest = ""
            self._more()
        self.is_array = self._rest.lstrip(BLANK).startswith("[")
        self._is_laid_out = self._rest.lstrip(BLANK).startswith("{") and self._goes_over_lines()

    def __iter__(self) -> Iterator[str]:
        if self.is_array:
            return self._elements()
        return self._objects() if self._is_laid_out else self._lines()

    def _goes_over_lines(self) -> bool:
        """Is the first question an object laid out over several lines, as an editor writes it?"""
        self._rest = self._rest.lstrip(BLANK)
        first, end, _ = self._rest.partition("\n")
        if not end or _end_of(first, 0) is not None:
            return False
        while (whole := _end_of(self._rest, 0)) is None:
            if len(self._rest) > LONGEST_QUESTION or not self._more():
                return False
        return "\n" in self._rest[:whole]

    def _objects(self) -> Iterator[str]:
        """One after the other, with nothing but blanks between them."""
        number = 0
        position, char = self._next(0)
        while char:
            number += 1
            text, position = self._element(position, number)
            yield text
            position, char = self._next(position)

    def _more(self) -> bool:
        piece = self._file.read(PIECE)
        self.read += len(piece.encode("utf-8", "surrogateescape"))
        self._rest += piece
        return bool(piece)

    def _lines(self) -> Iterator[str]:
        """A line that is no JSON is an answerable mistake of its own; only an endless one stops the reading."""
        number = 0
        while True:
            *whole, self._rest = self._rest.split("\n")
            for line in whole:
                number += 1
                if line.strip(BLANK):
                    yield line
            if len(self._rest) > LONGEST_QUESTION:
                raise NoQuestions(f"dòng {number + 1}", f"dài quá {LONGEST_QUESTION:,} ký tự")
            if not self._more():
                break
        if self._rest.strip(BLANK):
            yield self._rest

    def _elements(self) -> Iterator[str]:
        self._rest = self._rest.lstrip(BLANK)[1:]
        number = 0
        position, char = self._next(0)
        while char != "]":
            number += 1
            text, position = self._element(position, number)
            yield text
            position, char = self._next(position)
            if char == ",":
                position, char = self._next(position + 1)
                if char == "]":
                    raise NoQuestions(f"câu hỏi {number + 1}", "thừa dấu phẩy trước dấu ]")
            elif char != "]":
                raise NoQuestions(f"câu hỏi {number + 1}", "thiếu dấu phẩy giữa hai câu hỏi, hoặc dấu ] ở cuối tệp")
        _, char = self._next(position + 1)
        if char:
            raise NoQuestions("cuối tệp", "còn nội dung sau dấu ]")

    def _next(self, position: int) -> tuple[int, str]:
        """The place of the next character that is not blank, and that character; empty at the end of the file."""
        while True:
            while position < len(self._rest):
                if self._rest[position] not in BLANK:
                    return position, self._rest[position]
                position += 1
            self._rest, position = "", 0
            if not self._more():
                return 0, ""

    def _element(self, position: int, number: int) -> tuple[str, int]:
        while True:
            try:
                _, end = DECODER.raw_decode(self._rest, position)
            except json.JSONDecodeError as error:
                if len(self._rest) - position > LONGEST_QUESTION or not self._more():
                    raise NoQuestions(f"câu hỏi {number}", "không phải JSON") from error
                continue
            except RecursionError as error:
                raise NoQuestions(f"câu hỏi {number}", "lồng nhau quá sâu") from error
            if end == len(self._rest) and self._more():
                continue  # a number may go on in the next piece
            text = self._rest[position:end]
            if position > PIECE:
                self._rest, end = self._rest[end:], 0
            return text, end


def _end_of(text: str, position: int) -> int | None:
    """Where the value that begins at ``position`` ends; None where it is no whole value."""
    try:
        return DECODER.raw_decode(text, position)[1]
    except (json.JSONDecodeError, RecursionError):
        return None


class Sink:
    """The answers, in the form the questions came in."""

    def __init__(self, file: IO[str], *, is_array: bool) -> None:
        self._file, self._is_array, self._count = file, is_array, 0

    def write(self, text: str) -> None:
        if self._is_array:
            self._file.write(",\n" if self._count else "[\n")
            self._file.write(text)
        else:
            self._file.write(f"{text}\n")
        self._count += 1

    def close(self) -> None:
        if self._is_array:
            self._file.write("\n]\n" if self._count else "[]\n")
        self._file.flush()
