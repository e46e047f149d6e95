-- Rows a store refused, kept until it takes them. The journal's own, in SQLite only.

CREATE TABLE IF NOT EXISTS dead_letters (
  store TEXT NOT NULL,               -- questdb or postgres
  table_name TEXT NOT NULL,
  row_key TEXT NOT NULL,             -- values of the key columns, JSON array
  seq INTEGER NOT NULL,              -- number of the newest event in the row
  row TEXT NOT NULL,                 -- the whole row, JSON object
  error TEXT NOT NULL,               -- the server's words
  recorded_at INTEGER NOT NULL,      -- wall time, microseconds since 1970
  PRIMARY KEY (store, table_name, row_key)
) WITHOUT ROWID;
