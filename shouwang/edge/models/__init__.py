from shouwang.edge.models.token import Token

__all__ = ["Token"]
