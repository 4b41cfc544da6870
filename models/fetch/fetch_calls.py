import os

from python_engines.clients.session import open_session


def model(dbt, session):
    dbt.ref("fetch_artist_details")
    return open_session(os.environ).call_log()
