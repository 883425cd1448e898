"""Where a test stands says what it proves; its file says of which service and subject (``test_reviews_ballots.py``).

- ``domain``: pure rules. No file, no clock, no engine; also what is computed from the sample office.
- ``architecture``: what the source itself must look like. ``contracts``: events as they travel and their older readers.
- ``store``: commands and SQL on a real PostgreSQL. ``messaging``: outbox, relay, inbox and parking on a real Kafka.
- ``api``: a running service asked over HTTP, and the gateway's pages. ``journeys``: an office at work in Chromium.
- ``secrecy``: what is stored of a ballot. ``year``: the worked year as an acceptance test. ``interop``: clients that are not ours.
- ``faults``: crash points, outages, planted bugs. ``local``, ``deploy``, ``papers``: the embedded stack, images, rendered papers.

A test module is imported by nobody. What the tests of one folder share stands beside them, under a name that says what it
is; what two folders share is in ``tests/support``. Fixtures are in the ``conftest.py`` of those who use them. Engines come
from the fixture ``engines``, databases from ``make_database`` or ``new_database``: both are shared by all workers of a run.

A test waits for a fact (`tests.support.running.eventually`), never for a time: how fast the machine is proves nothing. Where
nothing may happen, it lets something later pass through the same queue and then looks.
"""
