internal import Desk
internal import Platform

/// Who and why, as a command's body says it: `{"actor": …, "reason": …}`.
struct OperatorRequest {
  /// Who it is when neither the body nor a token says.
  static let defaultActor = "operator"

  let actor: String
  let reason: String

  /// What can be wrong with a body.
  enum Reading {
    case valid(OperatorRequest)
    case refused(HTTPResponse)
  }

  /// Reads a body; nothing at all counts as `{}`.
  ///
  /// - Parameter needsReason: whether the command must say why.
  static func read(_ request: HTTPRequest, needsReason: Bool) -> Reading {
    var members: [(key: String, value: JSONValue)] = []
    if !request.body.isEmpty {
      do throws(JSONError) {
        guard let object = try JSONParser.parse(request.body).object else {
          return .refused(
            Problem.of(400, "MALFORMED_REQUEST", "The body is an object with actor and reason.", request))
        }
        members = object
      } catch {
        return .refused(
          Problem.of(400, "MALFORMED_JSON", "The body is not JSON: \(error).", request))
      }
    }
    var faults: [HTTPResponse.FieldError] = []
    for member in members.prefix(20) where member.key != "actor" && member.key != "reason" {
      faults.append(
        fault(member.key, "unknown field \(Excerpt.of(member.key)); known are actor, reason"))
    }
    let actor = text("actor", members, OperatorCommand.maxActorLength, &faults)
    let reason = text("reason", members, OperatorCommand.maxReasonLength, &faults)
    let isMissing = reason?.isEmpty ?? !faults.contains { $0.pointer == JSONPointer.of("reason") }
    if needsReason, isMissing {
      faults.append(
        fault("reason", "reason is required: say why, in 1 to 256 characters that are not all blank"))
    }
    guard faults.isEmpty else {
      let detail = faults.map(\.detail).joined(separator: "; ")
      return .refused(Problem.of(400, "MALFORMED_REQUEST", detail, request, errors: faults))
    }
    let named = actor.flatMap { $0.isEmpty ? nil : $0 }
    return .valid(
      OperatorRequest(actor: name(named, of: request.principal), reason: reason ?? ""))
  }

  /// Who it is: whoever holds a token of its own is named by it first, so that no one speaks in another's
  /// name.
  static func name(_ actor: String?, of principal: String?) -> String {
    guard let principal else { return actor ?? defaultActor }
    guard let actor, actor != principal else { return principal }
    return AccessGate.ownNames.contains(principal) ? actor : "\(principal)/\(actor)"
  }

  private static func text(
    _ name: String, _ members: [(key: String, value: JSONValue)], _ limit: Int,
    _ faults: inout [HTTPResponse.FieldError]
  ) -> String? {
    guard let value = members.first(where: { $0.key == name })?.value, !value.isNull else { return nil }
    guard let text = value.string else {
      faults.append(fault(name, "\(name) is a text, not \(value.kind)"))
      return nil
    }
    // Counted as stored: a letter with a thousand accents is one character and a thousand scalars.
    let isPlain = text.unicodeScalars.allSatisfy {
      $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value)
    }
    guard text.unicodeScalars.count <= limit, isPlain else {
      faults.append(fault(name, "\(name) is at most \(limit) characters without control characters"))
      return nil
    }
    return trimmed(text)
  }

  /// Without the white space around it; empty when nothing of it is to be seen.
  private static func trimmed(_ text: String) -> String {
    let isSpace = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
    let isUnseen = { (scalar: Unicode.Scalar) in
      isSpace(scalar) || scalar.properties.isDefaultIgnorableCodePoint
    }
    guard !text.unicodeScalars.allSatisfy(isUnseen) else { return "" }
    let tail = text.unicodeScalars.drop(while: isSpace).reversed().drop(while: isSpace)
    return String(String.UnicodeScalarView(tail.reversed()))
  }

  private static func fault(_ name: String, _ detail: String) -> HTTPResponse.FieldError {
    HTTPResponse.FieldError(pointer: JSONPointer.of(name), detail: detail)
  }
}
