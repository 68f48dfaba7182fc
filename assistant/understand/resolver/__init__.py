"""Follow-up questions made standalone by a trained model."""
