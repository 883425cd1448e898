"""Meetings and minutes in the words of the API, and what their reader may do with them now."""
