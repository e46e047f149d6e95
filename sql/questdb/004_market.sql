-- The market as it was seen, as QuestDB holds it: outside the journal, lossy under pressure.
--
-- What each column means stands in sql/sqlite/004_market.sql. The keys are SQLite's primary keys.

-- One row a trade or quote.
CREATE TABLE IF NOT EXISTS ticks (
  ts TIMESTAMP,
  symbol SYMBOL,
  source SYMBOL,
  seq LONG,
  bid DOUBLE,
  ask DOUBLE,
  bid_size DOUBLE,
  ask_size DOUBLE,
  recorded_at TIMESTAMP
) timestamp(ts) PARTITION BY DAY WAL
DEDUP UPSERT KEYS(ts, symbol, source, seq);

-- One row a finished candle.
CREATE TABLE IF NOT EXISTS candles (
  ts TIMESTAMP,
  symbol SYMBOL,
  source SYMBOL,
  bar_seconds LONG,
  open DOUBLE,
  high DOUBLE,
  low DOUBLE,
  close DOUBLE,
  volume DOUBLE,
  recorded_at TIMESTAMP
) timestamp(ts) PARTITION BY DAY WAL
DEDUP UPSERT KEYS(ts, symbol, source, bar_seconds);
