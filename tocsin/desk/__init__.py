"""The console of analysts and managers."""
