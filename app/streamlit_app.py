"""What Streamlit runs for each visit and each click."""

import os

from app.visit import visit

visit(os.environ)
