-- One row per tier band × artist that it would lead to, with why in words.

with

tier_previews as (

    select * from {{ ref('tier_previews') }}

),

recommendations as (

    select * from {{ ref('recommendations') }}

),

artist_tags as (

    select * from {{ ref('artist_tags') }}

),

tags as (

    select
        artist_tags.artist_id,
        {{ first_tags('artist_tags.tag', 'artist_tags.tag_rank') }} as tags

    from artist_tags

    group by artist_tags.artist_id

),

worded as (

    select
        tier_previews.*,
        {{ first_seeds('tier_previews.reasons') }} as seed_names

    from tier_previews

),

final as (

    select
        worded.tier_band,
        worded.artist_id,

        worded.artist_name,
        {{ list_words('worded.seed_names') }} as seeds,
        coalesce(tags.tags, '') as tags,
        {{ artist_links('worded.artist_name', 'null') }}.spotify as spotify_url,

        worded.rank,
        recommendations.rank as list_rank

    from worded
    left join recommendations on worded.artist_id = recommendations.artist_id
    left join tags on worded.artist_id = tags.artist_id

)

select * from final
