-- One row per artist of whom details are looked up: the best candidates of the engines that are not
-- known yet, then the listener's own top artists, of whom only tags are wanted.

with

candidates as (

    select * from {{ ref('engine_candidates') }}

),

familiar as (

    select * from {{ ref('int_candidates__familiar') }} where is_excluded

),

preferences as (

    select * from {{ ref('artist_preferences') }}

),

similar_artists as (

    select * from {{ ref('similar_artists') }}

),

tracks as (

    select * from {{ ref('dim_tracks') }} where track_rank = 1

),

best_candidates as (

    select
        candidates.artist_id,
        min(candidates.artist_name) as artist_name,
        min(candidates.engine_rank) as best_rank

    from candidates
    anti join familiar on candidates.artist_id = familiar.artist_id

    group by candidates.artist_id

),

ranked_candidates as (

    select
        best_candidates.artist_id,
        best_candidates.artist_name,
        'candidates' as purpose,
        {{ call_share_until('candidates') }} as call_share_until,
        row_number() over (
            order by best_candidates.best_rank asc, best_candidates.artist_id asc
        ) as place

    from best_candidates

    qualify place <= {{ var('detailed_candidates_count') }}

),

own_artists as (

    select
        preferences.artist_id,
        preferences.artist_name,
        'own_tags' as purpose,
        {{ call_share_until('own_tags') }} as call_share_until,
        preferences.preference_rank as place

    from preferences
    anti join ranked_candidates on preferences.artist_id = ranked_candidates.artist_id

    where preferences.preference_rank <= {{ var('tagged_artists_count') }}

),

lookups as (

    select * from ranked_candidates

    union all by name

    select * from own_artists

),

mbid_counts as (

    select
        similar_artists.artist_id,
        similar_artists.artist_mbid,
        count(*) as list_count

    from similar_artists

    where similar_artists.artist_mbid is not null

    group by similar_artists.artist_id, similar_artists.artist_mbid

),

mbids as (

    select
        mbid_counts.artist_id,
        mbid_counts.artist_mbid

    from mbid_counts

    qualify row_number() over (
        partition by mbid_counts.artist_id
        order by mbid_counts.list_count desc, mbid_counts.artist_mbid asc
    ) = 1

),

final as (

    select
        lookups.artist_id,
        mbids.artist_mbid,

        lookups.artist_name,
        tracks.track_name,
        lookups.purpose,

        row_number() over (
            order by {{ purpose_place('lookups.purpose') }} asc, lookups.place asc
        ) as lookup_rank,
        lookups.call_share_until

    from lookups
    left join mbids on lookups.artist_id = mbids.artist_id
    left join tracks on lookups.artist_id = tracks.artist_id

)

select * from final
