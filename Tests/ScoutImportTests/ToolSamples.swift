/// Files as the tools write them, made from the documented lists of fields. The values are invented;
/// where a form is documented stands at each.
enum ToolSamples {
  /// Documented by the manual of MeshCmd (meshcentral.com, "amtinfo").
  static let meshInfo = """
    Intel AMT v8.1.71, activated in client control mode.
    Wired Enabled, DHCP, 00:1E:8C:F5:4F:ED, 192.168.2.10.
    """

  /// Newer lines, as MeshCentral issue 4841 shows them.
  static let meshInfoNewer = """
    Intel SM v11.8.92, pre-provisioning state.
    Wired Enabled, DHCP, 00:1E:8C:F5:4F:EE
    Trusted DNS suffix: corp.example
    Connection Status: Unknown, CIRA: Disconnected.
    """

  /// Documented by the manual of MeshCmd ("amtversions").
  static let meshVersions = """
    Flash = 8.1.71
    Netstack = 8.1.71
    AMTApps = 8.1.71
    AMT = 8.1.71
    Sku = 24584
    VendorID = 8086
    Build Number = 3608
    Recovery Version = 8.1.71
    Recovery Build Num = 3608
    Legacy Mode = False
    """

  /// Documented by the manual of MeshCmd ("amthashes").
  static let meshHashes = """
    VeriSign Class 3 Primary CA-G1, (Default, Active)
      SHA256: E7685634EFACF69ACE939A6B255B7B4FABEF42935B50A265ACB5CB6027E44E70
    Go Daddy Class 2 CA, (Default)
      SHA256: C3846BF24B9E93CA64274C0EC67C1ECC5E024FFCACD2D74019350E81FE546AE4
    """

  /// Fields as MeshCentral issue 3577 shows them.
  static let meshState = """
    {"Flags": 40, "Versions": {"AMT": "11.8.50", "Build Number": "3425", "Sku": "16392"},
    "UUID": "4c4b4568-195a-4260-8097-a4c14f566733", "ProvisioningMode": 1, "ProvisioningState": 2,
    "net0": {"enabled": 1, "dhcpEnabled": 1, "dhcpMode": 2, "mac": "80:c4:a8:58:df:e9",
    "address": "10.1.0.5"}}
    """

  /// Element names as programs that read such files use them (KACE, ConfigMgr scripts); no whole
  /// sample is public.
  static let discovery = """
    <?xml version="1.0" encoding="utf-8"?>
    <SystemDiscovery>
      <GeneralInfo><SCSVersion>11.0.0.214</SCSVersion></GeneralInfo>
      <ManageabilityInfo>
        <FWVersion>11.8.50.3425</FWVersion>
        <AMTSKU>Intel(R) Full AMT Manageability</AMTSKU>
        <Capabilities><IsAMTSupported>True</IsAMTSupported></Capabilities>
        <IsAMTEnabledInBIOS>true</IsAMTEnabledInBIOS>
        <IsAMTConfigured>False</IsAMTConfigured>
        <AMTState>Pre-Provisioning</AMTState>
        <CertificateHashes>Go Daddy Class 2 CA, Enabled, Default; Old CA, Default</CertificateHashes>
        <FutureLeaf>kept</FutureLeaf>
      </ManageabilityInfo>
      <OSInfo><OSHostName>PC-0042</OSHostName><OSDomainName>ad.example</OSDomainName></OSInfo>
      <NetworkInfo><IPAddress>10.1.0.5</IPAddress></NetworkInfo>
    </SystemDiscovery>
    """

  /// The other root, flat, in another spelling.
  static let discoveryOther = """
    <System_Discovery><UUID>4c4b4568-195a-4260-8097-a4c14f566733</UUID>
    <AMTVersion>9.5.30</AMTVersion><IsAMTSupported>1</IsAMTSupported>
    <ControlMode>Admin</ControlMode><IsAmtConfigured>yes</IsAmtConfigured></System_Discovery>
    """

  /// Two of its keys are documented by Intel's EMA scripts.
  static let endpointJSON = """
    {"System": {"ComputerName": "PC-0043", "MEFirmwareInfo": {"MEVersion": "12.0.90.2072",
    "MEProvisioningState": "Provisioned", "MESKU": "Corporate"}}}
    """

  static let endpointXML = """
    <System><ComputerName>PC-0044</ComputerName><MEFirmwareInfo><MEVersion>15.0.45.2411</MEVersion>
    <MEProvisioningState>Not Provisioned</MEProvisioningState></MEFirmwareInfo></System>
    """

  /// As the tool's source prints it, release 0.8 (intel/INTEL-SA-00075-Linux-Detection-And-…).
  static let discoveryTool = """

    INTEL-SA-00075-Discovery-Tool -- Release 0.8
    Copyright (C) 2003-2012, 2017 Intel Corporation.  All rights reserved


    ------------------Firmware Information--------------------

    Intel(R) AMT: ENABLED
    Flash:\t9.5.40
    Netstack:\t9.5.40
    AMTApps:\t9.5.40
    AMT:\t9.5.40
    Sku:\t8200
    VendorID:\t8086
    Build Number:\t1892

    -----------------SKU Information-----------------
    \t\t Intel(R) Anti-Theft Technology (Intel(R) AT)
    \t\t Intel(R) Active Management Technology
    -------------------------------------------------

    PROVISIONING_STATE = POST
    Control Mode: CLIENT / CCM

    ------------------Vulnerability Status--------------------
    Based on the version of the Intel(R) MEI, the System is Vulnerable.
    Run the unprovision tool to reset AMT to factory settings.

    ----------------------------------------------------------
    """

  /// As the tool's source prints it (mjg59/mei-amt-check).
  static let engineCheck = """
    Intel AMT: ENABLED
    AMT is provisioned
    Flash:\t9.5.40
    Netstack:\t9.5.40
    AMT:\t9.5.40
    Sku:\t8200
    Build Number:\t1892
    """

  /// As its manual shows it.
  static let engineCheckOlder = """
    Intel AMT is present
    AMT is unprovisioned
    """

  /// Properties of SMS_AMTObject and AMTStatus, as Microsoft documents them.
  static let managerTable = """
    #TYPE Selected.System.Management.ManagementObject
    "Name","AMT","BuildNumber","Sku","ProvisionState","TLSMode","AMTStatus","Site"
    "PC-0045","9.5.40","1892","8200","2","1","3","LYO"
    "PC-0046","","","","","","1","LYO"
    "PC-0047","11.8.50","3425","16392","0","0","2","LYO"
    "PC-0048",NULL,NULL,NULL,NULL,NULL,"0","LYO"
    """

  /// The kernel's ABI document for /sys/class/mei (4.18 and later).
  static let engineVersion = "0:14.1.53.1649\n0:14.1.53.1649\n0:14.0.33.1125\n"

  /// `dmidecode -u -t130 -t131`; the offsets are those that MeshAgent's reader uses.
  static let tables = """
    # dmidecode 3.4
    Getting SMBIOS data from sysfs.
    SMBIOS 3.2.0 present.

    Handle 0x002E, DMI type 130, 20 bytes
    \tHeader and Data:
    \t\t82 14 2E 00 24 41 4D 54 01 00 01 01 01 A5 AF 02
    \t\tC0 00 00 00

    Handle 0x002F, DMI type 131, 64 bytes
    \tHeader and Data:
    \t\t83 40 2F 00 35 00 00 00 0B 00 00 00 00 00 3B 00
    \t\t00 00 00 00 00 00 00 00 00 00 00 00 08 00 0B 00
    \t\t00 00 32 00 00 00 00 00 FE 00 00 00 00 00 00 00
    \t\t00 00 00 00 00 00 00 00 76 50 72 6F 00 00 00 00
    """

  /// nmap's `-oX` form (nmap.dtd), with the script http-server-header.
  static let nmap = """
    <?xml version="1.0" encoding="UTF-8"?>
    <!DOCTYPE nmaprun>
    <nmaprun scanner="nmap" args="nmap -sV -oX - 10.1.0.0/24" start="1772438400" version="7.93">
    <host starttime="1772438401" endtime="1772438410"><status state="up" reason="arp-response"/>
    <address addr="10.1.0.7" addrtype="ipv4"/>
    <address addr="80:C4:A8:58:DF:E9" addrtype="mac" vendor="Intel"/>
    <hostnames><hostname name="pc-0049.corp.example" type="PTR"/></hostnames>
    <ports><extraports state="closed" count="997"/>
    <port protocol="tcp" portid="16992"><state state="open" reason="syn-ack"/>
    <service name="http" product="Intel Active Management Technology User Notification Service httpd"
      version="9.5.30"/>
    <script id="http-server-header" output="Intel(R) Active Management Technology 9.5.30"/></port>
    <port protocol="tcp" portid="22"><state state="open" reason="syn-ack"/></port>
    <port protocol="tcp" portid="16993"><state state="filtered" reason="no-response"/></port>
    </ports></host>
    <runstats><finished time="1772438500"/></runstats>
    </nmaprun>
    """

  /// masscan's `-oJ` form, as its manual page and source have it.
  static let masscan = """
    [
    {   "ip": "10.1.0.8",   "timestamp": "1772438400", "ports": [ {"port": 16992, "proto": "tcp", \
    "status": "open", "reason": "syn-ack", "ttl": 64} ] },
    {   "ip": "10.1.0.8",   "timestamp": "1772438402", "ports": [ {"port": 16992, "proto": "tcp", \
    "service": {"name": "http.server", "banner": "Intel(R) Active Management Technology 11.8.50.3425"}} ] },
    {   "ip": "10.1.0.9",   "timestamp": "1772438400", "ports": [ {"port": 80, "proto": "tcp", \
    "status": "open", "reason": "syn-ack", "ttl": 64} ] }
    ]
    """

  /// Services and assets as runZero's export API gives them, and a line of its raw data.
  static let runZero = """
    {"service_address": "10.1.0.10", "service_port": 16993, "service_transport": "tcp", \
    "last_seen": 1772438400, "macs": ["80:c4:a8:58:df:ea"], \
    "service_data": {"http.head.server": "Intel(R) Active Management Technology 16.1.27.2176"}}
    {"addresses": ["10.1.0.11", "fe80::1"], "service_ports_tcp": ["22", "16992"], "services": {}}
    {"type": "config", "ts": 1772438400842951567, "probes": ["arp", "syn"]}
    """

  /// All of them, by what they are.
  static let all: [(name: String, text: String)] = [
    ("meshcmd amtinfo", meshInfo), ("meshcmd amtinfo, newer", meshInfoNewer),
    ("meshcmd amtversions", meshVersions), ("meshcmd amthashes", meshHashes),
    ("meshcmd state", meshState), ("SCS discovery", discovery),
    ("SCS discovery, other root", discoveryOther), ("EMAConfigTool JSON", endpointJSON),
    ("EMAConfigTool XML", endpointXML), ("SA-00075 tool", discoveryTool),
    ("mei-amt-check", engineCheck), ("mei-amt-check, older", engineCheckOlder),
    ("Configuration Manager", managerTable), ("fw_ver", engineVersion), ("dmidecode", tables),
    ("nmap", nmap), ("masscan", masscan), ("runZero", runZero),
  ]
}
