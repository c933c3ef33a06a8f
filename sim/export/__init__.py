"""The log of a run in the formats of other tools: XES and OCEL 2.0 of process mining, CSV and Parquet."""
