import Testing

@Suite("The repository keeps its own rules")
struct TidyTests {
  static let rules = CoreRules.all + SafetyRules.all + ShapeRules.all + RepositoryRules.all

  @Test("nothing in the repository breaks this rule", arguments: rules)
  func holds(rule: Rule) {
    for finding in rule.findings(in: .real) {
      Issue.record("\(finding)")
    }
  }

  @Test("the rule finds its bad example, so it can fail", arguments: rules)
  func canFail(rule: Rule) {
    let found = rule.findings(in: Repository(rule.bad))
    #expect(!found.isEmpty)
    #expect(found.allSatisfy { $0.contains(rule.instead) })
  }

  @Test("the whole repository was read")
  func readsTheRepository() {
    let paths = Set(Repository.real.files.map(\.path))
    #expect(paths.contains("Package.swift"))
    #expect(paths.contains("Tests/TidyTests/TidyTests.swift"))
    for target in ["Primitives", "Trading", "Sync", "Desk", "Platform", "Ingest", "Query", "Runners"] {
      #expect(paths.contains { $0.hasPrefix("Sources/\(target)/") }, "no sources of \(target)")
    }
  }

  @Test("a marker excuses its own line, and only with a reason")
  func marker() {
    let excused = SourceText(path: "A.swift", text: "a // tidy-ok: an indicator\nb // tidy-ok:\nc")
    #expect(excused.isExcused(0))
    #expect(!excused.isExcused(1))
    #expect(!excused.isExcused(2))
  }

  @Test("comments and strings are not code, what stands around them is")
  func codeOnly() {
    let text = ##"""
      let a = "fatalError( \(b("x!")) \" try!" // as!
      /* print( /* nested */ Date() */ let c = #"UUID() \n "quoted" "#; d
      let e = """
        try! \(f)
        """; g
      """##
    let code = CodeOnly.lines(of: text).joined(separator: "\n")
    for gone in ["fatalError", "try!", "as!", "print", "Date", "UUID", "quoted", "x!"] {
      #expect(!code.contains(gone), "\(gone) is still there")
    }
    for kept in ["let a =", "let c =", "; d", "let e =", "; g"] {
      #expect(code.contains(kept), "\(kept) is gone")
    }
    #expect(code.split(separator: "\n", omittingEmptySubsequences: false).count == 5)
  }

  @Test(
    "innocent code is left alone",
    arguments: [
      "let a = !list.isEmpty && b != c", "let x = values(of: book).sorted()", "case .random: 1",
      "guard book.keys.contains(key) else { return }", "// Date() would be wrong here", "self.init(a: 1)",
    ])
  func innocent(line: String) {
    let repository = Repository(["Sources/Desk/Good.swift": line + "\n"])
    for rule in Self.rules {
      #expect(rule.findings(in: repository).isEmpty)
    }
  }
}
