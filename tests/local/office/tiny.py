"""What every tiny service does: `migrate` makes a table, `serve` answers /livez, /readyz and a few orders by HTTP."""

import asyncio
import http.server
import json
import os
import sys
import threading
import time

import asyncpg


def main(name: str) -> None:
    if sys.argv[1] == "migrate":
        asyncio.run(migrate(name))
    elif sys.argv[1] == "links":
        print(
            json.dumps(
                [{"role": "chief", "name": "Chánh Văn phòng (mẫu)", "url": f"{os.environ['THIDUA_GATEWAY_URL']}/?t=1"}]
            )
        )
    elif sys.argv[1] == "seed":
        print("đã tạo 3/3 người mẫu", flush=True)
    else:
        serve()


async def migrate(name: str) -> None:
    connection = await asyncpg.connect(os.environ["THIDUA_DATABASE_URL"])
    await connection.execute("create table if not exists starts (at timestamptz not null default now())")
    await connection.execute("insert into starts default values")
    await connection.close()


def serve() -> None:
    if crash := os.environ.get("TINY_CRASH_AFTER"):
        threading.Timer(float(crash), os._exit, [3]).start()
    server = http.server.ThreadingHTTPServer(
        (os.environ["THIDUA_HTTP_HOST"], int(os.environ["THIDUA_HTTP_PORT"])), Handler
    )
    server.serve_forever()


class Handler(http.server.BaseHTTPRequestHandler):
    """GET /livez and /readyz; GET /hang makes it deaf, GET /unready makes it wait for Kafka, GET /env/NAME shows a setting."""

    hangs = False
    ready = True

    def do_GET(self) -> None:
        if Handler.hangs:
            time.sleep(60)
        if self.path == "/hang":
            Handler.hangs = True
        if self.path == "/unready":
            Handler.ready = False
        body = {"kafka": "up" if Handler.ready else "down: events wait"}
        if self.path.startswith("/env/"):
            body = {"value": os.environ.get(self.path.removeprefix("/env/"), "")}
        self.send_response(503 if self.path == "/readyz" and not Handler.ready else 200)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, format: str, *args: object) -> None:
        return
