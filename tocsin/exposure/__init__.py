"""Who is in the way of an edition, and why."""
