"""``python -m services.nominations ask FILE``: a file of questions answered on every core, in order, with its progress."""

import argparse
import contextlib
import json
import os
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from pathlib import Path
from time import monotonic
from typing import IO

from pydantic import TypeAdapter, ValidationError

from contracts.nominations.api import questions as api
from services.nominations.law.domain import Rulebook
from services.nominations.law.files import loader
from services.nominations.questions.commands.answering import Books, answer
from services.nominations.questions.commands.streams import NoQuestions, Sink, Source
from services.office.refusal import Refused

CHUNK = 500
"""Questions a worker takes at once."""

AHEAD = 4
"""Chunks waiting per worker: enough that none is idle, few enough that memory stays small."""

EVERY_SECONDS = 1.0

QUESTION: TypeAdapter[api.Question] = TypeAdapter(api.Question)

_books: dict[str | None, Rulebook] = {}
"""Of this process: the versions that were given, and under None the one that is asked unless a question names another."""


def main(argv: Sequence[str]) -> int:
    """0 when every question was read, 1 when the file broke off, 2 when there was nothing to begin with."""
    parser = argparse.ArgumentParser(prog="python -m services.nominations ask", description=__doc__)
    parser.add_argument("file", help="questions: a JSON array, or one JSON object a line; - reads from standard input")
    parser.add_argument(
        "--out", help="write the answers here instead of to standard output, in the form of the questions"
    )
    parser.add_argument(
        "--rulebook",
        action="append",
        default=[],
        type=Path,
        metavar="FOLDER",
        help="a folder of rule files to ask instead of the shipped ones; again for more versions, the first is the current",
    )
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes (default: every core)")
    args = parser.parse_args(argv)
    try:
        with contextlib.ExitStack() as stack:
            remember(args.rulebook)
            asked = stack.enter_context(_read(args.file)) if args.file != "-" else sys.stdin
            told = stack.enter_context(Path(args.out).open("w", encoding="utf-8")) if args.out else sys.stdout
            size = Path(args.file).stat().st_size if args.file != "-" else 0
            return _ask(asked, told, size, args.rulebook, max(args.workers, 1))
    except (OSError, loader.RulebookRefused) as trouble:
        print(trouble, file=sys.stderr)  # noqa: T201
        return 2


def _read(file: str) -> IO[str]:
    """A byte that is no UTF-8 spoils the question it stands in, not the file."""
    return Path(file).open(encoding="utf-8", errors="surrogateescape")


def remember(folders: Sequence[Path]) -> None:
    """Read the rulebooks this process answers by: those of the folders, or the shipped one."""
    _books.clear()
    for rulebook in [loader.load(folder) for folder in folders] or [loader.load()]:
        _books.setdefault(None, rulebook)
        _books.setdefault(rulebook.version, rulebook)


def book_of(version: str | None) -> Rulebook:
    if version not in _books:
        raise Refused("rulebook.unknown", field="rulebook")
    return _books[version]


def answer_text(text: str, books: Books = book_of) -> tuple[str, bool]:
    """The answer to one question as JSON, and whether it is one; a question that is no JSON is answered too."""
    try:
        question: api.Question | api.Unreadable = QUESTION.validate_json(text)
    except ValidationError as error:
        question = api.unreadable(_as_far_as_it_goes(text), error)
    answered = answer(question, books)
    return answered.model_dump_json(exclude_unset=True), answered.error is None


def _as_far_as_it_goes(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def answer_chunk(texts: Sequence[str]) -> tuple[list[str], int]:
    """In a worker: the answers in order, and how many are none."""
    answers = [answer_text(text) for text in texts]
    return [told for told, _ in answers], sum(not good for _, good in answers)


def _ask(asked: IO[str], told: IO[str], size: int, folders: Sequence[Path], workers: int) -> int:
    progress = _Progress(size)
    source = Source(asked)
    sink = Sink(told, is_array=source.is_array)
    try:
        for answers, refused in _answered(_chunks(source), folders, workers):
            for each in answers:
                sink.write(each)
            progress.tell(len(answers), refused, source.read)
    except NoQuestions as broken:
        sink.close()
        progress.end()
        print(f"Dừng ở {broken}", file=sys.stderr)  # noqa: T201
        return 1
    sink.close()
    progress.end()
    return 0


def _chunks(source: Source) -> Iterator[list[str]]:
    texts = iter(source)
    while chunk := list(islice(texts, CHUNK)):
        yield chunk


def _answered(chunks: Iterator[list[str]], folders: Sequence[Path], workers: int) -> Iterator[tuple[list[str], int]]:
    """In the order of the questions; a file of one chunk is not worth a second process."""
    head = list(islice(chunks, 2))
    if workers == 1 or len(head) < 2:
        yield from map(answer_chunk, chain(head, chunks))
        return
    with ProcessPoolExecutor(workers, initializer=remember, initargs=(folders,)) as pool:
        waiting: deque[Future[tuple[list[str], int]]] = deque()
        for chunk in chain(head, chunks):
            waiting.append(pool.submit(answer_chunk, chunk))
            if len(waiting) > workers * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


class _Progress:
    """A line on standard error each second, and one at the end; the share is of the file's bytes where they are known."""

    def __init__(self, size: int) -> None:
        self._size, self._began, self._last = size, monotonic(), monotonic()
        self._done = self._refused = 0

    def tell(self, answered: int, refused: int, read: int) -> None:
        self._done += answered
        self._refused += refused
        if monotonic() - self._last >= EVERY_SECONDS:
            self._last = monotonic()
            share = f" · đã đọc {min(100, 100 * read // self._size)} %" if self._size else ""
            print(f"{self._line()}{share}", file=sys.stderr, flush=True)  # noqa: T201

    def end(self) -> None:
        print(f"Xong: {self._line()}", file=sys.stderr, flush=True)  # noqa: T201

    def _line(self) -> str:
        seconds = max(monotonic() - self._began, 0.001)
        refused = f", {self._refused} không trả lời được" if self._refused else ""
        return f"{self._done:,} câu{refused} · {seconds:.1f} giây · {self._done / seconds:,.0f} câu/giây"
