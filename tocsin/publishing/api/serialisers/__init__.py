"""What each noun of the API looks like: one module a noun."""
