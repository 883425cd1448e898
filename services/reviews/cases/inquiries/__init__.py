"""Questions the standing unit asks of units while it appraises."""
