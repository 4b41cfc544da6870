-- One row per context × recommended artist: what suits a time of day, week and year, best first.
--
-- Every roll-up has its own list, so "weekend-winter" and "morning" do. A context in which too
-- little was played, or no artist more than elsewhere, has no row; `contexts` says which.

with

context_lists as (

    select * from {{ ref('eng_context__lists') }}

),

contexts as (

    select distinct
        profiles.profile,
        profiles.daypart,
        profiles.weekpart,
        profiles.season,
        profiles.play_count

    from {{ ref('int_context__profiles') }} as profiles

),

heard as (

    select * from {{ ref('int_candidates__heard') }} where is_heard

),

final as (

    select
        context_lists.profile as context,
        context_lists.artist_id,

        coalesce(heard.artist_name, context_lists.artist_name) as artist_name,
        contexts.daypart,
        contexts.weekpart,
        contexts.season,

        cast(context_lists.rank as bigint) as rank,
        cast(context_lists.score as double) as score,
        cast(context_lists.confidence as double) as confidence,
        cast(contexts.play_count as bigint) as support,
        context_lists.seeds as reasons,

        heard.artist_id is null as is_new,
        heard.artist_id is not null as barely_heard

    from context_lists
    inner join contexts on context_lists.profile = contexts.profile
    left join heard on context_lists.artist_id = heard.artist_id

)

select * from final
