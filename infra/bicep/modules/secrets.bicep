// App settings whose values lie in Key Vault as secrets: the app gets references, so that no deployment and no list holds a value.
import { roles } from 'roles.bicep'

param vaultName string

@description('Address of the vault, with a slash at its end.')
param vaultUrl string
param identityName string
param principalId string

@description('App settings, and the secret of each.')
param vaultSettings object

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' existing = {
  name: vaultName
}

resource secretsUser 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, identityName, roles.keyVaultSecretsUser)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultSecretsUser)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

@description('The same settings as references. Without a version, so that the app takes a new one within a day.')
output references object = mapValues(vaultSettings, name => '@Microsoft.KeyVault(SecretUri=${vaultUrl}secrets/${name})')
