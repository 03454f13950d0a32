"""Files kept by their content, and who may fetch them."""
