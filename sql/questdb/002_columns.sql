-- What the three specified tables lack: our columns, the keys a row upserts on, and indexes.
--
-- QuestDB alters a table through its log, one change a statement, and refuses a column that is there:
-- whoever runs this file runs ADD COLUMN only where the column is absent. What a column means stands in
-- sql/sqlite/001_tables.sql.

-- live_orders: ours.
ALTER TABLE live_orders ADD COLUMN client_order_id VARCHAR;
ALTER TABLE live_orders ADD COLUMN signal_id VARCHAR;
ALTER TABLE live_orders ADD COLUMN correlation_id VARCHAR;
ALTER TABLE live_orders ADD COLUMN account_id SYMBOL;
ALTER TABLE live_orders ADD COLUMN mode SYMBOL;
ALTER TABLE live_orders ADD COLUMN time_in_force SYMBOL;
ALTER TABLE live_orders ADD COLUMN reduce_only BOOLEAN;
ALTER TABLE live_orders ADD COLUMN arrival_price DOUBLE;
ALTER TABLE live_orders ADD COLUMN slippage_bps DOUBLE;
ALTER TABLE live_orders ADD COLUMN fee_asset SYMBOL;
ALTER TABLE live_orders ADD COLUMN reason_code SYMBOL;
ALTER TABLE live_orders ADD COLUMN expires_at TIMESTAMP;
ALTER TABLE live_orders ADD COLUMN handed_off_at TIMESTAMP;
ALTER TABLE live_orders ADD COLUMN recorded_at TIMESTAMP;

-- live_positions: ours.
ALTER TABLE live_positions ADD COLUMN account_id SYMBOL;
ALTER TABLE live_positions ADD COLUMN mode SYMBOL;
ALTER TABLE live_positions ADD COLUMN realized_pnl DOUBLE;
ALTER TABLE live_positions ADD COLUMN liquidation_distance_pct DOUBLE;
ALTER TABLE live_positions ADD COLUMN currency SYMBOL;
ALTER TABLE live_positions ADD COLUMN recorded_at TIMESTAMP;

-- signal_history: ours.
ALTER TABLE signal_history ADD COLUMN account_id SYMBOL;
ALTER TABLE signal_history ADD COLUMN mode SYMBOL;
ALTER TABLE signal_history ADD COLUMN correlation_id VARCHAR;
ALTER TABLE signal_history ADD COLUMN intent_id VARCHAR;
ALTER TABLE signal_history ADD COLUMN idempotency_key VARCHAR;
ALTER TABLE signal_history ADD COLUMN key_rule SYMBOL;
ALTER TABLE signal_history ADD COLUMN decision SYMBOL;
ALTER TABLE signal_history ADD COLUMN reason_code SYMBOL;
ALTER TABLE signal_history ADD COLUMN order_type SYMBOL;
ALTER TABLE signal_history ADD COLUMN source SYMBOL;
ALTER TABLE signal_history ADD COLUMN seq LONG;
ALTER TABLE signal_history ADD COLUMN recorded_at TIMESTAMP;

-- A row replaces the one of the same key: sent twice it is stored once. The keys are SQLite's primary keys.
ALTER TABLE live_orders DEDUP ENABLE UPSERT KEYS(created_at, order_id);
ALTER TABLE live_positions DEDUP ENABLE UPSERT KEYS(updated_at, session_id, symbol, side);
ALTER TABLE signal_history DEDUP ENABLE UPSERT KEYS(created_at, session_id, signal_id, seq);

-- Of the thirteen indexes specified QuestDB can have six: it indexes SYMBOL columns only.
ALTER TABLE live_orders ALTER COLUMN symbol ADD INDEX;
ALTER TABLE live_orders ALTER COLUMN session_id ADD INDEX;
ALTER TABLE live_positions ALTER COLUMN symbol ADD INDEX;
ALTER TABLE live_positions ALTER COLUMN session_id ADD INDEX;
ALTER TABLE signal_history ALTER COLUMN symbol ADD INDEX;
ALTER TABLE signal_history ALTER COLUMN session_id ADD INDEX;
