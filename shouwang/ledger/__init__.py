"""The ledger (台账): a day's figures counted from the records, which fill the report."""
