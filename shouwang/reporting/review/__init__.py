"""What a superior says of a day: the stages of signing, what a signature covers, the lock."""
