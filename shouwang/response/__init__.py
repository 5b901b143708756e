"""Response: levels, measures in force and the papers behind them, closed management."""
