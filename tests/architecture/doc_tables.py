"""Tables that stand in a document and follow from code: ``python -m tests.architecture.doc_tables`` writes them anew.

A table stands between ``<!-- table: name -->`` and ``<!-- end -->``; a test compares it with what this module makes of the code.
"""

import configparser
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from contracts.catalog import CALLS, EVENTS, PUBLIC_CORE, PUBLISHERS, SUBSCRIBERS
from tests.architecture.rules import RULES
from tests.architecture.sql_rules import SQL_RULES
from tests.support.source import ROOT

Row = Sequence[str]
FEW: Final = 5
"""Up to here a service's operations are named one by one."""
_BLOCK: Final = re.compile(r"<!-- table: (\w+) -->\n(.*?)<!-- end -->", re.DOTALL)


def imports() -> Iterator[Row]:
    """Each contract of the import linter and each house rule, in the words it is enforced by."""
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter")
    yield "Rule", "Enforced by"
    for section in parser.sections():
        if section != "importlinter":
            yield parser[section]["name"], f"`.importlinter`, {section.rpartition(':')[2]}"
    for rule in (*RULES, *SQL_RULES):
        first = (rule.__doc__ or "").strip().splitlines()[0].replace("``", "`").replace("|", "\\|").rstrip(".")
        yield first, f"`tests/architecture`, {rule.__name__}"


def events() -> Iterator[Row]:
    """Each topic with its events and who listens."""
    listeners: dict[str, list[str]] = defaultdict(list)
    for groups in SUBSCRIBERS.values():
        for group, topics in groups.items():
            for topic in topics:
                listeners[topic].append(f"`{group}`")
    yield "Publisher", "Topic", "Events", "Consumer groups"
    for topic, publisher in PUBLISHERS.items():
        names = [name for name, event in EVENTS.items() if event.topic == topic]
        shown = ", ".join(f"**{name}**" if name in PUBLIC_CORE else name for name in names)
        yield publisher, f"`{topic}`", shown, ", ".join(listeners[topic])


def calls() -> Iterator[Row]:
    """Who calls whom over HTTP, by the things the paths begin with."""
    yield "Caller", "Service called", "Operations", "What they are about, or which"
    for caller, callees in CALLS.items():
        for callee, operations in callees.items():
            things = dict.fromkeys(operation.split("/")[2] for operation in operations)
            shown = operations if len(operations) <= FEW else things
            yield caller, callee, str(len(operations)), ", ".join(f"`{each}`" for each in shown)


TABLES: Final[dict[str, Callable[[], Iterator[Row]]]] = {"imports": imports, "events": events, "calls": calls}


def rendered(name: str) -> str:
    """A table in Markdown."""
    head, *rows = TABLES[name]()
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(row)} |\n" for row in lines)


def blocks(text: str) -> dict[str, str]:
    """The tables that stand in a document."""
    return dict(_BLOCK.findall(text))


def written(text: str) -> str:
    """The document with its tables as the code has them now."""
    return _BLOCK.sub(lambda block: f"<!-- table: {block[1]} -->\n{rendered(block[1])}<!-- end -->", text)


if __name__ == "__main__":
    for file in (ROOT / "docs").glob("*.md"):
        text = file.read_text(encoding="utf-8")
        if written(text) != text:
            file.write_text(written(text), encoding="utf-8")
            print(f"written: {file.relative_to(ROOT)}")
