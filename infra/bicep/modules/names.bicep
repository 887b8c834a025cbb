// Names of resources and of the issuer.

@description('The characters of a text, in lower case.')
func signsOf(text string) string[] => map(range(0, length(text)), index => toLower(substring(text, index, 1)))

// Names in azd may also have capitals, hyphens, dots, underscores and parentheses.
@description('The part of an environment\'s name that the names of resources contain: at most ten letters and digits.')
@export()
func slugOf(environmentName string) string =>
  take(
    join(filter(signsOf(environmentName), sign => contains('abcdefghijklmnopqrstuvwxyz0123456789', sign)), ''),
    10
  )

@description('Host and port of an address.')
@export()
func hostOf(address string) string => split(address, '/')[2]

@description('The did:web whose document is at /.well-known/did.json of an address.')
@export()
func didOf(address string) string => 'did:web:${replace(hostOf(address), ':', '%3A')}'

@description('Whether a verifier that looks up a key\'s name finds the document: the name is not a did:web, or it is that of the address.')
@export()
func isFoundAt(verificationMethod string, address string) bool =>
  !startsWith(verificationMethod, 'did:web:') || split(verificationMethod, '#')[0] == didOf(address)

@description('A key\'s name that can be looked up. If it can\'t, the deployment fails.')
func foundAt(verificationMethod string, address string) string =>
  isFoundAt(verificationMethod, address)
    ? verificationMethod
    : fail('verificationMethod ${verificationMethod} is the did:web of another address, but did.json is published at ${address}. Change one of them, or set verificationMethod to did:web.')

@description('The name of the signing key in proofs: as given, or for the value did:web alone, the did:web of the address.')
@export()
func verificationMethodAt(given string, address string) string =>
  given == 'did:web' ? didOf(address) : foundAt(given, address)
