"""Build the data files of this room from packages. Needs the `data` dependency group; not used at run time."""
