"""Settings, addresses, the two doors and the worker process."""
