from shouwang.edge.models.held import HeldEnvelope
from shouwang.edge.models.token import Token

__all__ = ["HeldEnvelope", "Token"]
