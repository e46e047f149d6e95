import Platform
import Primitives
import Testing

@Suite("Metrics")
struct MetricTests {
  private func text(_ source: any MetricSource) -> String {
    let registry = MetricRegistry()
    registry.add(source)
    return String(decoding: registry.page().bytes, as: UTF8.self)
  }

  @Test("a page has HELP and TYPE once a family, values exact and labels escaped")
  func page() throws {
    var page = MetricPage()
    page.begin("sextant_equity", .gauge, "Worth \"now\"\nin full \\ exact.")
    page.sample(try Fixed(parsing: "100000.000000000001"), [("account", "a\"b\\c\nd")])
    page.sample(-0.25, [("account", "x"), ("side", "LONG")])
    page.single("sextant_ready", .gauge, "Ready.", 1 as Int64)
    page.begin("sextant_odd", .gauge, "Odd.")
    page.sample(Double.nan)
    page.sample(-Double.infinity)
    #expect(
      String(decoding: page.bytes, as: UTF8.self) == #"""
        # HELP sextant_equity Worth "now"\nin full \\ exact.
        # TYPE sextant_equity gauge
        sextant_equity{account="a\"b\\c\nd"} 100000.000000000001
        sextant_equity{account="x",side="LONG"} -0.25
        # HELP sextant_ready Ready.
        # TYPE sextant_ready gauge
        sextant_ready 1
        # HELP sextant_odd Odd.
        # TYPE sextant_odd gauge
        sextant_odd NaN
        sextant_odd -Inf

        """#)
  }

  @Test("a histogram's buckets add up, and a value on a bound is inside")
  func histogram() {
    let histogram = Histogram(bounds: [0.1, 1])
    for value in [0.1, 0.5, 7, -3, .nan, .infinity] { histogram.observe(value) }
    #expect(histogram.snapshot.counts == [2, 1, 1])
    #expect(histogram.snapshot.sum == 7.6)
    var page = MetricPage()
    page.begin("h_seconds", .histogram, "H.")
    page.sample(histogram.snapshot, [("hop", "a")])
    #expect(
      String(decoding: page.bytes, as: UTF8.self) == """
        # HELP h_seconds H.
        # TYPE h_seconds histogram
        h_seconds_bucket{hop="a",le="0.1"} 2
        h_seconds_bucket{hop="a",le="1.0"} 3
        h_seconds_bucket{hop="a",le="+Inf"} 4
        h_seconds_sum{hop="a"} 7.6
        h_seconds_count{hop="a"} 4

        """)
  }

  @Test("combinations are there at 0, and past the cap counted under other")
  func counters() {
    let family = CounterFamily(
      "c_total", "C.", labels: ["code"], zeros: [["A"], ["B"]], cap: 3)
    for code in ["A", "A", "X", "Y", "Z", "Y"] { family.add([code]) }
    #expect(
      text(family) == """
        # HELP c_total C.
        # TYPE c_total counter
        c_total{code="A"} 2
        c_total{code="B"} 0
        c_total{code="X"} 1
        c_total{code="other"} 3

        """)
  }

  @Test("the process tells its memory, descriptors and start")
  func process() throws {
    let page = text(ProcessMetrics())
    func value(_ name: String) throws -> Double {
      let line = try #require(page.split(separator: "\n").first { $0.hasPrefix(name + " ") }, "\(name)")
      return try #require(Double(line.dropFirst(name.count + 1)))
    }
    #expect(try value("process_resident_memory_bytes") > 1_000_000)
    #expect(try value("process_open_fds") >= 3)
    #expect(try value("process_max_fds") >= value("process_open_fds"))
    #expect(try value("process_cpu_seconds_total") >= 0)
    let started = try value("process_start_time_seconds")
    let now = Double(WallClock.now().nanoseconds) / 1e9
    #expect(started > now - 86_400 && started < now + 2)
  }
}
