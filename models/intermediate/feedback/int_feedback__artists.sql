-- One row per artist of whom the listener said something: the last word counts.
--
-- like lifts what resembles the artist and dislike lowers it (`int_feedback__links`). Of a disliked
-- or blocked artist nothing is followed up, however often it was played. When the var `as_of`
-- replays the past there is no feedback: it was said later.

with

feedback as (

    select * from {{ ref('stg_listener__feedback') }}

),

last_words as (

    select feedback.* from feedback

    where nullif('{{ var("as_of") }}', '') is null

    qualify row_number() over (
        partition by feedback.artist_id
        order by feedback.said_at desc, feedback.verdict asc, feedback.artist_name asc
    ) = 1

),

final as (

    select
        last_words.artist_id,

        last_words.artist_name,
        last_words.verdict,

        last_words.verdict in ('dislike', 'block', 'known') as is_excluded,
        last_words.verdict in ('dislike', 'block') as is_barred_as_seed,
        last_words.verdict in ('like', 'dislike') as is_followed_up,

        last_words.said_at

    from last_words

)

select * from final
