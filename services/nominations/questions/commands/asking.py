"""``python -m services.nominations ask FILE``: a file of questions answered on every core, in order, with its progress."""

import argparse
import contextlib
import os
import stat
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from pathlib import Path
from time import monotonic
from typing import IO

from pydantic import TypeAdapter, ValidationError

from contracts.field_sentences import field_sentence
from contracts.nominations.api import questions as api
from services.nominations.law.domain import Rulebook
from services.nominations.law.files import loader
from services.nominations.questions.commands.answering import Books, answer
from services.nominations.questions.commands.streams import DECODER, NoQuestions, Sink, Source
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
            if args.out and _is_read(Path(args.out), asked, args.rulebook):
                print(f"--out {args.out} là tệp đang được đọc: ghi trả lời vào một tệp khác.", file=sys.stderr)  # noqa: T201
                return 2
            told = stack.enter_context(Path(args.out).open("w", encoding="utf-8")) if args.out else sys.stdout
            size = Path(args.file).stat().st_size if args.file != "-" else 0
            return _ask(asked, told, size, args.rulebook, max(args.workers, 1))
    except OSError as trouble:
        print(f"Không đọc hoặc ghi được {trouble.filename or 'tệp'} (lỗi {trouble.errno}).", file=sys.stderr)  # noqa: T201
        return 2
    except loader.RulebookRefused as trouble:
        print(trouble, file=sys.stderr)  # noqa: T201
        return 2


def _is_read(out: Path, asked: IO[str], folders: Sequence[Path]) -> bool:
    """Would writing the answers empty the questions, or a rule file they are answered by? By whatever name it is called."""
    if not out.exists():
        return False
    reading = [file.stat() for folder in folders for file in folder.glob("*") if file.is_file()]
    with contextlib.suppress(OSError, ValueError):  # a stream without a file behind it
        reading.append(os.fstat(asked.fileno()))
    there = out.stat()
    return stat.S_ISREG(there.st_mode) and any(os.path.samestat(there, each) for each in reading)


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
        question = _unreadable(text, error)
    answered = answer(question, books)
    return answered.model_dump_json(exclude_unset=True), answered.error is None


def _unreadable(text: str, error: ValidationError) -> api.Unreadable:
    """What is well written JSON all the same holds a number too long to be read: that field is named."""
    try:
        value = DECODER.decode(text)
    except (ValueError, RecursionError):
        return api.unreadable(None, error)
    told = api.unreadable(value, error)
    if told.rule != "json_invalid":
        return told
    rule = "int_parsing_size"
    return told.model_copy(update={"field": _longest(value), "rule": rule, "message": field_sentence(rule, {})})


def _longest(value: object, place: str = "") -> str:
    """Where the longest text stands, as ``facts.years.0.year``."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = {f"{place}.{name}".lstrip("."): each for name, each in parts}
    if not found:
        return place
    name, longest = max(found.items(), key=lambda item: len(str(item[1])))
    return _longest(longest, name)


def answer_chunk(texts: Sequence[str]) -> tuple[list[str], int]:
    """In a worker: the answers in order, and how many are none."""
    answers = [answer_text(text) for text in texts]
    return [told for told, _ in answers], sum(not good for _, good in answers)


def _ask(asked: IO[str], told: IO[str], size: int, folders: Sequence[Path], workers: int) -> int:
    progress = _Progress(size)
    source = Source(asked)
    sink = Sink(told, is_array=source.is_array)
    questions = _Questions(source)
    for answers, refused in _answered(iter(questions), folders, workers):
        for each in answers:
            sink.write(each)
        progress.tell(len(answers), refused, source.read)
    sink.close()
    progress.end()
    if questions.broke_off:
        print(f"Dừng ở {questions.broke_off}", file=sys.stderr)  # noqa: T201
        return 1
    return 0


class _Questions:
    """The questions in chunks. Where the file breaks off the last chunk is what was read before, and ``broke_off`` says where."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.broke_off: NoQuestions | None = None

    def __iter__(self) -> Iterator[list[str]]:
        chunk: list[str] = []
        try:
            for text in self._source:
                chunk.append(text)
                if len(chunk) == CHUNK:
                    yield chunk
                    chunk = []
        except NoQuestions as broken:
            self.broke_off = broken
        if chunk:
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
