CREATE TRIGGER downbeat_periodic_task_foreign_edit
AFTER UPDATE OF id, name, task, args, kwargs, headers, queue, exchange, routing_key, priority, expires, expire_after, one_off, catch_up,
    starting_deadline, overlap, jitter, tags, schedule, start_time ON downbeat_periodic_task
WHEN NEW.revision = OLD.revision
BEGIN
    UPDATE downbeat_periodic_task SET error = NULL, revision = revision + 1 WHERE seq = NEW.seq AND revision = NEW.revision;
END;

CREATE TRIGGER downbeat_periodic_task_foreign_plan
AFTER UPDATE OF schedule, start_time, enabled ON downbeat_periodic_task
WHEN NEW.revision = OLD.revision AND NEW.enabled = 1
    AND (NEW.schedule <> OLD.schedule OR NEW.start_time IS NOT OLD.start_time OR OLD.enabled = 0)
BEGIN
    UPDATE downbeat_periodic_task
    SET next_run_at = NULL, next_nominal_at = NULL, error = NULL, disabled_reason = NULL, revision = revision + 1
    WHERE seq = NEW.seq;
END;

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

CREATE TABLE downbeat_beat (
    name    TEXT    PRIMARY KEY,
    seen_at INTEGER NOT NULL,
    report  TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE downbeat_cleanup_run (
    id            TEXT    PRIMARY KEY,
    trigger_      TEXT    NOT NULL,
    policy        TEXT    NOT NULL,
    is_dry_run    INTEGER NOT NULL,
    started_at    INTEGER NOT NULL,
    seen_at       INTEGER NOT NULL,
    ended_at      INTEGER,
    outcome       TEXT    NOT NULL,
    error         TEXT,
    candidates    TEXT    NOT NULL,
    deleted       TEXT    NOT NULL,
    bytes_before  INTEGER NOT NULL,
    bytes_after   INTEGER,
    batches       INTEGER NOT NULL,
    slowest_batch INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

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

CREATE TABLE downbeat_dead_letter (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    queue            TEXT    NOT NULL,
    priority         INTEGER NOT NULL,
    enqueued_at      INTEGER NOT NULL,
    expires_at       INTEGER,
    dead_at          INTEGER NOT NULL,
    reason           TEXT    NOT NULL,
    deliveries       INTEGER NOT NULL,
    task_id          TEXT    NOT NULL,
    task             TEXT    NOT NULL,
    headers          TEXT    NOT NULL,
    properties       TEXT    NOT NULL,
    content_type     TEXT    NOT NULL,
    content_encoding TEXT    NOT NULL,
    body             BLOB    NOT NULL
) STRICT;

CREATE TABLE downbeat_fire (
    seq                INTEGER PRIMARY KEY,
    task_id            TEXT    NOT NULL,
    periodic_task_id   TEXT    NOT NULL,
    periodic_task_name TEXT    NOT NULL,
    task               TEXT    NOT NULL,
    kind               INTEGER NOT NULL,
    manual_key         TEXT    NOT NULL DEFAULT '',
    nominal_at         INTEGER NOT NULL,
    nominal_until      INTEGER,
    occurrences        INTEGER NOT NULL DEFAULT 1,
    due_at             INTEGER NOT NULL,
    fired_at           INTEGER NOT NULL,
    outcome            INTEGER NOT NULL,
    reason             TEXT,
    message            TEXT,
    send_before        INTEGER,
    catch_up           INTEGER NOT NULL DEFAULT 0,
    revokes_task_id    TEXT,
    claim              TEXT,
    claimed_until      INTEGER,
    attempts           INTEGER NOT NULL DEFAULT 0,
    published_at       INTEGER,
    run_state          TEXT,
    run_started_at     INTEGER,
    run_done_at        INTEGER,
    look_again_at      INTEGER,
    give_up_at         INTEGER,
    blocks             INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE downbeat_message (
    seq              INTEGER PRIMARY KEY,
    queue            TEXT    NOT NULL,
    priority         INTEGER NOT NULL,
    state            INTEGER NOT NULL,
    available_at     INTEGER,
    enqueued_at      INTEGER NOT NULL,
    expires_at       INTEGER,
    consumer         INTEGER,
    deliveries       INTEGER NOT NULL DEFAULT 0,
    task_id          TEXT    NOT NULL,
    task             TEXT    NOT NULL,
    headers          TEXT    NOT NULL,
    properties       TEXT    NOT NULL,
    content_type     TEXT    NOT NULL,
    content_encoding TEXT    NOT NULL,
    body             BLOB    NOT NULL
) STRICT;

CREATE TABLE downbeat_meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE downbeat_periodic_task (
    seq                 INTEGER PRIMARY KEY AUTOINCREMENT,
    id                  TEXT    NOT NULL UNIQUE
        DEFAULT (lower(format('%s-%s-4%s-%s%s-%s', hex(randomblob(4)), hex(randomblob(2)), substr(hex(randomblob(2)), 2),
            substr('89AB', 1 + (random() & 3), 1), substr(hex(randomblob(2)), 2), hex(randomblob(6)))))
        CONSTRAINT id_is_a_uuid_in_lower_case CHECK (length(id) = 36 AND length(replace(id, '-', '')) = 32 AND id NOT GLOB '*[^0-9a-f-]*' AND id GLOB '????????-????-????-????-????????????'),
    name                TEXT    NOT NULL UNIQUE,
    task                TEXT    NOT NULL,
    schedule            TEXT    NOT NULL,
    args                TEXT    NOT NULL DEFAULT '[]',
    kwargs              TEXT    NOT NULL DEFAULT '{}',
    headers             TEXT    NOT NULL DEFAULT '{}',
    queue               TEXT,
    exchange            TEXT,
    routing_key         TEXT,
    priority            INTEGER,
    expires             INTEGER,
    expire_after        INTEGER,
    one_off             INTEGER NOT NULL DEFAULT 0,
    start_time          INTEGER,
    enabled             INTEGER NOT NULL DEFAULT 1,
    description         TEXT    NOT NULL DEFAULT '',
    catch_up            TEXT    NOT NULL DEFAULT 'latest',
    starting_deadline   INTEGER,
    overlap             TEXT    NOT NULL DEFAULT 'allow',
    jitter              INTEGER NOT NULL DEFAULT 0,
    tags                TEXT    NOT NULL DEFAULT '[]',
    revision            INTEGER NOT NULL DEFAULT 1,
    anchor              INTEGER,
    last_nominal_at     INTEGER,
    next_nominal_at     INTEGER,
    next_run_at         INTEGER,
    last_run_at         INTEGER,
    total_run_count     INTEGER NOT NULL DEFAULT 0,
    last_task_id        TEXT,
    last_outcome        TEXT,
    busy_until          INTEGER,
    created_at          INTEGER NOT NULL DEFAULT 0,
    changed_at          INTEGER NOT NULL DEFAULT 0,
    changed_by          TEXT    NOT NULL DEFAULT '',
    origin              TEXT    NOT NULL DEFAULT '',
    application         TEXT,
    declaration_key     TEXT,
    declaration_version TEXT,
    declaration         TEXT,
    is_edited           INTEGER NOT NULL DEFAULT 0,
    error               TEXT,
    disabled_reason     TEXT
) STRICT;

CREATE TABLE downbeat_published_once (
    task_id      TEXT    PRIMARY KEY,
    published_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE downbeat_result (
    seq                INTEGER PRIMARY KEY,
    task_id            TEXT    NOT NULL UNIQUE,
    state              TEXT    NOT NULL,
    name               TEXT,
    value              TEXT,
    exception          TEXT,
    traceback          TEXT,
    args               TEXT,
    kwargs             TEXT,
    worker             TEXT,
    queue              TEXT,
    retries            INTEGER NOT NULL,
    received_at        INTEGER,
    started_at         INTEGER,
    done_at            INTEGER,
    next_retry_at      INTEGER,
    parent_id          TEXT,
    root_id            TEXT,
    group_id           TEXT,
    periodic_task_name TEXT,
    progress           TEXT,
    keep               INTEGER,
    changed_at         INTEGER NOT NULL,
    expires_at         INTEGER
) STRICT;

CREATE TABLE downbeat_revocation (
    task_id    TEXT    PRIMARY KEY,
    revoked_at INTEGER NOT NULL,
    reason     TEXT    NOT NULL,
    terminate  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE downbeat_schema (
    version    INTEGER PRIMARY KEY,
    name       TEXT    NOT NULL,
    applied_at INTEGER NOT NULL
) STRICT;

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

CREATE TABLE downbeat_worker (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT    NOT NULL,
    queues      TEXT    NOT NULL,
    beats       INTEGER NOT NULL,
    seen_at     INTEGER NOT NULL,
    lease_until INTEGER NOT NULL,
    is_gone     INTEGER NOT NULL DEFAULT 0,
    report      TEXT    NOT NULL
) STRICT;

CREATE TABLE sqlite_sequence(name,seq);

CREATE INDEX downbeat_audit_subject ON downbeat_audit (subject, seq);

CREATE INDEX downbeat_cleanup_run_started ON downbeat_cleanup_run (started_at);

CREATE INDEX downbeat_credential_user ON downbeat_credential (user_id, created_at);

CREATE INDEX downbeat_dead_letter_dead_at ON downbeat_dead_letter (dead_at);

CREATE INDEX downbeat_dead_letter_task_id ON downbeat_dead_letter (task_id);

CREATE INDEX downbeat_fire_blocking ON downbeat_fire (task_id) WHERE look_again_at IS NOT NULL AND blocks = 1;

CREATE INDEX downbeat_fire_fired ON downbeat_fire (fired_at);

CREATE UNIQUE INDEX downbeat_fire_occurrence ON downbeat_fire (periodic_task_id, nominal_at, manual_key);

CREATE INDEX downbeat_fire_pending ON downbeat_fire (seq) WHERE outcome = 0;

CREATE INDEX downbeat_fire_unfinished ON downbeat_fire (look_again_at) WHERE look_again_at IS NOT NULL;

CREATE INDEX downbeat_fire_waiting ON downbeat_fire (periodic_task_id, nominal_at) WHERE outcome = 0;

CREATE INDEX downbeat_message_delayed ON downbeat_message (available_at, queue) WHERE state = 1;

CREATE INDEX downbeat_message_delayed_task ON downbeat_message (task_id) WHERE state = 1;

CREATE INDEX downbeat_message_expires ON downbeat_message (expires_at) WHERE expires_at IS NOT NULL;

CREATE INDEX downbeat_message_held ON downbeat_message (consumer, queue) WHERE state = 2;

CREATE INDEX downbeat_message_ready ON downbeat_message (queue, priority DESC, seq) WHERE state = 0;

CREATE INDEX downbeat_message_suspect ON downbeat_message (queue, priority DESC, seq) WHERE state = 3;

CREATE INDEX downbeat_periodic_task_application ON downbeat_periodic_task (application, name) WHERE application IS NOT NULL;

CREATE INDEX downbeat_periodic_task_busy ON downbeat_periodic_task (next_run_at) WHERE enabled = 1 AND error IS NULL AND busy_until IS NOT NULL;

CREATE INDEX downbeat_periodic_task_due ON downbeat_periodic_task (next_run_at) WHERE enabled = 1 AND error IS NULL;

CREATE INDEX downbeat_published_once_at ON downbeat_published_once (published_at);

CREATE INDEX downbeat_result_expires ON downbeat_result (expires_at, state) WHERE expires_at IS NOT NULL;

CREATE INDEX downbeat_result_failed ON downbeat_result (state, seq) WHERE state IN ('FAILURE', 'RETRY', 'REVOKED');

CREATE INDEX downbeat_result_name ON downbeat_result (name, seq);

CREATE INDEX downbeat_revocation_at ON downbeat_revocation (revoked_at);

CREATE INDEX downbeat_worker_seen ON downbeat_worker (seen_at);
