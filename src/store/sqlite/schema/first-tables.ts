/**
 * Instants are milliseconds since 1970. Each index stands below its table, with the query that needs it.
 * `row_id` grows with time, so that it orders what came first and breaks ties.
 */
export const firstTables = `
CREATE TABLE transitions (
  row_id INTEGER PRIMARY KEY,
  organisation_id TEXT NOT NULL,
  transition_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  link_id TEXT NOT NULL,
  tenant_id TEXT NOT NULL,
  is_open INTEGER NOT NULL,
  owner_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  search_text TEXT NOT NULL,
  document TEXT NOT NULL,
  last_event_seq INTEGER NOT NULL,
  expanded_seq INTEGER NOT NULL DEFAULT 0,
  outbox_since INTEGER
) STRICT;
-- Its id is the consumption of the review card's nonce: a second insert finds the first.
CREATE UNIQUE INDEX transitions_by_id ON transitions (organisation_id, transition_id);
CREATE UNIQUE INDEX transitions_by_link ON transitions (link_id);
CREATE UNIQUE INDEX transitions_open_by_tenant ON transitions (organisation_id, tenant_id) WHERE is_open = 1;
-- list: all or open ones, everybody's or one owner's, newest first
CREATE INDEX transitions_listed ON transitions (organisation_id, created_at, transition_id);
CREATE INDEX transitions_listed_open ON transitions (organisation_id, created_at, transition_id) WHERE is_open = 1;
CREATE INDEX transitions_owned ON transitions (organisation_id, owner_id, created_at, transition_id);
CREATE INDEX transitions_owned_open ON transitions (organisation_id, owner_id, created_at, transition_id)
  WHERE is_open = 1;
-- unexpanded
CREATE INDEX transitions_unexpanded ON transitions (outbox_since) WHERE outbox_since IS NOT NULL;

-- search: anywhere in a name from three characters on, the beginning of a word below that
CREATE VIRTUAL TABLE transition_trigrams USING fts5 (
  search_text, content = 'transitions', content_rowid = 'row_id', columnsize = 0, tokenize = 'trigram'
);
CREATE VIRTUAL TABLE transition_words USING fts5 (
  search_text, content = 'transitions', content_rowid = 'row_id', columnsize = 0, prefix = '1 2',
  tokenize = "unicode61 remove_diacritics 0 tokenchars '.-'"
);
CREATE TRIGGER transitions_inserted AFTER INSERT ON transitions BEGIN
  INSERT INTO transition_trigrams (rowid, search_text) VALUES (new.row_id, new.search_text);
  INSERT INTO transition_words (rowid, search_text) VALUES (new.row_id, new.search_text);
END;
CREATE TRIGGER transitions_renamed AFTER UPDATE OF search_text ON transitions
WHEN old.search_text <> new.search_text BEGIN
  INSERT INTO transition_trigrams (transition_trigrams, rowid, search_text)
    VALUES ('delete', old.row_id, old.search_text);
  INSERT INTO transition_words (transition_words, rowid, search_text) VALUES ('delete', old.row_id, old.search_text);
  INSERT INTO transition_trigrams (rowid, search_text) VALUES (new.row_id, new.search_text);
  INSERT INTO transition_words (rowid, search_text) VALUES (new.row_id, new.search_text);
END;
CREATE TRIGGER transitions_deleted AFTER DELETE ON transitions BEGIN
  INSERT INTO transition_trigrams (transition_trigrams, rowid, search_text)
    VALUES ('delete', old.row_id, old.search_text);
  INSERT INTO transition_words (transition_words, rowid, search_text) VALUES ('delete', old.row_id, old.search_text);
END;

CREATE TABLE visits (
  organisation_id TEXT NOT NULL,
  transition_id TEXT NOT NULL,
  due_at INTEGER,
  quiet_visits INTEGER NOT NULL,
  woken INTEGER NOT NULL,
  lease_token TEXT,
  lease_until INTEGER,
  PRIMARY KEY (organisation_id, transition_id),
  FOREIGN KEY (organisation_id, transition_id) REFERENCES transitions (organisation_id, transition_id)
    ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX visits_due ON visits (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE deliveries (
  row_id INTEGER PRIMARY KEY,
  delivery_id TEXT NOT NULL,
  organisation_id TEXT NOT NULL,
  transition_id TEXT NOT NULL,
  message TEXT NOT NULL,
  state TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  activity_id TEXT,
  failure TEXT,
  lease_token TEXT,
  lease_until INTEGER
) STRICT;
CREATE UNIQUE INDEX deliveries_by_id ON deliveries (delivery_id);
CREATE INDEX deliveries_due ON deliveries (due_at) WHERE state IN ('pending', 'sending');
-- countByState
CREATE INDEX deliveries_by_state ON deliveries (organisation_id, state);

CREATE TABLE conversations (
  organisation_id TEXT NOT NULL,
  conversation_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  user_id TEXT,
  reference TEXT NOT NULL,
  locale TEXT,
  seen_at INTEGER NOT NULL,
  gone_at INTEGER,
  PRIMARY KEY (organisation_id, conversation_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX conversations_personal ON conversations (organisation_id, user_id, seen_at) WHERE kind = 'personal';

CREATE TABLE subscriptions (
  organisation_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  display_name TEXT NOT NULL,
  conversation_id TEXT NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY (organisation_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX subscriptions_listed ON subscriptions (organisation_id, since, user_id);

CREATE TABLE audit_events (
  organisation_id TEXT NOT NULL,
  transition_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (organisation_id, transition_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE dialog_states (
  key TEXT NOT NULL PRIMARY KEY,
  json TEXT NOT NULL,
  etag TEXT NOT NULL,
  written_at INTEGER NOT NULL
) STRICT;
CREATE INDEX dialog_states_by_age ON dialog_states (written_at);

CREATE TABLE turns (
  activity_key TEXT NOT NULL PRIMARY KEY,
  is_done INTEGER NOT NULL,
  ends_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX turns_by_age ON turns (ends_at);

CREATE TABLE ephemeral_values (
  key TEXT NOT NULL PRIMARY KEY,
  json TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX ephemeral_values_by_end ON ephemeral_values (expires_at);

-- ping writes here: a disk that only reads is not ready
CREATE TABLE pings (pinged INTEGER NOT NULL) STRICT;
INSERT INTO pings VALUES (0);
`;
