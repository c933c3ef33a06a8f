"""What a reader sees: words in two languages, the four numbers, the tables, the snapshot."""
