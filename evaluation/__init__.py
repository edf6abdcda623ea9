"""How well Tocsin reads, measured: one module a measure. Not part of the wheel; `python -m evaluation` prints it all."""
