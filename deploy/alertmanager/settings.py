"""Writes Alertmanager's configuration from ALERT_… variables; runs once, before Alertmanager, which cannot read variables itself."""

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

ALERTMANAGER_USER = 65534


def configuration(settings: Mapping[str, str]) -> dict[str, object]:
    """One receiver for everything: by webhook, by mail, by both, or by neither (alerts then show in Prometheus and Grafana)."""
    operators: dict[str, object] = {"name": "operators"}
    if webhook := settings.get("ALERT_WEBHOOK"):
        operators["webhook_configs"] = [{"url": webhook, "send_resolved": True}]
    if settings.get("ALERT_EMAIL_TO"):
        operators["email_configs"] = [mail(settings)]
    return {
        "route": {
            "receiver": "operators",
            "group_by": ["alertname", "service"],
            "group_wait": "30s",
            "group_interval": "5m",
            "repeat_interval": "12h",
            "routes": [{"receiver": "operators", "matchers": ['severity="critical"'], "repeat_interval": "1h"}],
        },
        # While a service is down, what follows from that is not news.
        "inhibit_rules": [
            {
                "source_matchers": ['alertname="ServiceDown"'],
                "target_matchers": ['severity="warning"'],
                "equal": ["service"],
            }
        ],
        "receivers": [operators],
    }


def mail(settings: Mapping[str, str]) -> dict[str, object]:
    """Mail over SMTP with STARTTLS; the sender and the server must be given with the address."""
    missing = [name for name in ("ALERT_EMAIL_FROM", "ALERT_SMTP") if not settings.get(name)]
    if missing:
        raise SystemExit(f"ALERT_EMAIL_TO is set, so {' and '.join(missing)} must be too")
    account: dict[str, object] = {}
    if user := settings.get("ALERT_SMTP_USER"):
        account = {"auth_username": user, "auth_password": settings.get("ALERT_SMTP_SECRET", "")}
    return {
        "to": settings["ALERT_EMAIL_TO"],
        "from": settings["ALERT_EMAIL_FROM"],
        "smarthost": settings["ALERT_SMTP"],
        "send_resolved": True,
        **account,
    }


def main(path: Path) -> None:
    """JSON, which Alertmanager reads as the YAML it is; readable by Alertmanager alone, for it may hold a password."""
    text = json.dumps(configuration(os.environ), indent=2, ensure_ascii=False) + "\n"
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    if os.geteuid() == 0:
        os.chown(draft, ALERTMANAGER_USER, ALERTMANAGER_USER)
    draft.replace(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
