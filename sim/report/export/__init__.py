"""The report in other formats: Excel, Word, LaTeX and PDF."""
