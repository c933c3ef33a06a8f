"""Results of a study: its runs, paired comparisons of its columns, its tables and their files."""
