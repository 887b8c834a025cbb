// Production: redundant over zones and a second region, keys in hardware, closed to the internet behind Front Door.
// Its names come from the environment: docs/deployment.md.
using 'main.bicep'

param environmentName = 'prod'
param location = 'westeurope'
param publicBaseUrl = readEnvironmentVariable('DIVOC_PUBLIC_BASE_URL')
param issuerId = readEnvironmentVariable('DIVOC_ISSUER_ID')
param verificationMethod = readEnvironmentVariable('DIVOC_VERIFICATION_METHOD')
param credentialBaseUrl = readEnvironmentVariable('DIVOC_CREDENTIAL_BASE_URL')
param testBaseUrl = readEnvironmentVariable('DIVOC_TEST_BASE_URL')
param recoveryBaseUrl = readEnvironmentVariable('DIVOC_RECOVERY_BASE_URL')
param infoBaseUrl = readEnvironmentVariable('DIVOC_INFO_BASE_URL')
param feedbackBaseUrl = readEnvironmentVariable('DIVOC_FEEDBACK_BASE_URL')
param frontDoor = true
param frontDoorTier = 'Premium'
param issuerCountry = ''
param euIssuerName = ''
param portalName = 'Certificate service'
param portalOperator = ''
param portalContact = ''
param portalPages = 'start, verify, console, operations'
param portalColor = '#0F4C6B'
param portalLogo = ''
param cardIssuer = ''
param healthAuthority = ''
param maximumInstances = 100
param certificateStorageSku = 'Standard_GZRS'
param softDeleteDays = 90
param hardwareKeys = true
param privateNetworking = true
param alertEmail = readEnvironmentVariable('DIVOC_ALERT_EMAIL')
param logRetentionDays = 90

// Alerts by e-mail, several zones, locks against deletion by mistake, and a long time before a new key signs, so that verifiers learn of it.
param alertsRequired = true
param zoneRedundant = true
param hostStorageSku = 'Standard_ZRS'
param deleteLocks = true
param scaleByQueueLength = true
param alwaysReady = [{ name: 'http', instanceCount: 2 }]
param messagingUnits = 1
param rotateKeys = false
param keyPublicationDays = 28
