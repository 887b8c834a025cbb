// App settings whose values are secrets in Key Vault. The app gets references, so no deployment and no list of settings contains a value.
import { roles } from 'roles.bicep'

param vaultName string

@description('Address of the vault, with a slash at its end.')
param vaultUrl string
param identityName string
param principalId string

@description('Names of app settings, and the name of the secret of each.')
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

@description('The same settings as references. They name no version, so the app uses a new version of a secret within a day.')
output references object = mapValues(vaultSettings, name => '@Microsoft.KeyVault(SecretUri=${vaultUrl}secrets/${name})')
