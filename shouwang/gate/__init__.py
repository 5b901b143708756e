"""The gate: who asks to come in, what is handed over, what is refused."""
