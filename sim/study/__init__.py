"""Studies: what is compared, its runs, the staff that freed rules need, paired differences, results and their files."""
