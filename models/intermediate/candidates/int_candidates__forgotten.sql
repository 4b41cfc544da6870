-- One row per artist that was loved once and has been silent since: may it be rediscovered?
--
-- Not if the listener came to dislike or block it.

with

artists as (

    select * from {{ ref('dim_artists') }} where is_ranked

),

barred as (

    select * from {{ ref('int_feedback__artists') }} where is_barred_as_seed

),

parameters as (

    select * from {{ ref('int_run__parameters') }}

),

final as (

    select
        artists.artist_id,

        artists.engaged_count,
        floor({{ days_between('artists.last_engaged_at', 'parameters.as_of') }}) as silent_days

    from artists
    cross join parameters
    anti join barred on artists.artist_id = barred.artist_id

    where
        artists.engaged_count >= {{ var('rediscovery_min_engaged_plays') }}
        and {{ days_between('artists.last_played_at', 'parameters.as_of') }}
        >= {{ var('rediscovery_min_silent_days') }}

)

select * from final
