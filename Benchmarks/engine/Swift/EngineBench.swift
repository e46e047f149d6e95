import Glibc
import Runners

/// Measures one thing of the engine, once, and prints what it took as one line of JSON.
///
///     EngineBench tape FILE [--symbol NAME] [--strategy NAME] [--set NAME=VALUE]... [--bar-seconds N]
///                           [--exchange ideal|standard] [--plays N]
///     EngineBench sweep FILE [the same] [--sweep AXES] [--threads N]
///     EngineBench decide [--count N]
///     EngineBench wire DIRECTORY [--count N] [--rate N] [--projected no]
///     EngineBench append DIRECTORY [--count N] [--producers N] [--projected yes]
///
/// Several runs, and those of others beside them, are the business of `Benchmarks/engine/run`.
@main
struct EngineBench {
  static func main() {
    do {
      let options = try Options(Array(CommandLine.arguments.dropFirst()))
      let line =
        switch options.command {
        case "tape": try TapeBench(options).run()
        case "sweep": try SweepBench(options).run()
        case "decide": try DecisionBench(options).run()
        case "wire": try WireBench(options).run()
        case "append": try AppendBench(options).run()
        default: throw BenchFault("no benchmark is called \(options.command)")
        }
      print(line.text)
    } catch {
      var message = "EngineBench: \(error)\n"
      message.withUTF8 { _ = unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
      exit(64)
    }
  }
}

/// Why nothing could be measured.
struct BenchFault: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
