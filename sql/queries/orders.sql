-- Which orders were placed, newest first?
--
-- Prices in quote currency, quantities in contracts. slippage: price units, positive is adverse (paid more
-- or got less than arrival_price); slippage_bps the same in 1/10000 of arrival_price. commission: in
-- fee_asset, positive is paid. NULL: unknown, or does not apply.
--
-- A parameter that is not set is no filter: :since (inclusive), :until (exclusive) on created_at, :session,
-- :account, :symbol, :side (BUY, SELL), :status, :order_type (MARKET, LIMIT); :limit (100), :offset (0).
--
-- Times are microseconds since 1970, UTC. By hand, in the sqlite3 shell on sextant.sqlite:
--   .parameter init
--   .parameter set :since "unixepoch('2024-08-08 12:00') * 1000000"
--   .read sql/queries/orders.sql
SELECT
  order_id, client_order_id, exchange_order_id, signal_id, session_id, symbol, side, order_type,
  time_in_force, reduce_only, quantity, requested_price, filled_quantity, average_fill_price, status,
  slippage, slippage_bps, commission, fee_asset, error_message, reason_code, arrival_price,
  correlation_id, created_at, updated_at, filled_at, account_id
FROM live_orders
WHERE
  created_at >= coalesce(:since, -9223372036854775808)
  AND created_at < coalesce(:until, 9223372036854775807)
  AND (:session IS NULL OR session_id = :session)
  AND (:account IS NULL OR account_id = :account)
  AND (:symbol IS NULL OR symbol = :symbol)
  AND (:side IS NULL OR side = :side)
  AND (:status IS NULL OR status = :status)
  AND (:order_type IS NULL OR order_type = :order_type)
ORDER BY created_at DESC, order_id DESC
LIMIT coalesce(:limit, 100) OFFSET coalesce(:offset, 0);
