// A development environment: cheapest redundancy, open to the internet, no alerts by e-mail.
// Its names come from the environment: docs/deployment.md.
using 'main.bicep'

param environmentName = 'dev'
param location = 'westeurope'
param publicBaseUrl = readEnvironmentVariable('DIVOC_PUBLIC_BASE_URL')
param issuerId = readEnvironmentVariable('DIVOC_ISSUER_ID')
param verificationMethod = readEnvironmentVariable('DIVOC_VERIFICATION_METHOD')
param credentialBaseUrl = readEnvironmentVariable('DIVOC_CREDENTIAL_BASE_URL')
param testBaseUrl = readEnvironmentVariable('DIVOC_TEST_BASE_URL')
param recoveryBaseUrl = readEnvironmentVariable('DIVOC_RECOVERY_BASE_URL')
param infoBaseUrl = readEnvironmentVariable('DIVOC_INFO_BASE_URL')
param feedbackBaseUrl = readEnvironmentVariable('DIVOC_FEEDBACK_BASE_URL')
param certificateStorageSku = 'Standard_LRS'
param softDeleteDays = 7
