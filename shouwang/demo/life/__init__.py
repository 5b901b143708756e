"""What happens in the demonstration's institutions, as records from which the reports follow."""
