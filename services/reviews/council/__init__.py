"""The council that advises: its members, meetings, ballots and minutes."""
