"""Who may do what: organisations, roles, tokens, the audit log, and the guards that hold the database."""
