-- Which signals were decided on, and how, newest first?
--
-- quantity: contracts asked for. price: limit price, else the ask (BUY) or bid (SELL) the decision saw,
-- quote currency. confidence: 0 to 1. decision: ORDERED, REJECTED or NOTED (informational: no order).
-- A repeat of a signal leaves no row. NULL: unknown, or does not apply.
--
-- A parameter that is not set is no filter: :since (inclusive), :until (exclusive) on created_at, :session,
-- :account, :symbol, :side (BUY, SELL), :signal_type (S1, O1, Z1, ZE1, E1, EMERGENCY), :decision; :limit (100),
-- :offset (0).
--
-- Times are microseconds since 1970, UTC. By hand, in the sqlite3 shell on sextant.sqlite:
--   .parameter init
--   .parameter set :since "unixepoch('2024-08-08 12:00') * 1000000"
--   .read sql/queries/signals.sql
SELECT
  signal_id, signal_type, symbol, side, quantity, price, confidence, strategy_name, indicator_values,
  approved, decision, reason_code, rejection_reason, order_id, correlation_id, session_id, created_at,
  account_id
FROM signal_history
WHERE
  created_at >= coalesce(:since, -9223372036854775808)
  AND created_at < coalesce(:until, 9223372036854775807)
  AND (:session IS NULL OR session_id = :session)
  AND (:account IS NULL OR account_id = :account)
  AND (:symbol IS NULL OR symbol = :symbol)
  AND (:side IS NULL OR side = :side)
  AND (:signal_type IS NULL OR signal_type = :signal_type)
  AND (:decision IS NULL OR decision = :decision)
ORDER BY created_at DESC, signal_id DESC, seq DESC
LIMIT coalesce(:limit, 100) OFFSET coalesce(:offset, 0);
