"""Export files to the history store: find, validate, write. Knows nothing of dbt or the CLI."""
