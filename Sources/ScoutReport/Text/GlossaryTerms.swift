extension Glossary {
  /// In the order of the alphabet.
  static let terms: [Term] = [
    Term(
      "acm", "Admin control mode (ACM)", ["admin control mode", "ACM"],
      "AMT obeys the administrator alone: remote control needs no consent of the user. "
        + "Certificate, pre-shared key, USB and set-up by hand lead to it."),
    Term(
      "advisory", "Advisory", ["advisories", "CVE"],
      "A notice of the manufacturer on a weakness, with the firmware versions that have it."),
    Term(
      "amt", "AMT", ["Intel AMT"],
      "Intel Active Management Technology: a small computer of its own inside many business PCs. "
        + "Through it a PC can be started, repaired and controlled over the network, even when it "
        + "is switched off or its system is broken. It works only after it was configured."),
    Term(
      "bios", "BIOS", [],
      "The settings of a PC, reached while it starts. Some makers switch AMT on or off there."),
    Term(
      "blocker", "Blocker", ["blockers", "blocked"],
      "A condition that keeps a machine from being configured in one way or in any."),
    Term(
      "bmc", "BMC", [],
      "Baseboard management controller: what servers have in place of AMT. Not configurable as AMT."
    ),
    Term(
      "manual", "By hand (MEBx)", ["by hand"],
      "Somebody types AMT’s settings into its set-up screen, at each machine."),
    Term(
      "none", "Cannot be configured", [],
      "No method fits the machine as it is. The verdicts in its details say why."),
    Term(
      "certificate", "Certificate for provisioning", ["provisioning certificate", "certificate"],
      "A certificate that proves to AMT that a set-up server may configure it. It must name the "
        + "domain that the machine’s network hands out, and come from an issuer that the firmware "
        + "knows."),
    Term(
      "cira", "CIRA", ["remote access"],
      "Client initiated remote access: outside the office AMT calls home by itself. Its own ports "
        + "are then closed on purpose."),
    Term(
      "ccm", "Client control mode (CCM)", ["client control mode", "CCM"],
      "AMT works, but asks the user at the screen before anybody takes control. Host-based set-up "
        + "leads to it unless a certificate is used with it."),
    Term(
      "confidence", "Confidence", [],
      "How sure a statement is. High: two independent sources agree, or one that cannot be "
        + "mistaken. Medium: one direct source. Low: inferred, contradicted, or older than a day."),
    Term(
      "configurator", "Configurator", [],
      "A program that is run on a machine and sets up its AMT, as rpc does."),
    Term(
      "configured", "Configured", ["configuration", "configure", "provisioned"],
      "AMT has been given its password, network settings and control mode, and can be used. "
        + "Before that it can neither help nor be reached."),
    Term(
      "console", "Console", ["consoles", "management console"],
      "The program from which administrators use AMT: to start, repair or look at a machine."),
    Term(
      "coverage", "Coverage", [],
      "What was asked, what answered and what was lost: how far this report can speak."),
    Term(
      "dash", "DASH", [],
      "A management standard with purposes like AMT’s, found in PCs of other makers."),
    Term(
      "ddns", "DDNS", ["DDNS client", "dynamic DNS"],
      "A machine, or DHCP for it, tells DNS its own name and address, so that nobody has to."),
    Term(
      "dhcp", "DHCP", ["lease", "DHCP lease"],
      "The service that gives each machine its address and tells it, among other things, the "
        + "domain it lives in."),
    Term(
      "dns", "DNS", [],
      "The service that leads from names to addresses (forward) and from addresses to names "
        + "(reverse)."),
    Term(
      "enable", "Enable first", [],
      "The machine has AMT, and it is switched off. It has to be switched on, mostly in the BIOS, "
        + "before anything else."),
    Term(
      "environment", "Environment detection", ["home domain", "home domains"],
      "AMT compares the domain it is told with a list of home domains. When none fits, it takes "
        + "itself to be outside the office and closes its network interface."),
    Term(
      "evidence", "Evidence", [],
      "The observations that a statement rests on. A number in brackets leads to the line that "
        + "says when, where and what was seen."),
    Term("finding", "Finding", ["findings"], "A numbered statement about a machine or the site."),
    Term(
      "firmware", "Firmware", [],
      "The program of the small computer that AMT is. The PC’s maker gives out newer versions, "
        + "mostly together with the BIOS."),
    Term(
      "fqdn", "FQDN", [],
      "A machine’s full name with its domain, as in pc-17.company.example. AMT and the operating "
        + "system should bear the same one."),
    Term(
      "generation", "Generation", ["generations"],
      "The first number of the firmware’s version. It decides which methods a machine knows."),
    Term(
      "hello", "Hello message", ["hello"],
      "What AMT sends to ask for its configuration. It looks for a server by the name "
        + "provisionserver."),
    Term(
      "host", "Host", [],
      "The PC itself with its operating system, as opposed to the AMT inside of it."),
    Term(
      "host-based", "Host-based set-up", ["host-based"],
      "Software on the machine itself configures AMT, from firmware 6.2 on. No visit, no "
        + "certificate; the result is client control mode."),
    Term(
      "host-based-acm", "Host-based, admin control", ["host-based with a certificate"],
      "As host-based set-up, with a provisioning certificate; the result is admin control mode."),
    Term(
      "look-alike", "Look-alike", ["look-alikes"],
      "A machine that answers on AMT’s ports and has no AMT, as servers and gateways may."),
    Term(
      "mebx", "MEBx", [],
      "The set-up screen of AMT, reached at the machine while it starts."),
    Term(
      "unknown", "Not known yet", ["not known"],
      "What was seen does not suffice to decide. The next step of the machine says what to measure."
    ),
    Term(
      "option15", "Option 15", ["DHCP option 15"],
      "The domain that DHCP hands out. AMT compares it with the certificate and with its home "
        + "domains, so a wrong or missing value makes configuration fail."),
    Term(
      "option81", "Option 81", ["DHCP option 81"],
      "By it a machine asks DHCP to enter its name into DNS."),
    Term(
      "pki", "PKI", ["certificate method", "certificate (pki)"],
      "Set-up over the wired network with a provisioning certificate."),
    Term(
      "pong", "Pong", ["presence pong", "presence ping", "RMCP"],
      "The answer to the presence ping on UDP port 623. A pong that names no open port is the "
        + "only sign on the network of an AMT that is not configured. Silence proves nothing."),
    Term(
      "ports", "Ports 16992 to 16995", ["16992", "16993", "16994", "16995"],
      "AMT’s own ports: web without and with TLS, remote control without and with TLS."),
    Term(
      "provisionserver", "provisionserver", [],
      "The name, within the machine’s domain, under which AMT looks for its set-up server."),
    Term(
      "psk", "PSK", ["pre-shared key"],
      "Set-up over the wired network with a key that was typed in at each machine or set by the "
        + "vendor. Firmware from 11.0 on does not know it any more."),
    Term(
      "ptr", "PTR", ["reverse"],
      "The DNS record that leads from an address back to a name."),
    Term(
      "readiness", "Readiness", [],
      "How near a machine is to being configured: done, ready without or with a visit, blocked, or "
        + "not known."),
    Term(
      "realm", "Realm", ["digest realm"],
      "A name that AMT’s web server shows before it asks for a password. It stays the same, so it "
        + "tells machines apart."),
    Term(
      "rollout", "Roll-out", [],
      "Configuring AMT on all machines of a site, and everything that has to be done for it."),
    Term(
      "rpc", "rpc", ["rpc-go", "discovery tool"],
      "A free program of the Device Management Toolkit, run on a machine with administrator rights. "
        + "It tells what AMT says of itself (`rpc amtinfo -json`), and can configure it."),
    Term(
      "rulebook", "Rulebook", ["rulebooks"],
      "The rules that decide on methods, each with its source. current-2026 holds what is true "
        + "today, seed-2011 the guidance of 2011."),
    Term(
      "segment", "Segment", ["segments"],
      "A part of the network that shares its DHCP settings."),
    Term(
      "severity", "Severity", [],
      "Critical: can be attacked now, as far as can be seen. High: stops the roll-out, or lays "
        + "passwords open. Medium: fails later. Low: hygiene. Info: worth knowing."),
    Term(
      "ism", "Standard Manageability (ISM)", ["standard manageability", "ISM"],
      "A smaller relative of AMT, configured in the same ways."),
    Term(
      "state", "State", ["states"],
      "How far AMT is: not configured (pre), being configured (in), configured (post)."),
    Term(
      "suffix", "Suffix", ["suffixes", "DNS suffix"],
      "The domain part of a name: company.example in pc-17.company.example."),
    Term(
      "tls", "TLS", [],
      "Encryption on the way. Without it AMT’s answers and log-ins can be read in the network."),
    Term(
      "usb", "USB key", [],
      "Set-up with a prepared USB key, plugged in while the machine starts."),
    Term(
      "uuid", "UUID", [], "A number that names one machine for good."),
    Term(
      "visit", "Visit", ["touch"],
      "Somebody goes to the machine. The dearest part of a roll-out."),
    Term(
      "vpro", "vPro", [],
      "Intel’s brand for business PCs that may have AMT; not all of them do."),
    Term(
      "wave", "Wave", ["waves"],
      "Machines for which the same work can be done in one go."),
  ]
}
