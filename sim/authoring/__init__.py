"""Support for authors of scenario files: schemas, skeletons of new files, and the rules as a document."""
