{# "ft" after a number is a length: the artist "10 Ft. Ganja Plant" has no guest. #}
{% macro without_guests(folded_name) %}
    regexp_replace(
        regexp_replace(
            {{ folded_name }}, '\s+[(\[]?(feat|featuring)(\.\s*|\s+)[^\s&+].*$', ''
        ),
        '([^\s\d])\s+[(\[]?ft(\.\s*|\s+)[^\s&+].*$', '\1'
    )
{% endmacro %}
