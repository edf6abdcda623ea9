"""Training of the tagger that ships in tocsin/reading/data: data, model, export. Not part of the wheel; see README.md."""
