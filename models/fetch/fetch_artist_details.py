import os

from python_engines.clients.session import open_session


def model(dbt, session):
    plan = dbt.ref("int_lookups__details").df()
    return open_session(os.environ).fetch_details("details", plan)
