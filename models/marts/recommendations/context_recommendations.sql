-- One row per context × recommended artist: what suits a time of day, week and year, best first.
--
-- Every roll-up has its own list, so "weekend-winter" and "morning" do. A context in which too
-- little was played, or no artist more than elsewhere, has no row; `contexts` says which. Likes,
-- dislikes and obscurity move the list for any time, `recommendations`, not these.

with

context_lists as (

    select * from {{ ref('eng_context__lists') }}

),

excluded as (

    select * from {{ ref('int_candidates__excluded') }}

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

left_over as (

    select
        context_lists.*,
        row_number() over (
            partition by context_lists.profile
            order by context_lists.rank asc, context_lists.artist_id asc
        ) as place

    from context_lists
    anti join excluded on context_lists.artist_id = excluded.artist_id

),

final as (

    select
        left_over.profile as context,
        left_over.artist_id,

        coalesce(heard.artist_name, left_over.artist_name) as artist_name,
        contexts.daypart,
        contexts.weekpart,
        contexts.season,

        left_over.place as rank,
        cast(left_over.score as double) as score,
        cast(left_over.confidence as double) as confidence,
        cast(contexts.play_count as bigint) as support,
        left_over.seeds as reasons,

        heard.artist_id is null as is_new,
        heard.artist_id is not null as barely_heard

    from left_over
    inner join contexts on left_over.profile = contexts.profile
    left join heard on left_over.artist_id = heard.artist_id

)

select * from final
