"""Rules of reporting obligations: due dates from rules, the ladder of reminders, and what may be done with a period."""
