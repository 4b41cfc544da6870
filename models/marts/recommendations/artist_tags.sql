-- One row per artist × tag: what its music is called, heaviest tags first.
--
-- A source weighs an artist's tags against the heaviest one; the weight here is the mean over the
-- sources that have tags for the artist, so a tag that only one of two gives counts half. Tags that
-- ListenBrainz gives are those of MusicBrainz: one source, whichever of them was asked.

with

details as (

    select * from {{ ref('fetch_artist_details') }}

),

ignored_tags as (

    select * from {{ ref('ignored_tags') }}

),

told as (

    select
        details.artist_id,
        case when details.provider = 'listenbrainz' then 'musicbrainz' else details.provider end
            as source,
        unnest(details.tags) as told_tag

    from details

),

folded as (

    select
        told.artist_id,
        told.source,
        {{ name_key('told.told_tag.tag') }} as tag,
        max(cast(told.told_tag.weight as decimal(9, 6))) as weight

    from told

    group by told.artist_id, told.source, {{ name_key('told.told_tag.tag') }}

),

source_counts as (

    select
        folded.artist_id,
        count(distinct folded.source) as source_count

    from folded

    group by folded.artist_id

),

tags as (

    select
        folded.artist_id,
        folded.tag,
        sum(folded.weight) as weight_sum,
        string_agg(folded.source, ', ' order by folded.source asc) as source

    from folded
    anti join ignored_tags on folded.tag = ignored_tags.tag

    where folded.tag <> '' and folded.tag <> folded.artist_id

    group by folded.artist_id, folded.tag

),

weighed as (

    select
        tags.artist_id,
        tags.tag,
        tags.source,
        {{ rounded_score('tags.weight_sum / source_counts.source_count') }} as weight

    from tags
    inner join source_counts on tags.artist_id = source_counts.artist_id

),

final as (

    select
        weighed.artist_id,
        weighed.tag,

        weighed.source,

        row_number() over (
            partition by weighed.artist_id order by weighed.weight desc, weighed.tag asc
        ) as tag_rank,
        weighed.weight

    from weighed

    qualify tag_rank <= {{ var('tags_per_artist') }}

)

select * from final
