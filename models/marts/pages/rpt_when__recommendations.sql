-- One row per context × recommended artist, with why in words.

with

context_recommendations as (

    select * from {{ ref('context_recommendations') }}

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
        context_recommendations.*,
        {{ first_seeds('context_recommendations.reasons') }} as seed_names

    from context_recommendations

),

final as (

    select
        worded.context,
        worded.artist_id,

        worded.artist_name,
        concat_ws(
            ' ',
            {{ capitalised('tags.tags') }} || '.',
            'Because you play ' || nullif({{ list_words('worded.seed_names') }}, '') || '.'
        ) as pitch,
        {{ list_words('worded.seed_names') }} as seeds,
        coalesce(tags.tags, '') as tags,
        {{ artist_links('worded.artist_name', 'null') }}.spotify as spotify_url,

        worded.rank,

        worded.barely_heard

    from worded
    left join tags on worded.artist_id = tags.artist_id

)

select * from final
