"""What the verifier of written sentences is trained and measured with."""
