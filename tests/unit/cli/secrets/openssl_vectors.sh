#!/usr/bin/env bash
# Computes the known answers of config/secrets.enc, format version 1, with openssl alone and
# compares them with what the format promises. Ends with 1 if any differs.
set -euo pipefail

password='correct horse battery staple'
salt=000102030405060708090a0b0c0d0e0f
iv=101112131415161718191a1b1c1d1e1f
iterations=100000
plain='{"lastfm_api_key":"00000000000000000000000000000001"}'
fernet_time=1700000000
differences=0

same() { # what, computed, promised
    if [ "$2" = "$3" ]; then
        echo "same     $1"
    else
        echo "DIFFERS  $1: $2, not $3"
        differences=1
    fi
}
unhex() { printf "$(sed 's/../\\x&/g')"; }
hex() { od -An -v -tx1 | tr -d ' \n'; }
base64() { openssl base64 -A; }
# One part of a MAC: its length in 8 bytes, then itself. Takes it as hex, gives hex.
framed() { printf '%016x%s' "$((${#1} / 2))" "$1"; }
hmac() { unhex <<<"$2" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$1" -binary | hex; }
sub_key() {
    openssl kdf -keylen 32 -kdfopt digest:SHA256 -kdfopt mode:EXPAND_ONLY -kdfopt "hexkey:$root" \
        -kdfopt "info:mm-secrets/v1/$1" -binary HKDF | hex
}
text() { printf '%s' "$1" | hex; }

root=$(openssl kdf -keylen 32 -kdfopt digest:SHA256 -kdfopt "pass:$password" \
    -kdfopt "hexsalt:$salt" -kdfopt "iter:$iterations" -binary PBKDF2 | hex)
same root "$root" 49d49c25f597846209f0d92e7770ab64e1c75e94b4ce6c509265ee67175d2a1e

check_key=$(sub_key password-check)
mac_key=$(sub_key file-mac)
fernet_key=$(sub_key fernet)
aes_key=$(sub_key aes-256-cbc/enc)
same 'key password-check' "$check_key" \
    846b6cfee4b1ef409fdf3209694bb9360d366960be7527d4c8b5c44486387e1e
same 'key file-mac' "$mac_key" 0af8c3e0a474ee4d19ab1aa6c4c941b93d3c32ebc057c705fcf804eff843e724
same 'key fernet' "$fernet_key" f2a1bb1a8d5dec13b56ac3d83e6c3b1363385e51fe7884e0ee8933657c78cfa8
same 'key aes' "$aes_key" 13b479283d3845030d65d5c2f02e0034e17ab517fd7ce9cf66b62d193cfcecbc

kdf="{\"iterations\":$iterations,\"name\":\"pbkdf2-hmac-sha256\",\"salt\":\"$(unhex <<<$salt | base64)\"}"
check=$(hmac "$check_key" "$(framed "$(text "{\"kdf\":$kdf}")")")
check=$(unhex <<<"${check:0:32}" | base64)
same check "$check" ZztoOI0eQSeZVkdIbONqZQ==

# The MAC and the checksum of a file: method, "iv" member of the header or nothing, ciphertext (hex).
file_of() {
    local header mac
    header="{\"format\":\"mm-secrets\",$2\"kdf\":$kdf,\"method\":\"$1\",\"version\":1}"
    mac=$(hmac "$mac_key" "$(framed "$(text "$header")")$(framed "$(text "$check")")$(framed "$3")")
    file_mac=$(unhex <<<"$mac" | base64)
    file_sum=$(printf '{"check":"%s","ciphertext":"%s","header":%s,"mac":"%s"}' \
        "$check" "$(unhex <<<"$3" | base64)" "$header" "$file_mac" |
        openssl dgst -sha256 -binary | hex)
}

cbc=$(printf '%s' "$plain" | openssl enc -aes-256-cbc -K "$aes_key" -iv "$iv" | hex)
same 'cbc ciphertext' "$(unhex <<<"$cbc" | base64)" \
    'dKGRm6Ukmo+qG7hn+h44Oan+bG0WU+8B+MmuqMDz3P+Ju1N0SD1LqHB9XIF+OC4KXWIVYbiV5RMxm5xmU6973w=='
file_of aes-256-cbc-hmac-sha256 "\"iv\":\"$(unhex <<<$iv | base64)\"," "$cbc"
same 'cbc mac' "$file_mac" Gwb9/eh7nt38DOEHUy2qkqwWIRlh+bP9D3ez5zpbUlU=
same 'cbc sha256' "$file_sum" af042491f6fbb5c5c8ef8b05212d3e13b2cf9e03c696d7959e070331572ef617

# Fernet: 0x80, time, IV, AES-128-CBC by the key's second half, HMAC by its first; base64url.
token=80$(printf '%016x' $fernet_time)$iv$(
    printf '%s' "$plain" | openssl enc -aes-128-cbc -K "${fernet_key:32}" -iv "$iv" | hex
)
token=$token$(hmac "${fernet_key:0:32}" "$token")
token=$(unhex <<<"$token" | base64 | tr '+/' '-_' | hex)
file_of fernet '' "$token"
same 'fernet mac' "$file_mac" flmgLiQ+uyh7eTXnKrdasqUS6AJyPlnD3rkdEjz0K5M=
same 'fernet sha256' "$file_sum" 5bb5e5e963089ecad30f47e3b73774f0e8009eddd311db5819871e220a6c30a6

exit $differences
