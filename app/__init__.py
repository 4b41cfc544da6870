"""The Streamlit renderer of `pages/`: Evidence-style markdown over the warehouse, read-only."""
