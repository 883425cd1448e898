"""The embedded stack: PostgreSQL and Apache Kafka without Docker, and a supervisor for the services."""
