-- Accounts of the admin site and the HTTP API. Passwords and secrets are hashed before they come here.

-- role: 0 viewer, 1 operator, 2 manager, 3 administrator. name_key is the name in upper case.
CREATE TABLE downbeat_user (
    id              TEXT    PRIMARY KEY,
    name            TEXT    NOT NULL,
    name_key        TEXT    NOT NULL UNIQUE,
    password_hash   TEXT    NOT NULL,
    role            INTEGER NOT NULL,
    is_active       INTEGER NOT NULL,
    failed_sign_ins INTEGER NOT NULL,
    locked_until    INTEGER,
    created_at      INTEGER NOT NULL,
    signed_in_at    INTEGER,
    revision        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- kind: 0 session, 1 token
CREATE TABLE downbeat_credential (
    id          TEXT    PRIMARY KEY,
    user_id     TEXT    NOT NULL,
    kind        INTEGER NOT NULL,
    name        TEXT    NOT NULL,
    secret_hash TEXT    NOT NULL UNIQUE,
    role        INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    seen_at     INTEGER NOT NULL,
    expires_at  INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX downbeat_credential_user ON downbeat_credential (user_id, created_at);

CREATE TABLE downbeat_audit (
    seq     INTEGER PRIMARY KEY AUTOINCREMENT,
    at      INTEGER NOT NULL,
    who     TEXT    NOT NULL,
    way     TEXT    NOT NULL,
    action  TEXT    NOT NULL,
    subject TEXT    NOT NULL,
    name    TEXT    NOT NULL,
    before_ TEXT,
    after_  TEXT
) STRICT;

CREATE INDEX downbeat_audit_subject ON downbeat_audit (subject, seq);
