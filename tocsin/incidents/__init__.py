"""Which reports are one situation in the world, and what they claim."""
