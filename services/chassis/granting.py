"""``python -m services.chassis.granting services | reader NAME | forget NAME``: principals of the broker and their rights.

Run by whoever starts Kafka, with the broker's own administrator in ``THIDUA_KAFKA_USER``; the services never have its password.
"""

import argparse
import asyncio
import hashlib
import json
import logging
import os
import secrets
import sys
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError, for_code
from aiokafka.protocol.admin import CreateAclsRequest_v1, DeleteAclsRequest_v1, DescribeAclsRequest
from aiokafka.protocol.api import Request, RequestStruct, Response
from aiokafka.protocol.types import CompactArray, CompactBytes, CompactString, Int8, Int16, Int32, Schema, TaggedFields

from contracts.catalog import PUBLISHERS
from services.chassis import rights
from services.chassis.rights import Operation, Pattern, Resource, Right
from services.chassis.settings import KafkaSettings

ANY: Final = 1
ALLOW: Final = 3
SCRAM_SHA_512: Final = 2
ITERATIONS: Final = 8192
"""Rounds of PBKDF2 behind a stored password; Kafka's least is 4096, and every connection pays them once."""
OURS: Final = frozenset(Operation)
NO_SUCH_CREDENTIAL: Final = 91


async def grant(admin: AIOKafkaAdminClient, wanted: Iterable[Right], users: Iterable[str]) -> None:
    """Let these users do exactly this: what is missing is added first, what is too much is then taken away."""
    wanted, known = set(wanted), set[Right]()
    for user in users:
        known |= await _rights_of(admin, user)
    if missing := sorted(wanted - known):
        answer = await admin._send_to_controller(_CreateAcls(missing))
        _check(answer.creation_responses)
    if unwanted := sorted(known - wanted):
        answer = await admin._send_to_controller(_DeleteAcls(unwanted))
        _check((code, message) for code, message, _ in answer.filter_responses)


async def set_passwords(admin: AIOKafkaAdminClient, passwords: Mapping[str, str]) -> None:
    """Make these users, or give them new passwords; connections that are open stay open."""
    await _alter_scram(admin, _AlterScram(passwords=passwords))


async def forget(admin: AIOKafkaAdminClient, user: str) -> None:
    """A user with neither password nor rights; forgetting nobody is no error."""
    await grant(admin, (), (user,))
    await _alter_scram(admin, _AlterScram(forgotten=(user,)))


async def set_up_services(admin: AIOKafkaAdminClient, prefix: str, passwords: Mapping[str, str]) -> None:
    """One principal per service, with what the catalog lets it do; ``passwords`` by service."""
    await set_passwords(admin, {rights.user_of(prefix, name): password for name, password in passwords.items()})
    await grant(admin, rights.of_services(prefix), [rights.user_of(prefix, name) for name in rights.SERVICES])


async def set_up_reader(admin: AIOKafkaAdminClient, prefix: str, name: str, topics: Sequence[str]) -> dict[str, Any]:
    """A principal that may only read, with a new password: what its system has to be told."""
    wanted, user, password = rights.of_reader(name, topics, prefix), rights.user_of(prefix, name), _password()
    await set_passwords(admin, {user: password})
    await grant(admin, wanted, (user,))
    return {
        "user": user,
        "password": password,
        "mechanism": "SCRAM-SHA-512",
        "group": rights.reader_group(prefix, name),
        "topics": [prefix + topic for topic in topics],
    }


@asynccontextmanager
async def administrator(client: Mapping[str, Any]) -> AsyncIterator[AIOKafkaAdminClient]:
    """A connection that may grant rights; ``client`` as `KafkaSettings.kafka_client`."""
    # aiokafka warns of every password sent by PLAIN; this one stays on the machine or on Compose's inner network.
    logging.getLogger("aiokafka.conn").setLevel(logging.ERROR)
    admin = AIOKafkaAdminClient(**client, request_timeout_ms=10_000)
    await admin.start()
    try:
        yield admin
    finally:
        await admin.close()


def _password() -> str:
    """192 random bits."""
    return secrets.token_urlsafe(24)


async def _rights_of(admin: AIOKafkaAdminClient, user: str) -> set[Right]:
    question = DescribeAclsRequest(ANY, None, ANY, f"User:{user}", None, ANY, ANY)
    answer = await admin._send_to_controller(question)
    if answer.error_code:
        raise for_code(answer.error_code)(answer.error_message)
    return {
        Right(user, Operation(operation), Resource(resource), name, Pattern(pattern))
        for resource, name, pattern, acls in answer.resources
        for _, _, operation, permission in acls
        if permission == ALLOW and operation in OURS  # what somebody added by hand stays
    }


async def _alter_scram(admin: AIOKafkaAdminClient, request: "_AlterScram") -> None:
    answer = await admin._send_to_controller(request)
    _check((code, message) for _, code, message, _ in answer.results if code != NO_SUCH_CREDENTIAL)


def _check(outcomes: Iterable[tuple[int, str | None]]) -> None:
    """Raise the first error of a request of many parts."""
    for code, message in outcomes:
        if code:
            raise for_code(code)(message)


class _CreateAcls(Request[CreateAclsRequest_v1]):  # type: ignore[misc]
    API_KEY = 30

    def __init__(self, wanted: Sequence[Right]) -> None:
        self._wanted = wanted

    def build(self, request_struct_class: type[CreateAclsRequest_v1]) -> CreateAclsRequest_v1:
        return request_struct_class(
            [
                (right.resource, right.name, right.pattern, f"User:{right.user}", "*", right.operation, ALLOW)
                for right in self._wanted
            ]
        )


class _DeleteAcls(Request[DeleteAclsRequest_v1]):  # type: ignore[misc]
    API_KEY = 31

    def __init__(self, unwanted: Sequence[Right]) -> None:
        self._unwanted = unwanted

    def build(self, request_struct_class: type[DeleteAclsRequest_v1]) -> DeleteAclsRequest_v1:
        return request_struct_class(
            [
                (right.resource, right.name, right.pattern, f"User:{right.user}", "*", right.operation, ALLOW)
                for right in self._unwanted
            ]
        )


class _AlterScramResponse(Response):  # type: ignore[misc]
    API_KEY = 51
    API_VERSION = 0
    SCHEMA = Schema(
        ("throttle_time_ms", Int32),
        (
            "results",
            CompactArray(
                ("user", CompactString("utf-8")),
                ("error_code", Int16),
                ("error_message", CompactString("utf-8")),
                ("tags", TaggedFields),
            ),
        ),
        ("tags", TaggedFields),
    )


class _AlterScramStruct(RequestStruct):  # type: ignore[misc]
    """AlterUserScramCredentials (KIP-554), which aiokafka does not have."""

    FLEXIBLE_VERSION = True
    API_KEY = 51
    API_VERSION = 0
    RESPONSE_TYPE = _AlterScramResponse
    SCHEMA = Schema(
        ("deletions", CompactArray(("name", CompactString("utf-8")), ("mechanism", Int8), ("tags", TaggedFields))),
        (
            "upsertions",
            CompactArray(
                ("name", CompactString("utf-8")),
                ("mechanism", Int8),
                ("iterations", Int32),
                ("salt", CompactBytes),
                ("salted_password", CompactBytes),
                ("tags", TaggedFields),
            ),
        ),
        ("tags", TaggedFields),
    )


class _AlterScram(Request[_AlterScramStruct]):  # type: ignore[misc]
    API_KEY = 51

    def __init__(self, *, passwords: Mapping[str, str] | None = None, forgotten: Sequence[str] = ()) -> None:
        self._passwords, self._forgotten = passwords or {}, forgotten

    def build(self, request_struct_class: type[_AlterScramStruct]) -> _AlterScramStruct:
        deletions: list[tuple[object, ...]] = [(user, SCRAM_SHA_512, {}) for user in self._forgotten]
        upsertions = [_salted(user, password) for user, password in self._passwords.items()]
        return request_struct_class(deletions, upsertions, {})


def _salted(user: str, password: str) -> tuple[object, ...]:
    """The password itself never travels: the broker is given what RFC 5802 stores."""
    salt = secrets.token_bytes(32)
    salted = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, ITERATIONS)
    return (user, SCRAM_SHA_512, ITERATIONS, salt, salted, {})


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m services.chassis.granting")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("services", help="principals of the services, by THIDUA_KAFKA_<SERVICE>_PASSWORD")
    reader = commands.add_parser("reader", help="a principal that may only read; prints its new password")
    reader.add_argument("name")
    reader.add_argument("--topic", action="append", dest="topics", help="only these topics (default: all)")
    gone = commands.add_parser("forget", help="take a reader's password and rights away")
    gone.add_argument("name")
    args = parser.parse_args(argv)
    try:
        asyncio.run(_run(KafkaSettings(), args))
    except (KafkaError, ValueError) as error:
        print(f"{args.command}: {error}", file=sys.stderr)  # noqa: T201
        return 1
    return 0


async def _run(settings: KafkaSettings, args: argparse.Namespace) -> None:
    prefix = settings.kafka_prefix
    async with administrator(settings.kafka_client) as admin:
        if args.command == "services":
            await set_up_services(admin, prefix, _passwords(os.environ))
            print("services: ready")  # noqa: T201
        elif args.command == "reader":
            told = await set_up_reader(admin, prefix, args.name, args.topics or tuple(PUBLISHERS))
            print(json.dumps(told, indent=2))  # noqa: T201
        else:
            rights.of_reader(args.name)
            await forget(admin, rights.user_of(prefix, args.name))
            print(f"{args.name}: forgotten")  # noqa: T201


def _passwords(environment: Mapping[str, str]) -> dict[str, str]:
    """By service; raises ValueError where one is missing."""
    names = {service: f"THIDUA_KAFKA_{service.upper()}_PASSWORD" for service in rights.SERVICES}
    if missing := [name for name in names.values() if not environment.get(name)]:
        raise ValueError(f"not set: {', '.join(missing)}")
    return {service: environment[name] for service, name in names.items()}


if __name__ == "__main__":
    sys.exit(main())
