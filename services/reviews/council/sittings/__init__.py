"""Who sits in a meeting: the seats kept at its opening, substitutes, invitations and what was answered to them."""
