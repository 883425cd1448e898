"""Who a council consists of, over time."""
