"""Papers as plain data, and their two renderings. Begin with `model`."""
