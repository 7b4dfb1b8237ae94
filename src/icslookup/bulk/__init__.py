"""Questions about whole tables: match names, apportion figures, check names and codes."""
