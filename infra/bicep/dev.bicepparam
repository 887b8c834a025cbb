// A development environment: cheapest redundancy, open to the internet, nobody is woken.
using 'main.bicep'

param environmentName = 'dev'
param location = 'westeurope'
param issuerId = 'https://dev.health.example.org/'
param verificationMethod = 'did:web:dev.health.example.org'
param credentialBaseUrl = 'https://dev.health.example.org/vaccine/'
param testBaseUrl = 'https://dev.health.example.org/test/'
param recoveryBaseUrl = 'https://dev.health.example.org/recovery/'
param infoBaseUrl = 'https://dev.health.example.org/info?'
param feedbackBaseUrl = 'https://dev.health.example.org/feedback?'
param certificateStorageSku = 'Standard_LRS'
param softDeleteDays = 7
