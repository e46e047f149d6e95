-- How does one order stand?
--
-- Columns, units and signs as in orders.sql. :order_id is ours, ord-…; without it there is no row.
SELECT
  order_id, client_order_id, exchange_order_id, signal_id, session_id, symbol, side, order_type,
  time_in_force, reduce_only, quantity, requested_price, filled_quantity, average_fill_price, status,
  slippage, slippage_bps, commission, fee_asset, error_message, reason_code, arrival_price,
  correlation_id, created_at, updated_at, filled_at, account_id
FROM live_orders
WHERE order_id = :order_id
ORDER BY created_at DESC
LIMIT 1;
