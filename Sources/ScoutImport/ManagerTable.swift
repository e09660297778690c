import ScoutModel
import ScoutNet

/// A table exported from Configuration Manager: the properties of SMS_AMTObject and AMTStatus by
/// their names, also with the `0` that its database views put behind them.
enum ManagerTable {
  private static let properties: Set<String> = [
    "amt", "buildnumber", "sku", "provisionmode", "provisionstate", "tlsmode", "ztcenabled",
    "legacymode", "amtstatus",
  ]

  static func recognises(_ file: FileText) -> Bool {
    let head = file.head.first { !$0.hasPrefix("#TYPE") } ?? ""
    let columns = CSVTable(head).columns.map(plain)
    return columns.contains("amtstatus")
      || columns.count { properties.contains($0) } >= 2 && columns.count > 2
  }

  static func read(_ content: FileText, into file: inout HostFile) {
    let table = CSVTable(content.text)
    let columns = table.columns.map(plain)
    for (line, cells) in table.rows where !file.isHopeless {
      var info = AMTInfo(tool: "Configuration Manager")
      var status: String?
      var others: [(String, String)] = []
      for (column, cell) in zip(columns, cells) where !cell.isEmpty && cell.lowercased() != "null" {
        switch column {
        case "amt", "amtversion": info.take(.version, cell)
        case "buildnumber": info.take(.build, cell)
        case "sku", "amtsku": info.take(.sku, cell)
        case "name", "netbiosname", "netbios_name", "machinename", "computername", "systemname",
          "resourcename":
          info.take(.hostName, cell)
        case "smbiosguid", "smbios_guid", "uuid": info.take(.uuid, cell)
        case "macaddress", "mac_addresses", "macaddresses":
          var adapter = HostAdapter(wireless: false)
          adapter.take(mac: cell)
          info.take(adapter)
        case "provisionstate":
          switch cell {
          case "0": info.take(.provisioningState, "pre")
          case "1": info.take(.provisioningState, "in")
          case "2": info.take(.provisioningState, "post")
          default: file.complain(line: line, "\(cell.quoted) is no provision state that is known")
          }
        case "amtstatus": status = cell.lowercased()
        default: others.append((column, cell))
        }
      }
      guard var inventory = finished(info, status, line, &file) else { continue }
      for (name, value) in others { inventory.keep(name, value) }
      for complaint in info.complaints { file.complain(line: line, complaint) }
      if inventory.namesMachine {
        file.add(inventory, line: line)
      } else {
        file.complain(line: line, "names no machine")
      }
    }
  }

  /// `AMTStatus`: 0 not supported, 1 detected and the password not known, 2 not provisioned,
  /// 3 provisioned.
  private static func finished(
    _ info: AMTInfo, _ status: String?, _ line: Int, _ file: inout HostFile
  ) -> HostInventory? {
    var inventory = info.finished()
    switch status {
    case nil: break
    case "0", "not supported": inventory.product = Product.none
    case "1", "detected":
      inventory.passwordUnknown = true
      inventory.state = inventory.state ?? .post
    case "2", "not provisioned": inventory.state = inventory.state ?? .pre
    case "3", "provisioned": inventory.state = inventory.state ?? .post
    case let other?: inventory.keep("amtstatus", other)
    }
    if ["1", "2", "3", "detected", "not provisioned", "provisioned"].contains(status ?? ""),
      inventory.product == nil
    {
      inventory.product = .amt
      inventory.isVague = true
    }
    let says =
      inventory.product != nil || inventory.version != nil || inventory.state != nil
    if !says { file.complain(line: line, "says nothing of AMT") }
    return says ? inventory : nil
  }

  /// Lower case, without the `0` of database views.
  private static func plain(_ column: String) -> String {
    let lower = column.lowercased()
    return lower.hasSuffix("0") ? String(lower.dropLast()) : lower
  }
}
