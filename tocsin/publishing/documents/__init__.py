"""The forms of an edition, each made once at publication."""
