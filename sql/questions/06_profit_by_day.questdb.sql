-- What did each symbol realise and pay in fees, day by day?
--
-- realized_pnl: net of fees, positive is a gain; an opening fill books minus its fee. fees: in fee_asset,
-- positive is paid, inside realized_pnl already. turnover: quantity × price.
SELECT
  ts AS day, symbol, fee_asset,
  count() AS fills,
  sum(quantity * price) AS turnover,
  sum(realized_pnl) AS realized_pnl,
  sum(fee) AS fees
FROM fills
SAMPLE BY 1d ALIGN TO CALENDAR
ORDER BY day, symbol, fee_asset;
