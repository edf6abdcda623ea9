"""The pages of the desk, a module for each kind of thing that they show."""
