{% macro first_tags(tag, tag_rank) %}
    string_agg({{ tag }}, ', ' order by {{ tag_rank }} asc)
    filter (where {{ tag_rank }} <= {{ var('page_names_count') }})
{% endmacro %}
