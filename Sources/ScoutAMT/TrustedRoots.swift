/// The names of trusted roots by their hashes.
///
/// Which roots a device trusts is its maker's choice and is read from the device; this table only
/// turns a hash into a name that people know. Each entry was computed from the certificate itself,
/// found in the list of Mozilla as certifi 2017.4.17 and 2020.4.5.1 carry it; the name is the
/// certificate's own. Roots that are not in it have no name here.
package enum TrustedRoots {
  /// The name of the root with this hash: lower-case digits of SHA-1, SHA-256 or SHA-384.
  package static func name(of hash: String) -> String? { byHash[hash] }

  private static let byHash: [String: String] = {
    var names: [String: String] = [:]
    for line in table.split(separator: "\n") {
      let words = line.split(separator: " ", maxSplits: 3).map(String.init)
      for hash in words.prefix(3) where words.count == 4 { names[hash] = words[3] }
    }
    return names
  }()

  /// Public roots that were seen in the lists of devices, and more of those who sell certificates
  /// for this purpose: SHA-1, SHA-256, SHA-384, name.
  static let table = """
    d1eb23a46d17d68fd92564c2f1f1601764d8e349 \
    d7a7a0fb5d7e2731d771e9484ebcdef71d5f0c3e0a2948782bc83ee0ea699ef4 \
    9a6308c587fe81766b61ace47e0228750b210dedcb0961803635927405cf8581d075ff6e2d7e06c4d5e9054e6c89faca \
    AAA Certificate Services
    d8a6332ce0036fb185f6634f7d6a066526322827 \
    70a73f7f376b60074248904534b11482d5bf0e698ecc498df52577ebf2e93b9a \
    4eb25c287e82d64d2feee26ce68fd7c4655ec3e799a0fb9a4575ebed5e097ce7b435a24de16194f1983ef81d94d80585 \
    AffirmTrust Premium
    d4de20d05e66fc53fe1a50882c78db2852cae474 \
    16af57a9f676b0ab126095aa5ebadef22ab31119d644ac95cd4b93dbf3f26aeb \
    5a04e86b69c71eb9d12917ad6551358452af6646192e50803e6a8f9e86cbadb17565b528c682dc2dc1e4ac6009cd170f \
    Baltimore CyberTrust Root
    6631bf9ef74f9eb6c9d5a60cba6abed1f7bdef7b \
    0c2cd63df7806fa399ede809116b575bf87989f06518f9808c860503178baf66 \
    362f86f82f06ae61b96acd22fb971744d9aa1bf68b562905ddc23e0b06722f306c32630239a34f766274a8f791cc8fc3 \
    COMODO Certification Authority
    afe5d244a8d1194230ff479fe2f897bbcd7a8cb4 \
    52f0e1c4e58ec629291b60317f074671b85d7ea80d5b07273463534b32b40234 \
    ef7d8fc69936948014d286f8bda408d87176f984ea073841872ac20713654a85547ec16038fab53344fe5c72040332f5 \
    COMODO RSA Certification Authority
    5f43e5b1bff8788cac1cc7ca4a9ac6222bcc34c6 \
    960adf0063e96356750c2965dd0a0867da0b9cbd6e77714aeafb2349ab393da3 \
    e0cd60952472bd48680e8f3a3dea86a0b8eb94b773130894f9a0c2e62c7925635312f749e5c62f35543c7b9caf19517d \
    Cybertrust Global Root
    0563b8630d62d75abbc8ab1e4bdfb5a899b24d43 \
    3e9099b5015e8f486c00bcea9d111ee721faba355a89bcf1df69561e3dc6325c \
    6cf5cf4bbf3a486c8882e1fb469778587d9c960228ce21b685ca35d044aa0e35cd510169577fb73041d37b5f9c51df07 \
    DigiCert Assured ID Root CA
    a8985d3a65e5e5c4b2d7d66d40c6dd2fb19c5436 \
    4348a0e9444c78cb265e058d5e8944b4d84f9662bd26db257f8934a443c70161 \
    5f9ec4d00d5eca4e8e57328ce40db290bd96842ddb0be3e109601058464b78801f672722bb18f2135563b98079629c7f \
    DigiCert Global Root CA
    df3c24f9bfd666761b268073fe06d1cc8d4f82a4 \
    cb3ccbb76031e5e0138f8dd39a23f9de47ffc35e43c1144cea27d46a5ab1cb5f \
    d005d872a59e2b3c69d301e262ff2f13b4d1794bdb19db1cb32415bffc66e5e0671a41b2a3bc4e54e6d2f66dfee09403 \
    DigiCert Global Root G2
    7e04de896a3e666d00e687d33ffad93be83d349e \
    31ad6648f8104138c738f39ea4320133393e3a18cc02296ef97c2ac9ef6731d0 \
    444e0e95770a07430b901f6c3253c20355ed6e8d74c2febf63740e4993a8f8948e66a4abc700da23fa9fc2554fbb4af0 \
    DigiCert Global Root G3
    5fb7ee0633e259dbad0c4c9ae6d38f1a61c7dc25 \
    7431e5f4c3c1ce4690774f0b61e05440883ba9a01ed00ba6abd7806ed3b118cf \
    8be8d020a1c5bbbb9c65bee91789224e0a3338b70c52ee2e4e7f4cae22172058c1c544564907e2526be37117a55b3014 \
    DigiCert High Assurance EV Root CA
    ddfb16cd4931c973a2037d3fc83a4d7d775d05e4 \
    552f7bdcf1a7af9e6ce672017f4f12abf77240c78e761ac203d1d9d20ac89988 \
    1b50985b46da0d6b3808ea75fa03969ef2585c090981f644352754df66e05d0dc555af764746093cca6398bb7bf514cf \
    DigiCert Trusted Root G4
    b31eb1b740e36c8402dadc37d44df5d4674952f9 \
    73c176434f1bc6d5adf45b0e76e727287c8de57616c1e6e6141a2b2cbc7d8e4c \
    f6e0c59dc46967b4b94665595a236c3f0ace639d9658aeabf478418fb10334bbc617a7ac53d7746112b26f705fd2b870 \
    Entrust Root Certification Authority
    8cf427fd790c3ad166068de81e57efbb932272d4 \
    43df5774b03e7fef5fe40d931a7bedf1bb2e6b42738c4e6d3841103d3aa7f339 \
    e54eacb44898ccdcafd73c8ac171a1281ce942e7d42c1bdf8db2cff0372cfb41d5db735c0aad8924053ae9c4012a413b \
    Entrust Root Certification Authority - G2
    503006091d97d4f5ae39f7cbe7927d7d652d3431 \
    6dc47172e01cbcb0bf62580d895fe2b8ac9ad4f873801e0c10b9c837d21eb177 \
    fcc85f2949da5fa0227b21f94b15ac2fad8120a3b5063dc5ddb2ca3c0c0ec43a4865fdcc08c3ea4c8b7fbd66d0496fd3 \
    Entrust.net Certification Authority (2048)
    97817950d81c9670cc34d809cf794431367ef474 \
    a53125188d2110aa964b02c7b7c6da3203170894e5fb71fffb6667d5e6810a36 \
    2691c007e8cfd3e034d729502689fc8c25ed44fb1f747c17b8bfbb89bbb16815cabdaefb2f074a8549646bd397af6cdb \
    GTE CyberTrust Global Root
    1f24c630cda418ef2069ffad4fdd5f463a1b69aa \
    179fbc148a3dd00fd24ea13458cc43bfa7f59c8182d783a513f6ebec100c8924 \
    4202f87d632384f4ec79600441b0c1d8f98289746dc8559cbef53fdef5733e1e9f911082822efd8556f99f71c97a0307 \
    GlobalSign ECC Root CA - R5
    b1bc968bd4f49d622aa89a81f2150152a41d829c \
    ebd41040e4bb3ec742c9e381d31ef2a41a48b6685c96e7cef3c1df6cd4331c99 \
    a05cf454d222b6f4dd95ad2c8afccaeabdf7fbc9701fa84919669d326b3c1d5d6fcd7730dbc6188fef00d96c79017984 \
    GlobalSign Root CA
    d69b561148f01c77c54578c10926df5b856976ad \
    cbb522d7b7f127ad6a0113865bdf1cd4102e7d0759af635a7cf4720dc963c53b \
    a7593a9e8ce91529e86d3dcb69a839a14114676047bca52496e5964d21c6143478a44452d1f2c4088d8a80e887d0c228 \
    GlobalSign Root CA - R3
    8094640eb5a7a1ca119c1fddd59f810263a7fbd1 \
    2cabeafe37d06ca22aba7391c0033d25982952c453647349763a3ab5ad6ccf69 \
    b035a3e03b619bc68ae723ad9511ac722744a6f1dc51c96463791bb068ea17e3118cf7578e249346b329387f5ba68df2 \
    GlobalSign Root CA - R6
    2796bae63f1801e277261ba0d77770028f20eee4 \
    c3846bf24b9e93ca64274c0ec67c1ecc5e024ffcacd2d74019350e81fe546ae4 \
    882710ef4e42c3151067a8aab5fe63963209b444b1fb3d35594a5dc938ac3c4ace5f0d3a7bc4b176ca0e5e555ef03590 \
    Go Daddy Class 2 Certification Authority
    47beabc922eae80e78783462a79f45c254fde68b \
    45140b3247eb9cc8c5b4f0d7b53091f73292089e6e5a63e2749dd3aca9198eda \
    3e54bb0fe56fa7d9eda000ac3a2d5362507b89b94e1c41adb48044e0b73a855a6d87aaf22c861d2168dc5bc90dce5d57 \
    Go Daddy Root Certificate Authority - G2
    ad7e1c28b064ef8f6003402014c3d0e3370eb58a \
    1465fa205397b876faa6f0a9958e5590e40fcc7faa4fb7c2c8677521fb5fb658 \
    555926edb7e0f9019f3bf550b961b89c56e42550628a5f1d9671fd07484dd9184ca7c61dea28ae205333b0cbdd5ec84a \
    Starfield Class 2 Certification Authority
    b51c067cee2b0c3df855ab2d92f4fe39d4e70f0e \
    2ce1cb0bf9d2f9e102993fbe215152c3b2dd0cabde1c68e5319b839154dbb7f5 \
    ed1c0cb4a95687b69175cb7f158dd8b9742bfecae5b72ce9f40589d088d63d54e40ae5d39f2fdba095acd7708b4a9d59 \
    Starfield Root Certificate Authority - G2
    2b8f1b57330dbba2d07a6c51f70ee90ddab9ad8e \
    e793c9b02fd8aa13e21c31228accb08119643b749c898964b1746d46c3d4cbd2 \
    b1ab8368ba51aeca61214363ccbd3c8e67ed3b67be376d93f4ce44ba438c8e812b0e3de53804e6d7c4f4b37bd84ed650 \
    USERTrust RSA Certification Authority
    0483ed3399ac3608058722edbc5e4600e3bef9d7 \
    6ea54741d004667eed1b4816634aa3a79e6e4b96950f8279dafc8d9bd8812137 \
    9028b2ccef20361d88a7af941a6b42a1875f8445e96197efdcd10fecc037c69b2435920723d37fd36b664048c28fdfd4 \
    UTN-USERFirst-Hardware
    742c3192e607e424eb4549542be1bbc53e6174e2 \
    e7685634efacf69ace939a6b255b7b4fabef42935b50a265acb5cb6027e44e70 \
    079dc7e97ad800896d38b3a267f132e259cb902e23b1feca70dc0c2e3ea842644b077a443d58196981c00b9fedde75be \
    VeriSign Class 3 Public Primary Certification Authority
    a1db6393916f17e4185509400415c70240b0ae6b \
    a4b6b3996fc2f306b3fd8681bd63413d8c5009cc4fa329c2ccf0e2fa1b140305 \
    0da69f3bffd768a4c37398ec904852ec42df58ab251b9f94a42edcee42957a7a92d7f25207db00585065848f20ab4e6c \
    VeriSign Class 3 Public Primary Certification Authority
    85371ca6e550143dce2803471bde3a09e8f8770f \
    83ce3c1229688a593d485f81973c0f9195431eda37cc5e36430e79c7a888638b \
    9393e8937492c1223fb089dd2419cd280626927421fe46fba823082b4e63f2dbbf70bc8621ac2b59a445bcbe372c0f55 \
    VeriSign Class 3 Public Primary Certification Authority - G2
    132d0d45534b6997cdb2d5c339e25576609b5cc6 \
    eb04cf5eb1f39afa762f2bb120f296cba520c1b97db1589565b81cb9a17b7244 \
    de81620e73cdca284cbecfe5e657aa438b4aff1b5374a4512caa31948c975de15eec7fa0c5089322c870e89f82fc6378 \
    VeriSign Class 3 Public Primary Certification Authority - G3
    4eb6d578499b1ccf5f581ead56be3d9b6744a5e5 \
    9acfab7e43c8d880d06b262a94deeee4b4659989c3d0caf19baf6405e41ab7df \
    0c7d64406021fc2ea8288c11ff64ef8b520a565ce05ad17c442580d21d9a16150eefbe5df2c95b16cfc06d1123f786df \
    VeriSign Class 3 Public Primary Certification Authority - G5
    3679ca35668772304d30a5fb873b0fa77bb70d54 \
    2399561127a57125de8cefea610ddf2fa078b5c8067f4e828290bfb860e84b3c \
    5a9dcbc1b912b245ea2f9f411fc3b0a64121ac24cb85249d4e376433a2dd71c7463a7cf3730726815af97c92501edadc \
    VeriSign Universal Root Certification Authority
    """
}
