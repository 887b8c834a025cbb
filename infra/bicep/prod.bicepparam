// Production: redundant over zones and a second region, keys in hardware, closed to the internet. Put your own names in the place of example.org.
using 'main.bicep'

param environmentName = 'prod'
param location = 'westeurope'
param publicBaseUrl = 'https://certificates.health.example.org'
param issuerId = 'https://health.example.org/'
param verificationMethod = 'did:web:certificates.health.example.org'
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
param credentialBaseUrl = 'https://certificates.health.example.org/vaccine/'
param testBaseUrl = 'https://certificates.health.example.org/test/'
param recoveryBaseUrl = 'https://certificates.health.example.org/recovery/'
param infoBaseUrl = 'https://certificates.health.example.org/info?'
param feedbackBaseUrl = 'https://certificates.health.example.org/feedback?'
param maximumInstances = 100
param certificateStorageSku = 'Standard_GZRS'
param softDeleteDays = 90
param hardwareKeys = true
param privateNetworking = true
param alertEmail = 'operators@health.example.org'
param logRetentionDays = 90

// Watched, spread over zones, kept against a slip of the hand, and slow with new keys, so that verifiers hear of them.
param alertsRequired = true
param zoneRedundant = true
param hostStorageSku = 'Standard_ZRS'
param deleteLocks = true
param scaleByQueueLength = true
param alwaysReady = [{ name: 'http', instanceCount: 2 }]
param messagingUnits = 1
param rotateKeys = false
param keyPublicationDays = 28
