"""Where files are on the disk: the user's folders, who may write to them, and how."""
