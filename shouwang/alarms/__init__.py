"""Early warning: raised once, to the right people, acknowledged, closed with an outcome."""
