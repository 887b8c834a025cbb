// Certificates and queues of another environment, and the roles under which this one uses them.
import { roles } from 'roles.bicep'

param storageAccountName string
param serviceBusName string
param principalId string

@description('As for the environment\'s own queues: lets Azure read their length.')
param ownsQueues bool

var busRoles = concat([roles.serviceBusDataSender, roles.serviceBusDataReceiver], ownsQueues ? [roles.serviceBusDataOwner] : [])

resource account 'Microsoft.Storage/storageAccounts@2025-08-01' existing = {
  name: storageAccountName
}

resource namespace 'Microsoft.ServiceBus/namespaces@2026-01-01' existing = {
  name: serviceBusName
}

// Their names contain the principal: the roles stay when a standby is deleted, and a new standby has another principal.
resource blobContributor 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, principalId, roles.storageBlobDataContributor)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDataContributor)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource busUser 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in busRoles: {
    scope: namespace
    name: guid(namespace.id, principalId, role)
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
      principalId: principalId
      principalType: 'ServicePrincipal'
    }
  }
]

output storageId string = account.id
output blobUrl string = account.properties.primaryEndpoints.blob
output serviceBusId string = namespace.id
output serviceBusHost string = split(split(namespace.properties.serviceBusEndpoint, '://')[1], ':')[0]
