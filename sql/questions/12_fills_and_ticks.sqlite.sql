-- Where did each fill lie against the market's last tick up to it?
--
-- The newest hundred fills. cost_bps: from that tick's mid to the fill, in 1/10000 of the mid, positive is
-- adverse. age_ms: how old the tick was. Ticks are lossy under pressure: an old one says nothing.
SELECT
  strftime('%Y-%m-%d %H:%M:%f', f.ts / 1000000.0, 'unixepoch') AS ts,
  f.symbol AS symbol, f.side AS side, f.quantity AS quantity, f.price AS price,
  t.bid AS bid, t.ask AS ask,
  CASE WHEN f.side = 'BUY' THEN 1 ELSE -1 END * 10000.0 * (f.price - (t.bid + t.ask) / 2)
      / ((t.bid + t.ask) / 2) AS cost_bps,
  (f.ts - t.ts) / 1000.0 AS age_ms
FROM fills AS f
LEFT JOIN ticks AS t
  ON t.symbol = f.symbol AND (t.ts, t.source, t.seq) = (
    SELECT ts, source, seq FROM ticks
    WHERE symbol = f.symbol AND ts <= f.ts
    ORDER BY ts DESC, source DESC, seq DESC
    LIMIT 1
  )
ORDER BY f.ts DESC, f.trade_id DESC
LIMIT 100;
