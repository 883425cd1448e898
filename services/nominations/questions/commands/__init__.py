"""What may be done with questions: answer one, or a file of any length."""
