"""Reports gathered, composed and kept."""
