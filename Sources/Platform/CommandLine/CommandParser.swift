/// One reading of the arguments: walks them once and collects every fault.
struct CommandParser {
  private let environment: [String: String]
  private var commands: [Command]
  private var values = CommandValues()
  private var faults: [String] = []
  private var wantsHelp = false

  init(root: Command, environment: [String: String]) {
    commands = [root]
    self.environment = environment
  }

  mutating func parse(_ arguments: [String]) -> Command.Outcome {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--" {
        for operand in rest { takeOperand(operand) }
        break
      } else if argument == "--help" || argument == "-h" {
        wantsHelp = true
      } else if argument.hasPrefix("--"), !argument.hasPrefix("-- ") {
        takeOption(argument, &rest)
      } else if argument.hasPrefix("-"), !argument.hasPrefix("-- "), argument != "-", Double(argument) == nil
      {
        faults.append("unknown option \(shown(argument)); options begin with two dashes")
      } else {
        takeOperand(argument)
      }
    }
    if wantsHelp { return .help(CommandHelp.text(for: commands)) }
    if faults.isEmpty, !current.subcommands.isEmpty { return .help(CommandHelp.text(for: commands)) }
    checkOperands()
    for option in visibleOptions { complete(option) }
    if faults.isEmpty { return .run(path: commands.dropFirst().map(\.name), values: values) }
    return .faults(faults)
  }

  private var current: Command { commands[commands.count - 1] }

  private var visibleOptions: [Command.Option] { commands.flatMap(\.options) }

  /// An argument as a fault repeats it. Beside options with secrets a `word=value` is not shown: it may be
  /// a piece of such an option's value that was not put in quotes.
  private func shown(_ argument: String) -> String {
    let isHidden = argument.contains("=") && visibleOptions.contains(where: \.isSecret)
    return isHidden ? "an argument (not shown; are quotes missing?)" : "'\(argument)'"
  }

  private mutating func takeOption(_ argument: String, _ rest: inout ArraySlice<String>) {
    let body = argument.dropFirst(2)
    let parts = body.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard let option = visibleOptions.first(where: { $0.name == name }) else {
      let known = visibleOptions.map(\.name) + ["help"]
      let hint = Suggestion.nearest(to: name, in: known).map { " (did you mean '--\($0)'?)" } ?? ""
      faults.append("unknown option '--\(name)'\(hint)")
      return
    }
    if option.isFlag {
      let text = parts.count > 1 ? String(parts[1]) : "true"
      set(option, text, from: "--\(name)")
      return
    }
    if parts.count > 1 {
      set(option, String(parts[1]), from: "--\(name)")
    } else if let next = rest.first, !next.hasPrefix("--") {
      rest = rest.dropFirst()
      set(option, next, from: "--\(name)")
    } else {
      faults.append("--\(name) needs a value: --\(name)=<\(option.valueName)>")
      // Noted as given, so that a required option is not reported twice.
      values.values[name, default: []] += []
    }
  }

  private mutating func takeOperand(_ argument: String) {
    guard !current.subcommands.isEmpty else {
      values.operands.append(argument)
      return
    }
    if let next = current.subcommands.first(where: { $0.name == argument }) {
      commands.append(next)
      return
    }
    let names = current.subcommands.map(\.name)
    let hint =
      Suggestion.nearest(to: argument, in: names).map { "did you mean '\($0)'?" }
      ?? "one of \(names.joined(separator: ", "))"
    faults.append("unknown command '\(argument)' (\(hint))")
  }

  private mutating func set(
    _ option: Command.Option, _ value: String, from source: String,
    _ kind: CommandValues.Source = .argument
  ) {
    let name = option.name
    if values.values[name] != nil, !option.repeats, !option.isFlag {
      faults.append("\(source) is given twice")
      return
    }
    values.values[name, default: []] += []
    values.sources[name] = kind
    if let fault = option.fault(in: value) {
      let shown = option.isSecret ? "" : ", not '\(value)'"
      faults.append("\(source) \(fault)\(shown)")
      return
    }
    if !option.isFlag {
      values.values[name, default: []].append(value)
    } else if Command.Option.truth(of: value) == true {
      values.flags.insert(name)
    } else {
      values.flags.remove(name)
    }
  }

  /// Fills an option that the arguments do not have from the environment, then from its default.
  private mutating func complete(_ option: Command.Option) {
    guard values.values[option.name] == nil else { return }
    if let text = environment[option.environmentName], !text.isEmpty {
      let parts = option.repeats ? text.split(separator: ",").map(String.init) : [text]
      for part in parts { set(option, part, from: option.environmentName, .environment) }
    } else if let value = option.defaultValue {
      set(option, value, from: "the default of --\(option.name)", .standard)
    } else if option.isRequired {
      faults.append("--\(option.name) is missing (or set \(option.environmentName))")
    }
  }

  private mutating func checkOperands() {
    let declared = current.operands
    let required = declared.count { !$0.isOptional }
    if values.operands.count < required {
      for operand in declared.filter({ !$0.isOptional }).dropFirst(values.operands.count) {
        faults.append("<\(operand.name)> is missing: \(operand.help)")
      }
    }
    let takesAll = declared.last?.repeats ?? false
    if !takesAll, current.subcommands.isEmpty {
      for extra in values.operands.dropFirst(declared.count) {
        faults.append("\(shown(extra)) is one argument too many")
      }
    }
  }
}
