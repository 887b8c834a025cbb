// For azd: every value comes from its environment (`azd env set NAME VALUE`). docs/deployment.md lists the variables.
// The deployment stops if a variable without a default is not set.
using 'main.bicep'

// Purpose of the environment: it chooses the values of dev.bicepparam or of prod.bicepparam. A variable of each value overrides it.
var stages = {
  dev: {
    frontDoor: 'false'
    frontDoorTier: 'Standard'
    maximumInstances: '40'
    certificateStorageSku: 'Standard_LRS'
    softDeleteDays: '7'
    hardwareKeys: 'false'
    privateNetworking: 'false'
    logRetentionDays: '30'
    alertsRequired: 'false'
    zoneRedundant: 'false'
    hostStorageSku: 'Standard_LRS'
    deleteLocks: 'false'
    scaleByQueueLength: 'false'
    alwaysReady: '[]'
    keyPublicationDays: '1'
  }
  prod: {
    frontDoor: 'true'
    frontDoorTier: 'Premium'
    maximumInstances: '100'
    certificateStorageSku: 'Standard_GZRS'
    softDeleteDays: '90'
    hardwareKeys: 'true'
    privateNetworking: 'true'
    logRetentionDays: '90'
    alertsRequired: 'true'
    zoneRedundant: 'true'
    hostStorageSku: 'Standard_ZRS'
    deleteLocks: 'true'
    scaleByQueueLength: 'true'
    alwaysReady: '[{"name":"http","instanceCount":2}]'
    keyPublicationDays: '28'
  }
}
var stage = stages[readEnvironmentVariable('DIVOC_STAGE', 'dev')]

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME')
param location = readEnvironmentVariable('AZURE_LOCATION')
param resourceGroupName = readEnvironmentVariable('DIVOC_RESOURCE_GROUP_NAME', '')

// The issuer.
param publicBaseUrl = readEnvironmentVariable('DIVOC_PUBLIC_BASE_URL')
param issuerId = readEnvironmentVariable('DIVOC_ISSUER_ID')
param verificationMethod = readEnvironmentVariable('DIVOC_VERIFICATION_METHOD')
param credentialBaseUrl = readEnvironmentVariable('DIVOC_CREDENTIAL_BASE_URL')
param testBaseUrl = readEnvironmentVariable('DIVOC_TEST_BASE_URL')
param recoveryBaseUrl = readEnvironmentVariable('DIVOC_RECOVERY_BASE_URL')
param infoBaseUrl = readEnvironmentVariable('DIVOC_INFO_BASE_URL')
param feedbackBaseUrl = readEnvironmentVariable('DIVOC_FEEDBACK_BASE_URL')
param issuerCountry = readEnvironmentVariable('DIVOC_ISSUER_COUNTRY', '')
param euIssuerName = readEnvironmentVariable('DIVOC_EU_ISSUER_NAME', '')
param cardIssuer = readEnvironmentVariable('DIVOC_CARD_ISSUER', '')
param healthAuthority = readEnvironmentVariable('DIVOC_HEALTH_AUTHORITY', '')
param timeZone = readEnvironmentVariable('DIVOC_TIME_ZONE', 'UTC')

// The web pages.
param portalName = readEnvironmentVariable('DIVOC_PORTAL_NAME', 'Certificate service')
param portalOperator = readEnvironmentVariable('DIVOC_PORTAL_OPERATOR', '')
param portalContact = readEnvironmentVariable('DIVOC_PORTAL_CONTACT', '')
param portalPages = readEnvironmentVariable('DIVOC_PORTAL_PAGES', 'start, verify, console, operations')
param portalColor = readEnvironmentVariable('DIVOC_PORTAL_COLOR', '#0F4C6B')
param portalLogo = readEnvironmentVariable('DIVOC_PORTAL_LOGO', '')

// Front Door.
param frontDoor = bool(readEnvironmentVariable('DIVOC_FRONT_DOOR', stage.frontDoor))
param frontDoorTier = readEnvironmentVariable('DIVOC_FRONT_DOOR_TIER', stage.frontDoorTier)
param requestsPerMinute = int(readEnvironmentVariable('DIVOC_REQUESTS_PER_MINUTE', '3000'))
param firewallRules = readEnvironmentVariable('DIVOC_FIREWALL_RULES', 'Block')

// Size, protection and alerts.
param maximumInstances = int(readEnvironmentVariable('DIVOC_MAXIMUM_INSTANCES', stage.maximumInstances))
param instanceMemory = any(int(readEnvironmentVariable('DIVOC_INSTANCE_MEMORY', '2048')))
param certificateStorageSku = readEnvironmentVariable('DIVOC_CERTIFICATE_STORAGE_SKU', stage.certificateStorageSku)
param immutabilityDays = int(readEnvironmentVariable('DIVOC_IMMUTABILITY_DAYS', '0'))
param softDeleteDays = int(readEnvironmentVariable('DIVOC_SOFT_DELETE_DAYS', stage.softDeleteDays))
param signingVaults = int(readEnvironmentVariable('DIVOC_SIGNING_VAULTS', '1'))
param keepRequestsDays = int(readEnvironmentVariable('DIVOC_KEEP_REQUESTS_DAYS', '0'))
param hardwareKeys = bool(readEnvironmentVariable('DIVOC_HARDWARE_KEYS', stage.hardwareKeys))
param privateNetworking = bool(readEnvironmentVariable('DIVOC_PRIVATE_NETWORKING', stage.privateNetworking))
param alertEmail = readEnvironmentVariable('DIVOC_ALERT_EMAIL', '')
param logRetentionDays = int(readEnvironmentVariable('DIVOC_LOG_RETENTION_DAYS', stage.logRetentionDays))
param eventTopic = bool(readEnvironmentVariable('DIVOC_EVENT_TOPIC', 'false'))
param otlpEndpoint = readEnvironmentVariable('DIVOC_OTLP_ENDPOINT', '')

// App settings by name as JSON, and those whose values are secrets in the vault: only the names of the secrets are given here.
// The first operator, duty: the SHA-256 of its key. In Azure nobody is an operator until one is entered.
var operatorKeySha256 = readEnvironmentVariable('DIVOC_OPERATOR_KEY_SHA256', '')
var operator = empty(operatorKeySha256) ? {} : { Divoc__Operators__duty__KeySha256: operatorKeySha256 }
param extraSettings = union(operator, json(readEnvironmentVariable('DIVOC_EXTRA_SETTINGS', '{}')))
param vaultSettings = json(readEnvironmentVariable('DIVOC_VAULT_SETTINGS', '{}'))

// Redundancy, scaling and keys.
param alertsRequired = bool(readEnvironmentVariable('DIVOC_ALERTS_REQUIRED', stage.alertsRequired))
param readinessFrom = json(readEnvironmentVariable(
  'DIVOC_READINESS_FROM',
  '["emea-nl-ams-azr","emea-gb-db3-azr","emea-fr-pra-edge","us-va-ash-azr","apac-sg-sin-azr"]'
))
param zoneRedundant = bool(readEnvironmentVariable('DIVOC_ZONE_REDUNDANT', stage.zoneRedundant))
param hostStorageSku = readEnvironmentVariable('DIVOC_HOST_STORAGE_SKU', stage.hostStorageSku)
param deleteLocks = bool(readEnvironmentVariable('DIVOC_DELETE_LOCKS', stage.deleteLocks))
param scaleByQueueLength = bool(readEnvironmentVariable('DIVOC_SCALE_BY_QUEUE_LENGTH', stage.scaleByQueueLength))
param alwaysReady = json(readEnvironmentVariable('DIVOC_ALWAYS_READY', stage.alwaysReady))
param messagingUnits = int(readEnvironmentVariable('DIVOC_MESSAGING_UNITS', '1'))
param rotateKeys = bool(readEnvironmentVariable('DIVOC_ROTATE_KEYS', 'false'))
param keyPublicationDays = int(readEnvironmentVariable('DIVOC_KEY_PUBLICATION_DAYS', stage.keyPublicationDays))
param secondaryLocation = readEnvironmentVariable('DIVOC_SECONDARY_LOCATION', '')
param standby = bool(readEnvironmentVariable('DIVOC_STANDBY', 'false'))
param sharedData = json(readEnvironmentVariable('DIVOC_STANDBY_OF', 'null'))
