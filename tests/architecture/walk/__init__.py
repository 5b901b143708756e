"""The walk of the doors: what each world has, how an address is asked for, and by whom."""
