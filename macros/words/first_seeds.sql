{% macro first_seeds(reasons) %}
    [
        {{ seed_words('reason.artist_name', 'reason.seed_rank') }}
        for reason in {{ reasons }}[:{{ var('page_names_count') }}]
    ]
{% endmacro %}
