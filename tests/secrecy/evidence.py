"""Gathers everything that is ever stored of a vote: rows, write-ahead log, backup, messages, logs, spans, metrics."""

import asyncio
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import asyncpg
from aiokafka import AIOKafkaConsumer, TopicPartition
from google.protobuf.json_format import MessageToJson
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from deploy.local.databases import install_folder, quiet_environment
from services.chassis.database import Database
from tests.secrecy.attack import Row
from tests.secrecy.pages import Written, heap_tuples


async def all_rows(database_url: str) -> list[Row]:
    """Every row of every table of the database, with its system columns."""
    connection = await asyncpg.connect(database_url)
    tables = await connection.fetch("select tablename from pg_tables where schemaname = 'public'")
    found = []
    for (table,) in tables:
        rows = await connection.fetch(f'select xmin::text, ctid::text, to_jsonb(t)::text from "{table}" as t')
        for xmin, ctid, values in rows:
            page, line = ctid.strip("()").split(",")
            found.append(Row(table, int(xmin), (int(page), int(line)), json.loads(values)))
    await connection.close()
    return found


async def wal_position(database_url: str) -> str:
    """Where the log on disk ends now; what it holds is kept from here on, as an archive would."""
    connection = await asyncpg.connect(database_url)
    await connection.execute("alter system set wal_keep_size = '4GB'")
    await connection.execute("select pg_reload_conf()")
    position: str = await connection.fetchval("select pg_current_wal_flush_lsn()::text")
    await connection.close()
    return position


async def base_backup(admin_url: str, database: Database, folder: Path) -> list[Written]:
    """A pg_basebackup of the whole server as it stands; the tuples of all files of this database, its statistics too."""
    command = [
        str(install_folder() / "bin" / "pg_basebackup"),
        "-D",
        str(folder),
        "-X",
        "none",
        "--checkpoint=fast",
        "-d",
        admin_url,
    ]
    process = await asyncio.create_subprocess_exec(
        *command, env=quiet_environment(), stderr=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL
    )
    _, said = await process.communicate()
    assert process.returncode == 0, said.decode()
    async with database.transaction() as tx:
        place = await tx.fetchval("select oid::text from pg_database where datname = current_database()")
    files = [path for path in (folder / "base" / place).iterdir() if path.is_file()]
    return [found for path in files for found in heap_tuples(path.read_bytes())]


async def topic_end(bootstrap: str, topic: str) -> dict[TopicPartition, int]:
    """Where each partition of the topic ends now; nothing where it is not there yet."""
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False)
    await consumer.start()
    try:
        if topic not in await consumer.topics():
            return {}
        partitions = await consumer._client._wait_on_metadata(topic)  # the public call answers from a stale cache
        return dict(await consumer.end_offsets([TopicPartition(topic, each) for each in partitions]))
    finally:
        await consumer.stop()


async def messages(bootstrap: str, topic: str, since: Mapping[TopicPartition, int], words: set[str]) -> list[str]:
    """What has come to the topic since, as far as it holds one of the words, headers and body."""
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, auto_offset_reset="earliest", enable_auto_commit=False)
    await consumer.start()
    try:
        partitions = await consumer._client._wait_on_metadata(topic)  # the public call answers from a stale cache
        places = [TopicPartition(topic, each) for each in partitions]
        consumer.assign(places)
        for place in places:
            consumer.seek(place, since.get(place, 0))
        ends = await consumer.end_offsets(places)
        found = []
        while any([await consumer.position(place) < ends[place] for place in places]):
            for records in (await consumer.getmany(timeout_ms=500)).values():
                found += [f"{record.key!r} {record.headers!r} {(record.value or b'').decode()}" for record in records]
    finally:
        await consumer.stop()
    return [line for line in found if any(word in line for word in words)]


class _Sink(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        lines: list[str] = self.server.lines  # type: ignore[attr-defined]
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            for scope in resource.scope_spans:
                lines += [MessageToJson(span, indent=None) for span in scope.spans]
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        return


@contextmanager
def trace_collector() -> Iterator[tuple[str, list[str]]]:
    """An OTLP endpoint and the spans it has got, a line each."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Sink)
    server.lines = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1/traces", server.lines  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
