{# Kana keep their marks: ha and pa are two letters, not one with an accent. #}
{% macro name_key(name) %}
    trim(regexp_replace(
        lower(translate(
            case
                when regexp_matches({{ name }}, '[\p{Hiragana}\p{Katakana}]')
                    then nfc_normalize(regexp_replace({{ name }}, '[\p{Cc}\p{Cf}]', '', 'g'))
                else strip_accents(regexp_replace({{ name }}, '[\p{Cc}\p{Cf}]', '', 'g'))
            end,
            '’‘´`“”‐‑–—', '''''''''""----'
        )),
        '\s+', ' ', 'g'
    ))
{% endmacro %}
