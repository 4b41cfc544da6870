{#
    Accents are marks on Latin, Greek and Cyrillic letters only: in other scripts the same kind of
    character is a vowel (Hindi, Thai) or another letter (Japanese kana), and stays.
#}
{% macro name_key(name) %}
    trim(regexp_replace(
        lower(translate(
            case
                when regexp_matches(
                    {{ name }}, '[^\p{Latin}\p{Greek}\p{Cyrillic}\p{Common}\p{Inherited}]'
                )
                    then nfc_normalize(regexp_replace({{ name }}, '[\p{Cc}\p{Cf}]', '', 'g'))
                else strip_accents(regexp_replace({{ name }}, '[\p{Cc}\p{Cf}]', '', 'g'))
            end,
            '’‘´`“”‐‑–—', '''''''''""----'
        )),
        '\s+', ' ', 'g'
    ))
{% endmacro %}
