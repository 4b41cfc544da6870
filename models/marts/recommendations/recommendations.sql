-- One row per recommended artist, best first, with its reasons: artists the listener has never or
-- barely heard.
--
-- Every reason names an artist of the listener's own that led there and that artist's preference
-- rank, or an artist that was said to be liked, without a rank.

with

blended as (

    select * from {{ ref('eng_hybrid__blend') }}

),

heard as (

    select * from {{ ref('int_candidates__heard') }} where is_heard

),

details as (

    select * from {{ ref('int_candidates__details') }}

),

artist_tags as (

    select * from {{ ref('artist_tags') }}

),

tags as (

    select
        artist_tags.artist_id,
        list(artist_tags.tag order by artist_tags.tag_rank asc) as tags

    from artist_tags

    group by artist_tags.artist_id

),

best_contexts as (

    select
        context_recommendations.artist_id,
        context_recommendations.context

    from {{ ref('context_recommendations') }} as context_recommendations

    qualify row_number() over (
        partition by context_recommendations.artist_id
        order by
            context_recommendations.rank asc,
            context_recommendations.support desc,
            context_recommendations.context asc
    ) = 1

),

final as (

    select
        blended.artist_id,
        details.artist_mbid,

        coalesce(heard.artist_name, blended.artist_name) as artist_name,
        details.country,
        details.listeners_source,
        best_contexts.context as best_context,

        blended.rank,
        blended.score,
        blended.confidence,
        blended.popularity,
        blended.feedback_factor,
        blended.tried_factor,
        blended.engine_shares,
        blended.reasons,
        coalesce(tags.tags, []) as tags,
        details.listeners,
        details.begin_year,
        coalesce(details.top_tracks, []) as top_tracks,
        {{ artist_links('blended.artist_name', 'details.artist_mbid') }} as links,

        heard.artist_id is null as is_new,
        heard.artist_id is not null as barely_heard

    from blended
    left join heard on blended.artist_id = heard.artist_id
    left join details on blended.artist_id = details.artist_id
    left join tags on blended.artist_id = tags.artist_id
    left join best_contexts on blended.artist_id = best_contexts.artist_id

)

select * from final
