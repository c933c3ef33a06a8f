"""A finished study beside the world and beside the papers: each number, what a run says of it, and a verdict."""
