-- One row per engine × candidate: the one form in which every engine hands over what it found.
--
-- An engine joins by its entry in the var `engines` and its model eng_<name>__candidates; nothing
-- else changes.

with

{% for engine in var('engines') %}
{{ engine }}_candidates as (

    select * from {{ ref('eng_' ~ engine ~ '__candidates') }}

),

{% endfor %}
candidates as (

    {% for engine in var('engines') %}
    select
        '{{ engine }}' as engine,
        *

    from {{ engine }}_candidates
    {% if not loop.last %}

    union all by name

    {% endif %}
    {% endfor %}

),

final as (

    select
        candidates.engine,
        candidates.artist_id,

        candidates.artist_name,

        cast(candidates.score as double) as score,
        cast(candidates.engine_rank as bigint) as engine_rank,
        cast(candidates.confidence as double) as confidence,
        cast(candidates.support as bigint) as support,
        candidates.seeds

    from candidates

)

select * from final
