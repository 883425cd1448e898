"""Seals and opens ballot boxes: AES-256-GCM with a fresh nonce each time, marks shuffled by the machine's own chance."""

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from contracts.words import CaseId, Choice
from services.chassis.database import Transaction
from services.office.refusal import Refused
from services.reviews.council.ballot_box.store import rounds as store
from services.reviews.council.ballot_box.store.keys import KEY_BYTES, KeyFolder
from services.reviews.council.domain import sheets
from services.reviews.council.domain.meetings import Votes
from services.reviews.council.domain.sheets import Box, Round

NONCE_BYTES: Final = 12

_shuffle: Final = secrets.SystemRandom().shuffle


class SealedBoxes:
    """All marks of a round in one ciphertext of constant length, replaced whole with every sheet.

    The database, its log and its backups see only that the box was replaced. See the decision "The secret ballot".
    """

    def __init__(self, folder: Path) -> None:
        self.keys = KeyFolder(folder)

    async def make(self, tx: Transaction, of: Round) -> None:
        """A new key and an empty box. If the transaction fails, the key is left behind and has sealed nothing."""
        key = secrets.token_bytes(KEY_BYTES)
        self.keys.keep(of.round_id, key)
        await store.keep_box(tx, of.round_id, _seal(key, of, sheets.empty_box(of)))

    async def put_in(self, tx: Transaction, of: Round, sheet: Mapping[CaseId, Choice]) -> None:
        """The sheet of a member whom this transaction has put on the roll, the round being locked until it ends."""
        key = self._key(of)
        box = await self._open(tx, of, key, awaited=1)
        await store.keep_box(tx, of.round_id, _seal(key, of, sheets.put_in(box, sheet, _shuffle)))

    async def count(self, tx: Transaction, of: Round) -> dict[CaseId, Votes]:
        """The tally, of a box that holds as many sheets as there are members on the roll."""
        return sheets.count(await self._open(tx, of, self._key(of)))

    async def _open(self, tx: Transaction, of: Round, key: bytes, awaited: int = 0) -> Box:
        sealed = await store.lock_box(tx, of.round_id)
        try:
            packed = AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], of.label)
        except InvalidTag:
            raise Refused("ballot.box_damaged", award_code=of.award_code) from None
        box = sheets.unpack(packed, of)
        if box.sheets + awaited != await store.count_roll(tx, of.round_id):
            raise Refused("ballot.box_damaged", award_code=of.award_code)
        return box

    def _key(self, of: Round) -> bytes:
        key = self.keys.find(of.round_id)
        if key is None:
            raise Refused("ballot.key_lost", award_code=of.award_code)
        return key


def _seal(key: bytes, of: Round, box: Box) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, sheets.pack(box, of), of.label)
