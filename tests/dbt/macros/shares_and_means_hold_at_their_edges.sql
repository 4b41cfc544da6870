-- Cases of the macros log_share, shrunk_mean, half_life_decay and rounded_score, mostly at their
-- edges; returns those that come out wrong.

{{ config(tags=['code']) }}

with

computed as (

    select
        'nothing against nothing' as case_name,
        {{ log_share('0', '0') }} as actual,
        0 as expected

    union all

    select
        'the largest against itself' as case_name,
        {{ log_share('99', '99') }} as actual,
        1 as expected

    union all

    select
        'half the way on the log scale' as case_name,
        {{ log_share('9', '99') }} as actual,
        0.5 as expected

    union all

    select
        'no observation is the prior' as case_name,
        {{ shrunk_mean('0', '0', '0.4', '10') }} as actual,
        0.4 as expected

    union all

    select
        'no observation and no prior' as case_name,
        {{ shrunk_mean('0', '0', '0.4', '0') }} as actual,
        0 as expected

    union all

    select
        'now' as case_name,
        {{ half_life_decay('0', '365') }} as actual,
        1 as expected

    union all

    select
        'two half-lives' as case_name,
        {{ half_life_decay('730', '365') }} as actual,
        0.25 as expected

    union all

    select
        'before its time' as case_name,
        {{ half_life_decay('-30', '365') }} as actual,
        1 as expected

    union all

    select
        'no age' as case_name,
        {{ half_life_decay('cast(null as double)', '365') }} as actual,
        cast(null as double) as expected

)

select computed.*
from computed
where
    {{ rounded_score('computed.actual') }}
    is distinct from {{ rounded_score('computed.expected') }}
