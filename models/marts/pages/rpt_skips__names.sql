-- One row per artist or track with enough plays: how often it was finished and skipped, and its
-- place among the most finished, the most skipped, and those skipped and finished all the same.
--
-- Shares are ranked after they were drawn towards the listener's own share, so that few plays do
-- not lead; what is shown is the plain share. Returned to is what is skipped more than the
-- listener's usual share, by how often it was finished all the same.

with

artists as (

    select * from {{ ref('dim_artists') }} where is_ranked

),

tracks as (

    select * from {{ ref('dim_tracks') }}

),

named as (

    select
        'artist' as kind,
        artists.artist_id as key,
        artists.artist_name,
        cast(null as varchar) as track_name,
        artists.play_count,
        artists.finished_count,
        artists.skipped_count,
        artists.ms_played,
        artists.last_played_at,
        artists.play_count >= {{ var('page_artist_min_plays') }} as has_enough_plays

    from artists

    union all

    select
        'track' as kind,
        tracks.track_id as key,
        tracks.artist_name,
        tracks.track_name,
        tracks.play_count,
        tracks.finished_count,
        tracks.skipped_count,
        tracks.ms_played,
        tracks.last_played_at,
        tracks.play_count >= {{ var('page_track_min_plays') }} as has_enough_plays

    from tracks

),

usual as (

    select
        named.*,
        sum(named.finished_count) over kinds
        / sum(named.play_count) over kinds as finished_share_of_all,
        sum(named.skipped_count) over kinds
        / sum(named.play_count) over kinds as skipped_share_of_all

    from named

    window kinds as (partition by named.kind)

),

scored as (

    select
        usual.*,
        {{ rounded_score(shrunk_mean(
            'usual.finished_count', 'usual.play_count', 'usual.finished_share_of_all',
            var('page_outcome_prior_plays')
        )) }} as finished_score,
        {{ rounded_score(shrunk_mean(
            'usual.skipped_count', 'usual.play_count', 'usual.skipped_share_of_all',
            var('page_outcome_prior_plays')
        )) }} as skipped_score

    from usual

    where usual.has_enough_plays

),

placed as (

    select
        scored.*,
        scored.skipped_score
        >= scored.skipped_share_of_all
        + {{ var('page_outcome_min_difference') }} as is_skipped_often,
        row_number() over (
            partition by scored.kind
            order by scored.finished_score desc, scored.play_count desc, scored.key asc
        ) as finished_place,
        row_number() over (
            partition by scored.kind
            order by scored.skipped_score desc, scored.play_count desc, scored.key asc
        ) as skipped_place

    from scored

),

final as (

    select
        placed.kind,
        placed.key,

        placed.artist_name,
        concat_ws(' · ', placed.track_name, placed.artist_name) as name,

        placed.play_count,
        placed.finished_count,
        placed.skipped_count,
        {{ hours('placed.ms_played') }} as hours,
        {{ rounded_score('placed.finished_count / placed.play_count') }} as finished_share,
        {{ rounded_score('placed.skipped_count / placed.play_count') }} as skipped_share,
        placed.finished_place,
        placed.skipped_place,
        case
            when placed.is_skipped_often
                then
                    row_number() over (
                        partition by placed.kind, placed.is_skipped_often
                        order by
                            placed.finished_count desc, placed.skipped_count desc, placed.key asc
                    )
        end as returned_place,

        placed.last_played_at

    from placed

)

select * from final
