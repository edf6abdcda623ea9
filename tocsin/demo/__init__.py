"""One believable week of a made-up organisation, played through the real pipeline."""
