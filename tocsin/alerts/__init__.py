"""What the desk says about an incident: drafts, reviews and immutable editions."""
