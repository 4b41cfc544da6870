{% macro list_words(names) %}
    concat_ws(
        ' and ',
        nullif(array_to_string({{ names }}[:-1 - 1], ', '), ''),
        {{ names }}[-1]
    )
{% endmacro %}
