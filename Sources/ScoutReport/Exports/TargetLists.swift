import ScoutModel
import ScoutNet

extension Export {
  /// A list for one tool: what to call its file, and its lines.
  package struct List: Hashable, Sendable {
    package let name: String
    package let lines: [String]
  }

  /// For each method that occurs the machines' names, as device management knows them, and their
  /// addresses, as `-iL` takes them.
  ///
  /// A computer's name is the first label of its host name; machines without one stand in the list
  /// of addresses only.
  package var lists: [List] {
    var names: [Advice: [String]] = [:]
    var addresses: [Advice: [String]] = [:]
    for machine in manageable {
      let advice = machine.recommendation.advice
      if let name = machine.device.label.asHostName,
        let label = name.split(separator: ".").first
      {
        names[advice, default: []].append(label.uppercased())
      }
      if let address = machine.device.address {
        addresses[advice, default: []].append(address.description)
      }
    }
    return Advice.allCases.flatMap { advice -> [List] in
      var lists: [List] = []
      if let lines = names[advice] {
        lists.append(List(name: "\(advice.rawValue).names.txt", lines: lines.unique))
      }
      if let lines = addresses[advice] {
        lists.append(List(name: "\(advice.rawValue).addresses.txt", lines: lines))
      }
      return lists
    }
  }
}
