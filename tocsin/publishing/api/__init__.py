"""The JSON API: the same acts as the desk's, for programs, under /api/v1/ (docs/api.md)."""
