// The certificate service in Azure: the Functions app and everything that it uses, in one resource group.
targetScope = 'subscription'

import { hostOf, slugOf } from 'modules/names.bicep'

@description('Name of the environment, such as dev or prod, as azd uses it. The names of resources contain its first letters and digits.')
@minLength(1)
@maxLength(32)
param environmentName string

@description('Region of all resources. It must have Flex Consumption (az functionapp list-flexconsumption-locations).')
@allowed([
  'australiaeast'
  'brazilsouth'
  'canadacentral'
  'centralindia'
  'centralus'
  'eastasia'
  'eastus'
  'eastus2'
  'francecentral'
  'germanywestcentral'
  'italynorth'
  'japaneast'
  'koreacentral'
  'northcentralus'
  'northeurope'
  'norwayeast'
  'southafricanorth'
  'southcentralus'
  'southeastasia'
  'spaincentral'
  'swedencentral'
  'switzerlandnorth'
  'uaenorth'
  'uksouth'
  'westcentralus'
  'westeurope'
  'westus2'
  'westus3'
])
@metadata({ azd: { type: 'location' } })
param location string

@description('Resource group; created if missing. Empty: rg-certificates-, the environment and the region.')
@maxLength(90)
param resourceGroupName string = ''

// With Front Door, its host is the custom domain.
@description('Public address of the service (https, without a path), for answers and its did:web. Empty: the address that Azure makes.')
param publicBaseUrl string = ''

// Front Door has TLS for the host of publicBaseUrl, a firewall, a limit of requests, and a cache for keys and revocations.
@description('Puts Front Door in front of the app. The app then accepts calls only from Front Door.')
param frontDoor bool = false

@description('Tier of Front Door. Only Premium has the managed rules of the firewall.')
@allowed(['Standard', 'Premium'])
param frontDoorTier string = 'Standard'

@description('How many requests Front Door allows from one address in a minute.')
@minValue(60)
param requestsPerMinute int = 3000

@description('What the managed rules of the firewall do with a request that looks like an attack (Premium only).')
@allowed(['Block', 'Log'])
param firewallRules string = 'Block'

@description('Issuer of the credentials (Divoc:Issuer:Id), an absolute IRI.')
param issuerId string

// A did:web must be that of the public address, where did.json is published. The value did:web alone stands for that one.
@description('Name of the signing key in proofs (Divoc:Issuer:VerificationMethod), an absolute IRI.')
param verificationMethod string

@description('Issuing country, two upper-case letters (Divoc:Issuer:Country), for EU certificates and their identifiers. Empty: no EU certificates are made.')
param issuerCountry string = ''

@description('Who issues EU certificates (Divoc:Dcc:IssuerName), such as a ministry of health. Empty: no EU certificates are made.')
param euIssuerName string = ''

@description('The name of the service in the bar of its web pages.')
param portalName string = 'Certificate service'

@description('Who runs the service. The web pages show it. Empty: they do not show it.')
param portalOperator string = ''

@description('Whom the holder of a certificate can ask, such as an e-mail address. The web pages show it. Empty: they say "the issuer".')
param portalContact string = ''

@description('The web pages that are served (start, verify, console, operations), separated by commas, or none.')
param portalPages string = 'start, verify, console, operations'

@description('The colour of the bar and the buttons of the web pages. It must be dark enough for white text.')
param portalColor string = '#0F4C6B'

@description('The path of a PNG or SVG file in the published package. The web pages show it beside the name. Empty: no picture.')
param portalLogo string = ''

@description('The issuer in SMART Health Cards (Divoc:Shc:Issuer), an https URL without a slash at its end. Empty: the public address and /shc.')
param cardIssuer string = ''

@description('Public health authority that attests WHO documents (Divoc:Ddcc:Authority), such as a ministry of health. Empty: no WHO documents are made.')
param healthAuthority string = ''

@description('Beginning of evidence.id of vaccinations (Divoc:Credential:BaseUrl).')
param credentialBaseUrl string

@description('Beginning of evidence.id of tests (Divoc:Credential:TestBaseUrl).')
param testBaseUrl string

@description('Beginning of evidence.id of recoveries (Divoc:Credential:RecoveryBaseUrl).')
param recoveryBaseUrl string

@description('infoUrl of the credentials (Divoc:Credential:InfoBaseUrl).')
param infoBaseUrl string

@description('feedbackUrl of the credentials (Divoc:Credential:FeedbackBaseUrl).')
param feedbackBaseUrl string

@description('IANA time zone that gives the calendar day of times sent in UTC (Divoc:TimeZone).')
param timeZone string = 'UTC'

// Secure, so that the history of deployments does not contain them.
@description('Further app settings by name (with __ for :), such as { Divoc__Qr__Encoding: \'Binary\', Divoc__Partners__clinic__KeySha256: \'...\', Divoc__Operators__duty__KeySha256: \'...\' }.')
@secure()
param extraSettings object = {}

// The deployment never sees the values. Example: { Divoc__Credential__SubjectIdSalt: 'subject-id-salt' }.
@description('App settings whose values are secrets in the vault: the name of each setting, and the name of its secret.')
param vaultSettings object = {}

@description('Makes the topic certificate-events, to which the program sends every event, for your own systems to subscribe to.')
param eventTopic bool = false

@description('Collector to which the program sends traces and metrics by OTLP (OTEL_EXPORTER_OTLP_ENDPOINT), such as https://collector.example.org:4317. Empty: none.')
param otlpEndpoint string = ''

@description('The largest number of instances of the app. Each handles at most 16 events at a time.')
@minValue(40)
@maxValue(1000)
param maximumInstances int = 40

@description('Memory of an instance in MB.')
@allowed([512, 2048, 4096])
param instanceMemory int = 2048

@description('Redundancy of the certificates\' storage.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS', 'Standard_RAGRS', 'Standard_RAGZRS'])
param certificateStorageSku string = 'Standard_ZRS'

@description('Days during which a certificate can be neither changed nor deleted; 0: no such policy. The policy is created unlocked. Locking it can\'t be undone, so it is done by hand. A certificate can be erased only after these days.')
@minValue(0)
@maxValue(36500)
param immutabilityDays int = 0

@description('Days for which deleted blobs and earlier versions can be restored.')
@minValue(1)
@maxValue(365)
param softDeleteDays int = 30

@description('Days for which requests are kept (30 or more). Requests contain the codes of people. 0: they are kept for ever.')
@minValue(0)
@maxValue(3650)
param keepRequestsDays int = 0

@description('Keeps the keys in hardware modules (premium vault). This halves the signing rate and costs more.')
param hardwareKeys bool = false

@description('Number of vaults with signing keys. Their limits add up: each signs 400 certificates a second, or 200 with keys in hardware. In a region, Azure allows a subscription five times the limit of one vault.')
@minValue(1)
@maxValue(5)
param signingVaults int = 1

@description('Closes storage, Service Bus and Key Vault to the internet. The app then uses private endpoints. Needs the premium tier of Service Bus.')
param privateNetworking bool = false

@description('E-mail address that gets the alerts. Empty: nobody gets them, and Azure only shows them.')
param alertEmail string = ''

@description('Days for which logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Refuses a deployment without an address for alerts (alertEmail).')
param alertsRequired bool = false

@description('Places from which Azure checks every five minutes whether the service is ready, by the names of its availability tests.')
param readinessFrom string[] = ['emea-nl-ams-azr', 'emea-gb-db3-azr', 'emea-fr-pra-edge', 'us-va-ash-azr', 'apac-sg-sin-azr']

@description('Instances that always run, for each group. A group is http, or function:NAME with the name of a function, such as [{ name: \'http\', instanceCount: 2 }].')
param alwaysReady { name: string, instanceCount: int }[] = []

@description('Gives the identity the role Azure Service Bus Data Owner of the queues. Azure then adds instances by the length of the queues; without it, step by step.')
param scaleByQueueLength bool = false

@description('Messaging units of the premium tier of Service Bus. Private networking needs that tier.')
@allowed([1, 2, 4, 8, 16])
param messagingUnits int = 1

@description('Spreads the app over zones. Azure then always keeps two instances of each group of functions.')
param zoneRedundant bool = false

@description('Redundancy of the storage of the Functions host, which contains the access keys of callers.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GZRS', 'Standard_RAGZRS'])
param hostStorageSku string = 'Standard_LRS'

@description('Locks storage, Service Bus and Key Vault against deletion. To delete them, remove the locks first.')
param deleteLocks bool = false

@description('Region to which Service Bus is replicated; empty: none. This works only for a new namespace of the premium tier.')
param secondaryLocation string = ''

@description('Certificates and queues of another environment, which this one uses instead of its own: for a standby in a second region. The vault of this standby gets no keys of its own: restore the keys of the other environment into it.')
param sharedData { resourceGroup: string, storageAccountName: string, serviceBusName: string }?

@description('Deploys the app stopped and its alerts off, until it must take over.')
param standby bool = false

@description('Makes the keys with a policy by which Azure makes a new version of each key once a year. Verifiers that pinned a key must know the new version before it signs.')
param rotateKeys bool = false

@description('Days for which a new version of a key is published before it signs. Choose as many as verifiers need to learn of it.')
@minValue(1)
@maxValue(30)
param keyPublicationDays int = 1

var groupName = empty(resourceGroupName) ? 'rg-certificates-${environmentName}-${location}' : resourceGroupName
var token = take(uniqueString(subscription().id, groupName, environmentName, location), 8)
var slug = slugOf(environmentName)
var suffix = empty(slug) ? token : '${slug}-${token}'
var vaultName = 'kv-${suffix}'
var frontDoorNames = {
  profileName: 'afd-certificates-${suffix}'
  endpointName: 'certificates-${suffix}'
  hostName: empty(publicBaseUrl) ? '' : hostOf(publicBaseUrl)
}
var identityName = 'id-certificates-${suffix}'
var tags = {
  'azd-env-name': environmentName
  workload: 'certificates'
}

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: groupName
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: {
    name: identityName
    location: location
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    workspaceName: 'log-certificates-${suffix}'
    insightsName: 'appi-certificates-${suffix}'
    location: location
    tags: tags
    retentionDays: logRetentionDays
    identityName: identityName
    principalId: identity.outputs.principalId
  }
}

module network 'modules/network.bicep' = if (privateNetworking) {
  scope: group
  params: {
    name: 'vnet-certificates-${suffix}'
    location: location
    tags: tags
  }
}

module hostStorage 'modules/host-storage.bicep' = {
  scope: group
  params: {
    sku: hostStorageSku
    softDeleteDays: softDeleteDays
    locked: deleteLocks
    name: 'sthost${slug}${token}'
    location: location
    tags: tags
    identityName: identityName
    principalId: identity.outputs.principalId
    workspaceId: monitoring.outputs.workspaceId
    isPrivate: privateNetworking
    endpointSubnetId: network.?outputs.endpointSubnetId ?? ''
    zoneIds: network.?outputs.zoneIds ?? {}
  }
}

module certificateStorage 'modules/certificate-storage.bicep' = if (sharedData == null) {
  scope: group
  params: {
    locked: deleteLocks
    name: 'stcert${slug}${token}'
    location: location
    tags: tags
    sku: certificateStorageSku
    immutabilityDays: immutabilityDays
    softDeleteDays: softDeleteDays
    identityName: identityName
    principalId: identity.outputs.principalId
    workspaceId: monitoring.outputs.workspaceId
    isPrivate: privateNetworking
    endpointSubnetId: network.?outputs.endpointSubnetId ?? ''
    zoneIds: network.?outputs.zoneIds ?? {}
  }
}

module messaging 'modules/messaging.bicep' = if (sharedData == null) {
  scope: group
  params: {
    units: messagingUnits
    secondaryLocation: empty(secondaryLocation) || privateNetworking
      ? secondaryLocation
      : fail('secondaryLocation needs privateNetworking: only the premium tier of Service Bus is replicated.')
    ownsQueues: scaleByQueueLength
    locked: deleteLocks
    name: 'sb-certificates-${suffix}'
    location: location
    tags: tags
    identityName: identityName
    principalId: identity.outputs.principalId
    workspaceId: monitoring.outputs.workspaceId
    isPrivate: privateNetworking
    endpointSubnetId: network.?outputs.endpointSubnetId ?? ''
    zoneIds: network.?outputs.zoneIds ?? {}
    withTopic: eventTopic
  }
}

module shared 'modules/shared-data.bicep' = if (sharedData != null) {
  scope: resourceGroup(sharedData.?resourceGroup ?? groupName)
  params: {
    storageAccountName: sharedData.?storageAccountName ?? ''
    serviceBusName: sharedData.?serviceBusName ?? ''
    #disable-next-line what-if-short-circuiting
    principalId: identity.outputs.principalId
    ownsQueues: scaleByQueueLength
  }
}

module sharedStorageEndpoint 'modules/private-endpoint.bicep' = if (sharedData != null && privateNetworking) {
  scope: group
  params: {
    name: 'pe-${sharedData.?storageAccountName}-blob-${suffix}'
    location: location
    tags: tags
    subnetId: network.?outputs.endpointSubnetId ?? ''
    targetId: shared.?outputs.storageId ?? ''
    part: 'blob'
    zoneId: network.?outputs.zoneIds.blob ?? ''
  }
}

module sharedBusEndpoint 'modules/private-endpoint.bicep' = if (sharedData != null && privateNetworking) {
  scope: group
  params: {
    name: 'pe-${sharedData.?serviceBusName}-${suffix}'
    location: location
    tags: tags
    subnetId: network.?outputs.endpointSubnetId ?? ''
    targetId: shared.?outputs.serviceBusId ?? ''
    part: 'namespace'
    zoneId: network.?outputs.zoneIds.serviceBus ?? ''
  }
}

module vault 'modules/vault.bicep' = {
  scope: group
  params: {
    rotateKeys: rotateKeys
    locked: deleteLocks
    withKeys: sharedData == null
    name: vaultName
    location: location
    tags: tags
    hardwareKeys: hardwareKeys
    identityName: identityName
    principalId: identity.outputs.principalId
    workspaceId: monitoring.outputs.workspaceId
    isPrivate: privateNetworking
    endpointSubnetId: network.?outputs.endpointSubnetId ?? ''
    zoneIds: network.?outputs.zoneIds ?? {}
  }
}

// The other vaults have keys of the same names. Certificates name each key by its own thumbprint.
@batchSize(1)
module furtherVaults 'modules/vault.bicep' = [
  for number in range(2, signingVaults - 1): {
    scope: group
    params: {
      rotateKeys: rotateKeys
      locked: deleteLocks
      withKeys: sharedData == null
      name: 'kv${number}-${suffix}'
      location: location
      tags: tags
      hardwareKeys: hardwareKeys
      identityName: identityName
      principalId: identity.outputs.principalId
      workspaceId: monitoring.outputs.workspaceId
      isPrivate: privateNetworking
      endpointSubnetId: network.?outputs.endpointSubnetId ?? ''
      zoneIds: network.?outputs.zoneIds ?? {}
    }
  }
]

module secrets 'modules/secrets.bicep' = if (!empty(vaultSettings)) {
  scope: group
  params: {
    vaultName: vaultName
    vaultUrl: vault.outputs.url
    identityName: identityName
    principalId: identity.outputs.principalId
    vaultSettings: vaultSettings
  }
}

module entry 'modules/front-door.bicep' = if (frontDoor) {
  scope: group
  params: {
    profileName: frontDoorNames.profileName
    endpointName: frontDoorNames.endpointName
    hostName: frontDoorNames.hostName
    firewallName: 'waf${slug}${token}'
    tags: tags
    tier: frontDoorTier
    requestsPerMinute: requestsPerMinute
    managedRules: firewallRules
    workspaceId: monitoring.outputs.workspaceId
  }
}

module routes 'modules/front-door-routes.bicep' = if (frontDoor) {
  scope: group
  params: {
    profileName: frontDoorNames.profileName
    endpointName: frontDoorNames.endpointName
    hostName: frontDoorNames.hostName
    originHostName: app.outputs.hostName
  }
}

module app 'modules/app.bicep' = {
  scope: group
  params: {
    name: 'func-certificates-${suffix}'
    planName: 'plan-certificates-${suffix}'
    location: location
    tags: union(tags, { 'azd-service-name': 'certificates' })
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    hostStorageName: hostStorage.outputs.name
    packageContainerUrl: hostStorage.outputs.packageContainerUrl
    certificateStorageUrl: certificateStorage.?outputs.blobUrl ?? shared.?outputs.blobUrl ?? ''
    serviceBusHost: messaging.?outputs.host ?? shared.?outputs.serviceBusHost ?? ''
    eventTopic: eventTopic ? 'certificate-events' : ''
    otlpEndpoint: otlpEndpoint
    signingKeyUrls: [vault.outputs.rsaKeyUrl, vault.outputs.ellipticKeyUrl]
    furtherKeyUrls: [for place in range(0, signingVaults - 1): furtherVaults[place].outputs.keyUrls]
    insightsConnectionString: monitoring.outputs.insightsConnectionString
    workspaceId: monitoring.outputs.workspaceId
    subnetId: network.?outputs.appSubnetId ?? ''
    publicBaseUrl: entry.?outputs.address ?? publicBaseUrl
    frontDoorId: entry.?outputs.frontDoorId ?? ''
    issuerId: issuerId
    verificationMethod: verificationMethod
    issuerCountry: issuerCountry
    euIssuerName: euIssuerName
    portal: { name: portalName, operator: portalOperator, contact: portalContact, pages: portalPages, color: portalColor, logo: portalLogo }
    cardIssuer: cardIssuer
    healthAuthority: healthAuthority
    credentialBaseUrl: credentialBaseUrl
    testBaseUrl: testBaseUrl
    recoveryBaseUrl: recoveryBaseUrl
    infoBaseUrl: infoBaseUrl
    feedbackBaseUrl: feedbackBaseUrl
    timeZone: timeZone
    vaultReferences: secrets.?outputs.references ?? {}
    extraSettings: extraSettings
    maximumInstances: maximumInstances
    instanceMemory: instanceMemory
    alwaysReady: alwaysReady
    zoneRedundant: zoneRedundant
    keyPublicationDays: keyPublicationDays
    keepRequestsDays: keepRequestsDays > 0 && keepRequestsDays < 30
      ? fail('keepRequestsDays must be 0, or 30 or more.')
      : keepRequestsDays
    running: !standby
  }
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    suffix: suffix
    location: location
    tags: tags
    email: alertsRequired && empty(alertEmail)
      ? fail('Set alertEmail: with alertsRequired somebody must get the alerts.')
      : alertEmail
    running: !standby
    serviceBusId: messaging.?outputs.id ?? shared.?outputs.serviceBusId ?? ''
    watchesQueues: sharedData == null
    vaultId: vault.outputs.id
    furtherVaultIds: [for place in range(0, signingVaults - 1): furtherVaults[place].outputs.id]
    appId: app.outputs.id
    address: empty(publicBaseUrl) ? app.outputs.address : publicBaseUrl
    readinessFrom: readinessFrom
    workspaceId: monitoring.outputs.workspaceId
    insightsId: monitoring.outputs.insightsId
  }
}

@description('Name of the Functions app, for az and func.')
output functionAppName string = app.outputs.name

@description('Where callers reach the service.')
output address string = app.outputs.address

@description('DNS records to enter into the zone of the public address: name, type and value.')
output dnsRecords array = entry.?outputs.dnsRecords ?? []

@description('Resource group of all resources.')
output resourceGroup string = group.name

@description('Storage account of the certificates.')
output certificateStorageName string = certificateStorage.?outputs.name ?? sharedData.?storageAccountName ?? ''

@description('Service Bus namespace.')
output serviceBusHost string = messaging.?outputs.host ?? shared.?outputs.serviceBusHost ?? ''

@description('Key Vault, and the addresses of its signing keys without a version.')
output vaultUrl string = vault.outputs.url

output rsaKeyUrl string = vault.outputs.rsaKeyUrl

output ellipticKeyUrl string = vault.outputs.ellipticKeyUrl
