"""The verbs of the command line that have a subject of their own; `tocsin.cli` gathers them."""
