from python_engines.graph import GraphParams, factorise
from python_engines.votes import LINK_COLUMNS


def model(dbt, session):
    params = GraphParams.from_row(dbt.ref("int_run__parameters").df())
    lists = dbt.ref("similar_artists").select(LINK_COLUMNS).df()
    return factorise(lists, dbt.ref("int_engagement__artist_periods").df(), params)
