import ScoutNet

/// Feeds bytes to the reader of target lists and to the policy; must neither trap nor hang.
package func fuzzTargetSpec(_ bytes: [UInt8]) {
  let text = String(decoding: bytes.prefix(65_536), as: UTF8.self)
  _ = try? TargetSpec(text)
  _ = PortList(text)
  var list = TargetList()
  try? list.read(lines: text, name: "input")
  let set = list.addresses
  for index in [0, set.count / 2, set.count &- 1] {
    if let address = set[index] { precondition(set.contains(address), "a set lost an address") }
  }
  for policy in [TargetPolicy(), TargetPolicy(allowPublic: true, isConfirmed: true)] {
    guard let targets = try? policy.admit(set) else { continue }
    let order = Permutation(count: targets.addresses.count, seed: 1)
    if let place = order[0], let target = targets[place] {
      precondition(policy.permits(target.address, port: 16992), "the policy contradicts itself")
    }
  }
}
