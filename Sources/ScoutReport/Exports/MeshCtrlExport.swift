import ScoutModel
import ScoutNet

extension Export {
  /// A script for `sh`: one `AddAmtDevice` for each configured machine.
  ///
  /// User and password come from the environment of whoever runs it. MeshCtrl talks TLS unless told
  /// otherwise, so a machine that answers on 16992 alone gets `--notls`.
  func writeMeshCtrl(to sink: TextSink) throws {
    let machines = configured
    try sink(
      """
      #!/bin/sh
      # Adds \(counted(machines.count, "configured machine")) to a device group of MeshCentral.
      # The group is of the kind "Intel AMT only, no agent". Written by \(Visible.text(program)).
      #
      #   MESHCTRL  how MeshCtrl is called, with its log-in options
      #   MESH_ID   the id of the device group
      #   AMT_USER  AMT's user, admin if not set
      #   AMT_PASS  AMT's password
      set -eu
      : "${MESH_ID:?set it to the id of the device group}"
      : "${AMT_PASS:?set it to the password of AMT}"
      add() {
        ${MESHCTRL:-node node_modules/meshcentral/meshctrl} AddAmtDevice --id "$MESH_ID" "$@" \\
          --user "${AMT_USER:-admin}" --pass "$AMT_PASS"
      }

      """)
    for machine in machines {
      let plain = machine.hasTLS ? "" : " --notls"
      try sink(
        """
        add --devicename \(machine.meshName.shellQuoted) \
        --hostname \(machine.exportHost.shellQuoted)\(plain)

        """)
    }
  }
}

extension Assessment {
  /// The name, but where MeshCtrl would take it for a number and so refuse it.
  fileprivate var meshName: String {
    let name = exportName
    let isNumber = Double(name) != nil && name.utf8.first.map { (48...57).contains($0) } ?? false
    return isNumber ? device.id.description : name
  }
}
