"""The public list before signing, and what people object to it."""
