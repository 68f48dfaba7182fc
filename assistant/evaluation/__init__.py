"""How well questions with known answers are answered."""
