"""Routes of meetings and of voting in them."""
