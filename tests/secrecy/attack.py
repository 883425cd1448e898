"""The attack on a secret ballot: everything ever stored goes in, a guess of every member's every choice comes out.

The same function is let loose on what is shipped and on the planted builds. It knows the members, the candidates, the
result, and from the roll's own transaction ids in which order members voted; it does not know the shipped key.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.secrecy.pages import Written

WORDS = ("for", "against", "blank")
_SAID = {word: re.compile(rf"[\"'= ]{word}[\"' ,}}]") for word in WORDS}
_KEY_IN_A_ROW = re.compile(r"\\x([0-9a-f]{64})")
_KEY_IN_A_LINE = re.compile(r"\b([0-9a-f]{64})\b")

Guess = dict[tuple[UUID, UUID], str]
"""(candidate, member) → choice."""


@dataclass(frozen=True)
class Row:
    """A row as a superuser sees it, system columns included."""

    table: str
    xmin: int
    ctid: tuple[int, int]
    values: Mapping[str, object]


@dataclass(frozen=True)
class Evidence:
    """All that was ever stored, but neither the ballot keys nor the memory of the service."""

    rows: Sequence[Row]
    """Of every table, the audit trail and idempotency records among them."""
    written: Sequence[Written]
    """The write-ahead log in order, then the tuples of a base backup taken while the vote was open, dead ones too."""
    lines: Sequence[str]
    """Logs, spans, metrics and messages, each kind in the order it came."""


@dataclass(frozen=True)
class Known:
    """What everybody may know about one round: who could vote on whom, and the result."""

    round_id: UUID
    seats: int
    case_ids: tuple[UUID, ...]
    voters: Mapping[UUID, frozenset[UUID]]
    """By candidate."""
    result: Mapping[UUID, Mapping[str, int]]
    """By candidate, votes by word."""


def attack(evidence: Evidence, known: Known) -> Guess:
    """The best guess there is: what is told outright, else what order and lengths hint at, always within the result."""
    order = _voting_order(evidence, known)
    told: Guess = {}
    for finder in (_by_transaction, _by_opened_boxes, _by_lines):
        told = {**finder(evidence, known, order), **told}
    lengths = Counter[int]()
    for xid, content in evidence.written:
        lengths[xid] += len(content)
    guess: Guess = {}
    for case_id in known.case_ids:
        voters = [person for person in order.values() if person in known.voters[case_id]]
        sure = {person: told[case_id, person] for person in voters if (case_id, person) in told}
        left = Counter(known.result[case_id]) - Counter(sure.values())
        by_length = sorted(
            (xid for xid, person in order.items() if person in known.voters[case_id] and person not in sure),
            key=lambda xid: -lengths[xid],
        )
        longest_first = [word for word in ("against", "blank", "for") for _ in range(left[word])]
        rest = {order[xid]: word for xid, word in zip(by_length, longest_first, strict=False)}
        guess |= {(case_id, person): {**rest, **sure}.get(person, "for") for person in voters}
    return guess


def _voting_order(evidence: Evidence, known: Known) -> dict[int, UUID]:
    """By transaction, the member it put on the roll of this round; in the order they voted."""
    rolls = [
        row for row in evidence.rows if row.table == "ballot_roll" and row.values.get("round_id") == str(known.round_id)
    ]
    return {row.xmin: UUID(str(row.values["person_id"])) for row in sorted(rolls, key=lambda row: row.ctid)}


def _by_transaction(evidence: Evidence, known: Known, order: Mapping[int, UUID]) -> Guess:
    """A choice that one transaction wrote beside the roll: in a row, in the log's bytes, in a backup's tuples."""
    found: Guess = {}
    for row in evidence.rows:
        said = [str(value) for value in row.values.values() if value in WORDS]
        for case_id in known.case_ids:
            if row.xmin in order and len(said) == 1 and str(case_id) in map(str, row.values.values()):
                found[case_id, order[row.xmin]] = said[0]
    for xid, content in evidence.written:
        if xid in order:
            for case_id in known.case_ids:
                at = content.find(case_id.bytes)
                words = {word for word in WORDS if word.encode() in content[at + 16 : at + 32]} if at >= 0 else set()
                if len(words) == 1:
                    found.setdefault((case_id, order[xid]), words.pop())
    return found


def _by_opened_boxes(evidence: Evidence, known: Known, order: Mapping[int, UUID]) -> Guess:
    """With a key found anywhere, every version of the box in the log opens, and each differs from the last by one sheet."""
    in_rows = [_KEY_IN_A_ROW.fullmatch(str(value)) for row in evidence.rows for value in row.values.values()]
    keys = {bytes.fromhex(hit[1]) for hit in in_rows if hit}
    keys |= {bytes.fromhex(hit) for line in evidence.lines for hit in _KEY_IN_A_LINE.findall(line)}
    rows = b"".join(case_id.bytes for case_id in known.case_ids)
    label = known.round_id.bytes + known.seats.to_bytes(2, "big") + rows
    size = 12 + 2 + known.seats * len(known.case_ids) + 16
    before = {case_id: Counter[str]() for case_id in known.case_ids}
    found: Guess = {}
    contents = {xid: [content for who, content in evidence.written if who == xid] for xid in order}
    opening = {key for each in contents.values() for key, _ in _opened(keys, each, size, label)}
    for xid, person in order.items():
        # The log leaves out a first byte that is as it was in the version before.
        versions = [
            *_opened(opening, contents[xid], size, label),
            *(hit for first in range(256) for hit in _opened(opening, contents[xid], size, label, bytes([first]))),
        ]
        if not versions:
            continue
        packed = max((opened for _, opened in versions), key=lambda opened: opened[:2])
        for place, case_id in enumerate(known.case_ids):
            now = Counter(WORDS[mark - 1] for mark in packed[2 + place * known.seats :][: known.seats] if mark)
            if new := list((now - before[case_id]).elements()):
                found[case_id, person] = new[0]
            before[case_id] = now
    return found


def _opened(
    keys: set[bytes], contents: Sequence[bytes], size: int, label: bytes, first: bytes = b""
) -> Iterator[tuple[bytes, bytes]]:
    """Keys and the boxes that they open; ``first`` is put before what stands in the contents."""
    length = size - len(first)
    for key in keys:
        cipher = AESGCM(key)
        for content in contents:
            for at in range(len(content) - length + 1):
                box = first + content[at : at + length]
                try:
                    yield key, cipher.decrypt(box[:12], box[12:], label)
                except (InvalidTag, ValueError):
                    continue


def _by_lines(evidence: Evidence, known: Known, order: Mapping[int, UUID]) -> Guess:
    """A line that names candidate and choice: with the member in it, or one line per voter in the order they voted."""
    found: Guess = {}
    for case_id in known.case_ids:
        told = [
            (line, words[0])
            for line in evidence.lines
            if str(case_id) in line and len(words := [word for word in WORDS if _SAID[word].search(line)]) == 1
        ]
        voters = [person for person in order.values() if person in known.voters[case_id]]
        if len(told) == len(voters):
            found |= {(case_id, person): word for person, (_, word) in zip(voters, told, strict=True)}
        for line, word in told:
            found |= {(case_id, person): word for person in voters if str(person) in line}
    return found
