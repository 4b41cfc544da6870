from python_engines.context import ContextParams, score_contexts


def model(dbt, session):
    params = ContextParams.from_row(dbt.ref("int_run__parameters").df())
    return score_contexts(
        profiles=dbt.ref("int_context__profiles").df(),
        lists=dbt.ref("similar_artists").df(),
        artist_factors=dbt.ref("eng_graph__artist_factors").to_arrow_table(),
        names=dbt.ref("int_candidates__names").df(),
        heard=dbt.ref("int_candidates__heard").df(),
        params=params,
    )
