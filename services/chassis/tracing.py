"""Trace context: from the request through the outbox and Kafka into the next service, exported when a setting says where."""

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF, ParentBased, TraceIdRatioBased
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

_propagator = TraceContextTextMapPropagator()
_tracer = trace.get_tracer("thidua")


def start(service: str, endpoint: str | None) -> None:
    """Set the process up once; without an endpoint nothing is exported, but the context still travels."""
    sampler = ParentBased(TraceIdRatioBased(1.0)) if endpoint else ALWAYS_OFF
    provider = TracerProvider(resource=Resource.create({"service.name": f"thidua-{service}"}), sampler=sampler)
    if endpoint:
        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint)))
    trace.set_tracer_provider(provider)


def current_traceparent() -> str | None:
    """The W3C traceparent of what is being done now, or None outside any trace."""
    context = trace.get_current_span().get_span_context()
    if not context.is_valid:
        return None
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{int(context.trace_flags):02x}"


def name_span(name: str) -> None:
    """The span under way is called so: what is known only once it was done, such as the route."""
    trace.get_current_span().update_name(name)


@contextmanager
def span(name: str, traceparent: str | None = None) -> Iterator[None]:
    """Do something as part of the trace it belongs to, a new one where there is none."""
    parent = _propagator.extract({"traceparent": traceparent}) if traceparent else None
    with _tracer.start_as_current_span(name, context=parent):
        yield
