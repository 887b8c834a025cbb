// For azd: everything from its environment (`azd env set NAME VALUE`), else the values of a development environment.
using 'main.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'dev')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param publicBaseUrl = readEnvironmentVariable('DIVOC_PUBLIC_BASE_URL', '')
param issuerId = readEnvironmentVariable('DIVOC_ISSUER_ID', 'https://dev.health.example.org/')
param verificationMethod = readEnvironmentVariable('DIVOC_VERIFICATION_METHOD', 'did:web:dev.health.example.org')
param issuerCountry = readEnvironmentVariable('DIVOC_ISSUER_COUNTRY', '')
param euIssuerName = readEnvironmentVariable('DIVOC_EU_ISSUER_NAME', '')
param portalName = readEnvironmentVariable('DIVOC_PORTAL_NAME', 'Certificate service')
param portalOperator = readEnvironmentVariable('DIVOC_PORTAL_OPERATOR', '')
param portalContact = readEnvironmentVariable('DIVOC_PORTAL_CONTACT', '')
param portalPages = readEnvironmentVariable('DIVOC_PORTAL_PAGES', 'start, verify, console, operations')
param portalColor = readEnvironmentVariable('DIVOC_PORTAL_COLOR', '#0F4C6B')
param portalLogo = readEnvironmentVariable('DIVOC_PORTAL_LOGO', '')
param cardIssuer = readEnvironmentVariable('DIVOC_CARD_ISSUER', '')
param healthAuthority = readEnvironmentVariable('DIVOC_HEALTH_AUTHORITY', '')
param credentialBaseUrl = readEnvironmentVariable(
  'DIVOC_CREDENTIAL_BASE_URL',
  'https://dev.health.example.org/vaccine/'
)
param testBaseUrl = readEnvironmentVariable('DIVOC_TEST_BASE_URL', 'https://dev.health.example.org/test/')
param recoveryBaseUrl = readEnvironmentVariable('DIVOC_RECOVERY_BASE_URL', 'https://dev.health.example.org/recovery/')
param infoBaseUrl = readEnvironmentVariable('DIVOC_INFO_BASE_URL', 'https://dev.health.example.org/info?')
param feedbackBaseUrl = readEnvironmentVariable('DIVOC_FEEDBACK_BASE_URL', 'https://dev.health.example.org/feedback?')
param alertEmail = readEnvironmentVariable('DIVOC_ALERT_EMAIL', '')
param eventTopic = bool(readEnvironmentVariable('DIVOC_EVENT_TOPIC', 'false'))
param otlpEndpoint = readEnvironmentVariable('DIVOC_OTLP_ENDPOINT', '')

// The first operator, duty: the SHA-256 of its key, since in Azure nobody is an operator until one is entered. Others and partners come here too, under their own names.
var operatorKeySha256 = readEnvironmentVariable('DIVOC_OPERATOR_KEY_SHA256', '')
param extraSettings = empty(operatorKeySha256) ? {} : { Divoc__Operators__duty__KeySha256: operatorKeySha256 }

// Redundancy, scaling and keys.
param alertsRequired = bool(readEnvironmentVariable('DIVOC_ALERTS_REQUIRED', 'false'))
param zoneRedundant = bool(readEnvironmentVariable('DIVOC_ZONE_REDUNDANT', 'false'))
param hostStorageSku = readEnvironmentVariable('DIVOC_HOST_STORAGE_SKU', 'Standard_LRS')
param deleteLocks = bool(readEnvironmentVariable('DIVOC_DELETE_LOCKS', 'false'))
param scaleByQueueLength = bool(readEnvironmentVariable('DIVOC_SCALE_BY_QUEUE_LENGTH', 'false'))
param alwaysReady = json(readEnvironmentVariable('DIVOC_ALWAYS_READY', '[]'))
param messagingUnits = int(readEnvironmentVariable('DIVOC_MESSAGING_UNITS', '1'))
param rotateKeys = bool(readEnvironmentVariable('DIVOC_ROTATE_KEYS', 'false'))
param keyPublicationDays = int(readEnvironmentVariable('DIVOC_KEY_PUBLICATION_DAYS', '1'))
param secondaryLocation = readEnvironmentVariable('DIVOC_SECONDARY_LOCATION', '')
param standby = bool(readEnvironmentVariable('DIVOC_STANDBY', 'false'))
param sharedData = json(readEnvironmentVariable('DIVOC_STANDBY_OF', 'null'))
