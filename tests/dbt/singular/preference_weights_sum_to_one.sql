-- Of four weights that sum to more, the score would leave 0 to 1; one that is changed needs the
-- others changed too.

with

weights as (

    select
        {{ var('preference_weight_time') }}
        + {{ var('preference_weight_engagement') }}
        + {{ var('preference_weight_frequency') }}
        + {{ var('preference_weight_recency') }} as weight_sum

)

select * from weights where {{ rounded_score('weights.weight_sum') }} <> 1
