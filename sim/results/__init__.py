"""Results of a study: its columns run and compared in pairs, its tables, and the files they are kept in."""
