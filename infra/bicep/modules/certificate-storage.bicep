// The account of the certificates, and of the registry that lists them.
import { roles } from 'roles.bicep'

@maxLength(24)
param name string
param location string
param tags object
param sku string
param immutabilityDays int
param softDeleteDays int

@description('Locks the account against deletion.')
param locked bool
param identityName string
param principalId string
param workspaceId string
param isPrivate bool
param endpointSubnetId string
param zoneIds object

resource account 'Microsoft.Storage/storageAccounts@2025-08-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: sku
  }
  properties: {
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: isPrivate ? 'Deny' : 'Allow'
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      isVersioningEnabled: true
      deleteRetentionPolicy: {
        enabled: true
        days: softDeleteDays
      }
      containerDeleteRetentionPolicy: {
        enabled: true
        days: softDeleteDays
      }
    }

    // Written once and never changed.
    resource certificates 'containers' = {
      name: 'certificates'
    }

    // Changed all the time, so it can't have an immutability policy.
    resource registry 'containers' = {
      name: 'registry'
    }
  }

  resource lifecycle 'managementPolicies' = {
    name: 'default'
    dependsOn: [blobs]
    properties: {
      policy: {
        rules: [
          {
            name: 'earlier-versions-go'
            enabled: true
            type: 'Lifecycle'
            definition: {
              filters: {
                blobTypes: ['blockBlob']
              }
              actions: {
                version: {
                  delete: {
                    daysAfterCreationGreaterThan: softDeleteDays
                  }
                }
              }
            }
          }
          {
            // The program writes these again every few seconds, or each minute, so they would have very many versions.
            name: 'versions-of-reports-go-soon'
            enabled: true
            type: 'Lifecycle'
            definition: {
              filters: {
                blobTypes: ['blockBlob']
                prefixMatch: ['registry/signers/', 'registry/usage/', 'registry/health/', 'registry/activity/', 'registry/sweeps/']
              }
              actions: {
                version: {
                  delete: {
                    daysAfterCreationGreaterThan: 1
                  }
                }
              }
            }
          }
          {
            name: 'expired-idempotency-keys-go'
            enabled: true
            type: 'Lifecycle'
            definition: {
              filters: {
                blobTypes: ['blockBlob']
                prefixMatch: ['registry/idempotency/']
              }
              actions: {
                baseBlob: {
                  delete: {
                    // Longer than the longest time for which the settings let them be remembered.
                    daysAfterModificationGreaterThan: 366
                  }
                }
              }
            }
          }
        ]
      }
    }
  }
}

// Which policy the container has now is known only during the deployment, so a module of its own reads it.
module immutability 'immutability.bicep' = {
  params: {
    accountName: account.name
    containerName: account::blobs::certificates.name
    days: immutabilityDays
    // A what-if that does not show the policy is better than a deployment that fails because the policy is locked.
    #disable-next-line what-if-short-circuiting
    state: account::blobs::certificates.properties.?immutabilityPolicy.?properties.?state ?? ''
  }
}

resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (locked) {
  scope: account
  name: 'keep'
  properties: {
    level: 'CanNotDelete'
    notes: 'Certificates and their registry lie here.'
  }
}

resource blobContributor 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, identityName, roles.storageBlobDataContributor)
  properties: {
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles.storageBlobDataContributor
    )
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

// No logs: they would contain the names of blobs, and so the ids of certificates.
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: account::blobs
  name: 'metrics'
  properties: {
    workspaceId: workspaceId
    metrics: [
      {
        category: 'Transaction'
        enabled: true
      }
    ]
  }
}

module privateEndpoint 'private-endpoint.bicep' = if (isPrivate) {
  params: {
    name: 'pe-${name}-blob'
    location: location
    tags: tags
    subnetId: endpointSubnetId
    targetId: account.id
    part: 'blob'
    zoneId: zoneIds.?blob ?? ''
  }
}

output name string = account.name
output blobUrl string = account.properties.primaryEndpoints.blob
