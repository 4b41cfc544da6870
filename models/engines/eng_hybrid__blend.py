from python_engines.blend import BlendParams, blend


def model(dbt, session):
    params = BlendParams.from_row(dbt.ref("int_run__parameters").df())
    candidates = dbt.ref("engine_candidates").to_arrow_table()
    return blend(candidates, dbt.ref("int_candidates__heard").df(), params)
