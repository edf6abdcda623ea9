"""One message to one recipient on one channel, and what they answer."""
