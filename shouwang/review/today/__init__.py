"""The page of a superior's day: numbers, tree, signatures, the list by state, one report."""
