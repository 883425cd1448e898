"""What every service measures, by the names the dashboard and the alerts use."""

from prometheus_client import Counter, Gauge, Histogram

_FAST = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)

published = Counter("thidua_events_published_total", "Events acknowledged by Kafka", ["topic", "type"])
consumed = Counter("thidua_events_consumed_total", "Events whose effects are committed", ["group", "type"])
parked = Gauge("thidua_events_parked", "Events set aside: parked, waiting behind those, or early", ["group", "state"])
disbelieved = Gauge(
    "thidua_events_disbelieved",
    "Parked events of strangers, and of what cannot be as this service knows it",
    ["group", "reason"],
)
topics_made_again = Counter("thidua_topics_made_again_total", "Topics that somebody had deleted")
outbox_pending = Gauge("thidua_outbox_pending", "Recorded events that Kafka has not yet acknowledged")
outbox_oldest = Gauge("thidua_outbox_oldest_seconds", "Age of the oldest unpublished event")
relay_leader = Gauge("thidua_relay_leader", "1 where this process publishes the service's outbox")
relay_seconds = Histogram("thidua_relay_published_seconds", "From recorded to acknowledged by Kafka", buckets=_FAST)
consumer_seconds = Histogram(
    "thidua_consumer_seconds",
    "Time of a batch by stage: decode, effects, commit, offset",
    ["group", "stage"],
    buckets=_FAST,
)
sequence_gaps = Counter(
    "thidua_sequence_gaps_total", "Events that came while one before them had not", ["group", "topic"]
)
events_late = Counter("thidua_events_late_total", "New events whose successor had been applied", ["group", "topic"])
keys_missing = Gauge(
    "thidua_keys_missing",
    "Keys in which a group was behind its publisher when they were last compared",
    ["group", "topic"],
)
heads_compared_at = Gauge(
    "thidua_heads_compared_timestamp_seconds",
    "When a group last compared its heads with the publisher's",
    ["group", "topic"],
)
keys_asked_again = Counter(
    "thidua_keys_asked_again_total", "Keys whose missing events were asked of the publisher again", ["group", "topic"]
)
events_skipped = Counter("thidua_events_skipped_total", "Numbers of keys that somebody gave up", ["group", "topic"])
dependency_up = Gauge("thidua_dependency_up", "1 while the dependency answers", ["dependency"])
http_requests = Counter("thidua_http_requests_total", "Requests answered", ["method", "route", "status"])
http_seconds = Histogram("thidua_http_request_seconds", "Time to answer a request", ["method", "route"], buckets=_FAST)
