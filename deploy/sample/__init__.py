"""A sample Office (mẫu) and the plan for 2026, to open the product on; no real person is in it."""
