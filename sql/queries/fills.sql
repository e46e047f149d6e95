-- Which executions were there, newest first?
--
-- price: quote currency. quantity: contracts. fee: in fee_asset, positive is paid, negative a rebate.
-- kind: ORDER, or LIQUIDATION or ADL when the exchange closed the position (order_id is NULL then).
--
-- A parameter that is not set is no filter: :since (inclusive), :until (exclusive) on ts, :session,
-- :account, :symbol, :side (BUY, SELL), :kind, :order_id; :limit (100), :offset (0).
--
-- Times are microseconds since 1970, UTC. By hand, in the sqlite3 shell on sextant.sqlite:
--   .parameter init
--   .parameter set :since "unixepoch('2024-08-08 12:00') * 1000000"
--   .read sql/queries/fills.sql
SELECT
  trade_id, order_id, symbol, side, quantity, price, fee, fee_asset, liquidity, kind, session_id, ts,
  account_id
FROM fills
WHERE
  ts >= coalesce(:since, -9223372036854775808)
  AND ts < coalesce(:until, 9223372036854775807)
  AND (:session IS NULL OR session_id = :session)
  AND (:account IS NULL OR account_id = :account)
  AND (:symbol IS NULL OR symbol = :symbol)
  AND (:side IS NULL OR side = :side)
  AND (:kind IS NULL OR kind = :kind)
  AND (:order_id IS NULL OR order_id = :order_id)
ORDER BY ts DESC, trade_id DESC, session_id DESC
LIMIT coalesce(:limit, 100) OFFSET coalesce(:offset, 0);
