"""Two versions of the program, run on the same studies: which measures moved from one to the other, and by how much."""
