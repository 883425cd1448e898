"""Word templates that staff may edit: made, filled, and packed with their figures."""
