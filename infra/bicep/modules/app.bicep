// The Functions app on Flex Consumption.
import { verificationMethodAt } from 'names.bicep'

param name string
param planName string
param location string
param tags object
param identityId string
param identityClientId string
param hostStorageName string
param packageContainerUrl string
param certificateStorageUrl string
param serviceBusHost string
param eventTopic string
param otlpEndpoint string

@description('Addresses of the signing keys without a version.')
param signingKeyUrls array

@description('Days for which requests are kept; 0: they are kept for ever.')
param keepRequestsDays int

@description('Addresses of the keys in further vaults: a list for each vault.')
param furtherKeyUrls array

@secure()
param insightsConnectionString string
param workspaceId string
param subnetId string
param publicBaseUrl string
param issuerId string
param verificationMethod string
param issuerCountry string
param euIssuerName string
@description('The web pages: their name, who runs the service, whom the holder of a certificate asks, which pages are served (start, verify, console, operations, separated by commas, or none), the colour, and the path of a logo in the package.')
param portal { name: string, operator: string, contact: string, pages: string, color: string, logo: string }
param cardIssuer string
param healthAuthority string
param credentialBaseUrl string
param testBaseUrl string
param recoveryBaseUrl string
param infoBaseUrl string
param feedbackBaseUrl string
param timeZone string

@description('App settings as references to secrets in Key Vault.')
param vaultReferences object

@secure()
param extraSettings object

@description('The id of the Front Door: the app then accepts calls only from it. Empty: anybody can call the app.')
param frontDoorId string
param maximumInstances int
param instanceMemory int

@description('Instances that always run, for each group: http, or function: and the name of a function.')
param alwaysReady { name: string, instanceCount: int }[]

@description('Spreads the instances over zones.')
param zoneRedundant bool

@description('Days for which a new version of a key is published before it signs.')
param keyPublicationDays int

@description('Runs the app. With false the app is deployed and stopped.')
param running bool

var settings = {
  // The Functions host.
  AzureWebJobsStorage__accountName: hostStorageName
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'

  // The identity of the program.
  AZURE_CLIENT_ID: identityClientId
  AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential'

  // Service Bus, for the triggers and for sending.
  ServiceBus__fullyQualifiedNamespace: serviceBusHost
  ServiceBus__credential: 'managedidentity'
  ServiceBus__clientId: identityClientId

  // Traces and metrics by OTLP, beside Application Insights. Empty: the program sends none by OTLP.
  OTEL_EXPORTER_OTLP_ENDPOINT: otlpEndpoint

  // The program.
  Divoc__Storage__AccountUrl: certificateStorageUrl
  Divoc__TimeZone: timeZone
  Divoc__Events__Topic: eventTopic
  Divoc__KeyVault__Keys: join(concat(signingKeyUrls, flatten(furtherKeyUrls)), ',')
  Divoc__Intake__KeepRequests: keepRequestsDays == 0 ? '' : '${keepRequestsDays}.00:00:00'
  Divoc__KeyVault__PublishBeforeUse: '${keyPublicationDays}.00:00:00'
  Divoc__Issuer__Id: issuerId
  Divoc__Issuer__Country: issuerCountry
  Divoc__Dcc__IssuerName: euIssuerName
  Divoc__Portal__Name: portal.name
  Divoc__Portal__Operator: portal.operator
  Divoc__Portal__Contact: portal.contact
  Divoc__Portal__Pages: portal.pages
  Divoc__Portal__Color: portal.color
  Divoc__Portal__Logo: portal.logo
  Divoc__Shc__Issuer: cardIssuer
  Divoc__Ddcc__Authority: healthAuthority
  Divoc__Credential__BaseUrl: credentialBaseUrl
  Divoc__Credential__TestBaseUrl: testBaseUrl
  Divoc__Credential__RecoveryBaseUrl: recoveryBaseUrl
  Divoc__Credential__InfoBaseUrl: infoBaseUrl
  Divoc__Credential__FeedbackBaseUrl: feedbackBaseUrl
}

// Set separately, since the address is known only after the app exists.
var address = empty(publicBaseUrl) ? 'https://${app.properties.defaultHostName}' : publicBaseUrl
var addressSettings = {
  Divoc__PublicBaseUrl: address
  Divoc__Issuer__VerificationMethod: verificationMethodAt(verificationMethod, address)
}

// Every Front Door has these addresses, so the header shows whether a call comes from ours.
var fromFrontDoor = {
  name: 'front-door'
  priority: 100
  action: 'Allow'
  tag: 'ServiceTag'
  ipAddress: 'AzureFrontDoor.Backend'
  headers: {
    'x-azure-fdid': [frontDoorId]
  }
}

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    tier: 'FlexConsumption'
    name: 'FC1'
  }
  properties: {
    reserved: true
    zoneRedundant: zoneRedundant
  }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    enabled: running
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    // Only what Flex Consumption accepts. It refuses ftpsState, for example, since it has no FTP.
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      http20Enabled: true
      ipSecurityRestrictionsDefaultAction: empty(frontDoorId) ? 'Allow' : 'Deny'
      ipSecurityRestrictions: empty(frontDoorId) ? [] : [fromFrontDoor]
      // People and pipelines that Entra ID knows may publish packages from anywhere. Passwords for publishing are off, see below.
      scmIpSecurityRestrictionsUseMain: false
      scmIpSecurityRestrictionsDefaultAction: 'Allow'
    }
    functionAppConfig: {
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      scaleAndConcurrency: {
        maximumInstanceCount: maximumInstances
        instanceMemoryMB: instanceMemory
        alwaysReady: alwaysReady
      }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageContainerUrl
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
    }
  }

  resource appSettings 'config' = {
    name: 'appsettings'
    properties: union(settings, addressSettings, vaultReferences, extraSettings)
  }

  resource ftpCredentials 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: {
      allow: false
    }
  }

  resource scmCredentials 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: {
      allow: false
    }
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: app
  name: 'logs'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'FunctionAppLogs'
        enabled: true
      }
    ]
    metrics: [
      {
        category: 'AllMetrics'
        enabled: true
      }
    ]
  }
}

output id string = app.id
output name string = app.name
output hostName string = app.properties.defaultHostName
output address string = address
