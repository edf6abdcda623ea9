"""What comes back: receipts, bounces and replies, by mail and by gateways."""
