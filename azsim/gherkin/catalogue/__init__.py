"""The sentences of a vocabulary as a reader looks them up, with where they are used."""
