"""From the markdown of a page to typed nodes with line numbers. Pure: no Streamlit, no database."""
