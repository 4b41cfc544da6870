from python_engines.profiles import GraphInputs, ProfileParams, score_profiles
from python_engines.votes import LINK_COLUMNS


def model(dbt, session):
    params = ProfileParams.from_row(dbt.ref("int_run__parameters").df())
    inputs = GraphInputs(
        lists=dbt.ref("similar_artists").select(LINK_COLUMNS).df(),
        artist_factors=dbt.ref("eng_graph__artist_factors").to_arrow_table(),
        names=dbt.ref("int_candidates__names").df(),
        heard=dbt.ref("int_candidates__familiar").df(),
    )
    return score_profiles(dbt.ref("int_context__profiles").df(), inputs, params)
