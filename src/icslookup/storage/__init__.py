"""Says where the user's folders are, locks them, and writes files to them."""
