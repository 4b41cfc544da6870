from python_engines.temporal import TemporalEngine, TemporalInputs, TemporalParams


def model(dbt, session):
    params = TemporalParams.from_row(dbt.ref("int_run__parameters").df())
    inputs = TemporalInputs(
        moments=dbt.ref("int_engagement__moments").df(),
        own=dbt.ref("artist_preferences").df(),
        artist_factors=dbt.ref("eng_graph__artist_factors").to_arrow_table(),
        names=dbt.ref("int_candidates__names").df(),
    )
    return TemporalEngine(inputs, params).candidates(dbt.ref("int_candidates__familiar").df())
