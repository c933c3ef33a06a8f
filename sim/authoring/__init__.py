"""For those who write scenario files: schemas, skeletons of new files, and the rules as a document."""
