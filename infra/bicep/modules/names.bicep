// What resources and the issuer are called.

@description('The characters of a text, in lower case.')
func signsOf(text string) string[] => map(range(0, length(text)), index => toLower(substring(text, index, 1)))

// Names of azd also have capitals, hyphens, dots, underscores and parentheses.
@description('What is left of an environment\'s name for the names of resources: at most ten letters and digits.')
@export()
func slugOf(environmentName string) string =>
  take(
    join(filter(signsOf(environmentName), sign => contains('abcdefghijklmnopqrstuvwxyz0123456789', sign)), ''),
    10
  )

@description('Host and port of an address.')
@export()
func hostOf(address string) string => split(address, '/')[2]

@description('The did:web whose document lies at /.well-known/did.json of an address.')
@export()
func didOf(address string) string => 'did:web:${replace(hostOf(address), ':', '%3A')}'

@description('Whether a verifier that looks a key\'s name up finds the document: it is no did:web, or that of the address.')
@export()
func isFoundAt(verificationMethod string, address string) bool =>
  !startsWith(verificationMethod, 'did:web:') || split(verificationMethod, '#')[0] == didOf(address)

@description('A key\'s name that can be looked up. The deployment ends where it can\'t.')
func foundAt(verificationMethod string, address string) string =>
  isFoundAt(verificationMethod, address)
    ? verificationMethod
    : fail('verificationMethod ${verificationMethod} is a did:web of another address than ${address}, where did.json is published.')

@description('The name of the signing key in proofs: as it is given, or of the word did:web alone that of the address.')
@export()
func verificationMethodAt(given string, address string) string =>
  given == 'did:web' ? didOf(address) : foundAt(given, address)
