"""The listener's secrets in one encrypted file, `config/secrets.enc`."""
