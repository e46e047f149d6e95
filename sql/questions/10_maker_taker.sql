-- How much was traded as maker and as taker, and what did that cost?
--
-- share_pct: of the symbol's turnover (quantity × price). fees: positive is paid, negative a rebate; fee_bps
-- in 1/10000 of the turnover. Forced closes are counted too.
SELECT
  symbol, liquidity, fills,
  turnover,
  100.0 * turnover / symbol_turnover AS share_pct,
  fees,
  10000.0 * fees / turnover AS fee_bps
FROM (
  SELECT
    symbol, liquidity, fills, turnover, fees,
    sum(turnover) OVER (PARTITION BY symbol) AS symbol_turnover
  FROM (
    SELECT
      symbol, liquidity,
      count(*) AS fills,
      sum(quantity * price) AS turnover,
      sum(fee) AS fees
    FROM fills
    GROUP BY symbol, liquidity
  ) AS counted
) AS shared
ORDER BY symbol, liquidity;
