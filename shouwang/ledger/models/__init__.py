from shouwang.ledger.models.count import Count, Mark

__all__ = ["Count", "Mark"]
