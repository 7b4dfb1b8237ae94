"""Questions about whole tables: match names, rebase figures, check names and codes."""
