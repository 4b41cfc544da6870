"""The proofs: architecture, unit, integration, and dbt's own tests in tests/dbt."""
