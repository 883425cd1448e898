#!/usr/bin/env bash
# Export one hash-pinned lock per image from the groups in pyproject.toml; dev.lock is solved first and constrains the rest.
set -euo pipefail
cd "$(dirname "$0")/.."
for group in dev local nominations reviews reporting gateway; do
    constraint=(); [ "$group" = dev ] || constraint=(-c requirements/dev.lock)
    uv pip compile pyproject.toml --group "$group" --universal --generate-hashes --no-annotate --no-header \
        --no-emit-index-url --quiet "${constraint[@]}" -o "requirements/$group.lock"
done
