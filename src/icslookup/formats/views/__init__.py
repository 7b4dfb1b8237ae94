"""How each kind of answer is shown: one module for each question."""
