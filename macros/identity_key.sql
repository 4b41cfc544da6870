{#
    Takes a folded name (name_key). Hyphens and slashes read as a space, other marks as nothing; a
    name made of marks only ("!!!") stays as it is.
#}
{% macro identity_key(folded_name) %}
    coalesce(
        nullif(
            regexp_replace(
                trim(regexp_replace(
                    regexp_replace(
                        regexp_replace(
                            regexp_replace(
                                regexp_replace(
                                    {{ without_guests(folded_name) }}, '^(.*\S), the$', '\1'
                                ),
                                '\s*&\s*|\s+\+\s+', ' and ', 'g'
                            ),
                            '[-/_]', ' ', 'g'
                        ),
                        '\p{P}', '', 'g'
                    ),
                    '\s+', ' ', 'g'
                )),
                '^the (\S)', '\1'
            ),
            ''
        ),
        {{ folded_name }}
    )
{% endmacro %}
