"""The law as files: read, checked, placed on their lines, written back, and shown as one table."""
