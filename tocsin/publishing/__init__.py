"""The publication itself, the public pages, feeds, documents and the JSON API."""
