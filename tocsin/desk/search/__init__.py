"""Full-text search over what the desk knows, with the same answers on SQLite and on PostgreSQL."""
