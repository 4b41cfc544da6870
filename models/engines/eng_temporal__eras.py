from python_engines.eras import EraParams, find_eras


def model(dbt, session):
    params = EraParams.from_row(dbt.ref("int_run__parameters").df())
    listening = dbt.ref("int_engagement__artist_periods").df()
    return find_eras(listening, dbt.ref("eng_graph__artist_factors").to_arrow_table(), params)
