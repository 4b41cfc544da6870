"""A made-up listener: about 40,000 plays over eight years, in the layout of a real export.

Run ``python tests/sample_data/generate.py --out FOLDER`` or call
``tests.sample_data.generate.generate_export``. What is planted is told in the README beside this
file. Nothing in here is imported by the project itself.
"""
