// Key Vault with the signing keys. The app may read and use them. Its role also lets it change their attributes and back them up, but not make
// or delete keys. A new version is made by hand, or by a policy (rotateKeys).
import { roles } from 'roles.bicep'

@maxLength(24)
param name string
param location string
param tags object
param hardwareKeys bool

@description('Makes the keys with a policy by which Azure makes a new version each year. Azure applies it only to keys that it makes now; existing keys keep their policy.')
param rotateKeys bool

@description('Locks the vault against deletion.')
param locked bool

@description('Makes the keys. With false the vault stays empty, so that the keys of another vault can be restored into it: a key of the same name would prevent that.')
param withKeys bool
param identityName string
param principalId string
param workspaceId string
param isPrivate bool
param endpointSubnetId string
param zoneIds object

// A version signs for a year at most, and stays valid for another year: enough time to make a new version by hand if the policy failed.
var rotation = {
  attributes: {
    expiryTime: 'P2Y'
  }
  lifetimeActions: [
    {
      action: {
        type: 'rotate'
      }
      trigger: {
        timeAfterCreate: 'P1Y'
      }
    }
    {
      action: {
        type: 'notify'
      }
      trigger: {
        timeBeforeExpiry: 'P60D'
      }
    }
  ]
}

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: hardwareKeys ? 'premium' : 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: isPrivate ? 'Deny' : 'Allow'
    }
  }

  resource rsaKey 'keys' = if (withKeys) {
    name: 'signing-rsa'
    properties: {
      kty: hardwareKeys ? 'RSA-HSM' : 'RSA'
      keySize: 2048
      keyOps: ['sign', 'verify']
      rotationPolicy: rotateKeys ? rotation : null
    }
  }

  resource ellipticKey 'keys' = if (withKeys) {
    name: 'signing-p256'
    properties: {
      kty: hardwareKeys ? 'EC-HSM' : 'EC'
      curveName: 'P-256'
      keyOps: ['sign', 'verify']
      rotationPolicy: rotateKeys ? rotation : null
    }
  }
}

resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (locked) {
  scope: vault
  name: 'keep'
  properties: {
    level: 'CanNotDelete'
    notes: 'The signing keys lie here.'
  }
}

resource cryptoUser 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, identityName, roles.keyVaultCryptoUser)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultCryptoUser)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: vault
  name: 'logs'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'AuditEvent'
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

module privateEndpoint 'private-endpoint.bicep' = if (isPrivate) {
  params: {
    name: 'pe-${name}'
    location: location
    tags: tags
    subnetId: endpointSubnetId
    targetId: vault.id
    part: 'vault'
    zoneId: zoneIds.?vault ?? ''
  }
}

output id string = vault.id
output url string = vault.properties.vaultUri
output rsaKeyUrl string = '${vault.properties.vaultUri}keys/signing-rsa'
output ellipticKeyUrl string = '${vault.properties.vaultUri}keys/signing-p256'
output keyUrls string[] = ['${vault.properties.vaultUri}keys/signing-rsa', '${vault.properties.vaultUri}keys/signing-p256']
