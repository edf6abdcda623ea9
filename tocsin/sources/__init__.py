"""Where reports come from, how they are fetched, and the reports as received."""
