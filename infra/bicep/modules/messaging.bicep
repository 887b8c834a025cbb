// Service Bus: two queues of accepted events, one of changed certificates, one of webhooks and one of uploads. Each has a queue for its failed
// messages, since the Functions host gives no way to dead-letter one. A change and a webhook get a new id each time, so their queues need no
// duplicate detection. A step of an upload always has the same id, so that two deliveries don't become two chains. The operator's own systems
// subscribe to the topic.
import { roles } from 'roles.bicep'

param name string
param location string
param tags object
param identityName string
param principalId string
param workspaceId string
param isPrivate bool
param endpointSubnetId string
param zoneIds object
param withTopic bool

@description('Premium tier: its messaging units.')
param units int

@description('Region to which the namespace is replicated; empty: none. Premium tier only.')
param secondaryLocation string

@description('Gives the identity the role Azure Service Bus Data Owner of the queues. Without it Azure can\'t read their length and adds instances step by step.')
param ownsQueues bool

@description('Locks the namespace against deletion.')
param locked bool

var tier = isPrivate ? 'Premium' : 'Standard'

resource namespace 'Microsoft.ServiceBus/namespaces@2026-01-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: tier
    tier: tier
    capacity: isPrivate ? units : null
  }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    // A message is in both regions before it is acknowledged, so none is lost with a region.
    geoDataReplication: empty(secondaryLocation)
      ? null
      : {
          maxReplicationLagDurationInSeconds: 0
          locations: [
            { locationName: location, roleType: 'Primary' }
            { locationName: secondaryLocation, roleType: 'Secondary' }
          ]
        }
  }

  resource events 'queues' = {
    name: 'certification-events'
    properties: {
      requiresDuplicateDetection: true
      duplicateDetectionHistoryTimeWindow: 'PT10M'
      lockDuration: 'PT1M'
      maxDeliveryCount: 10
      defaultMessageTimeToLive: 'P14D'
      deadLetteringOnMessageExpiration: true
      maxSizeInMegabytes: 5120
    }
  }

  resource failures 'queues' = {
    name: 'certification-events-failures'
    properties: {
      requiresDuplicateDetection: true
      duplicateDetectionHistoryTimeWindow: 'PT10M'
      lockDuration: 'PT1M'
      maxDeliveryCount: 10
      defaultMessageTimeToLive: 'P90D'
      deadLetteringOnMessageExpiration: true
      maxSizeInMegabytes: 5120
    }
  }

  resource bulkEvents 'queues' = {
    name: 'certification-events-bulk'
    properties: {
      requiresDuplicateDetection: true
      duplicateDetectionHistoryTimeWindow: 'PT10M'
      lockDuration: 'PT1M'
      maxDeliveryCount: 10
      defaultMessageTimeToLive: 'P14D'
      deadLetteringOnMessageExpiration: true
      maxSizeInMegabytes: 5120
    }
  }

  resource bulkFailures 'queues' = {
    name: 'certification-events-bulk-failures'
    properties: {
      requiresDuplicateDetection: true
      duplicateDetectionHistoryTimeWindow: 'PT10M'
      lockDuration: 'PT1M'
      maxDeliveryCount: 10
      defaultMessageTimeToLive: 'P90D'
      deadLetteringOnMessageExpiration: true
      maxSizeInMegabytes: 5120
    }
  }

  resource changes 'queues' = {
    name: 'certificate-changes'
    properties: {
      requiresDuplicateDetection: false
      lockDuration: 'PT1M'
      maxDeliveryCount: 10
      defaultMessageTimeToLive: 'P14D'
      deadLetteringOnMessageExpiration: true
      maxSizeInMegabytes: 5120
    }
  }

  resource changeFailures 'queues' = {
    name: 'certificate-changes-failures'
    properties: {
      requiresDuplicateDetection: true
      duplicateDetectionHistoryTimeWindow: 'PT10M'
      lockDuration: 'PT1M'
      maxDeliveryCount: 10
      defaultMessageTimeToLive: 'P90D'
      deadLetteringOnMessageExpiration: true
      maxSizeInMegabytes: 5120
    }
  }

  resource webhooks 'queues' = {
    name: 'certificate-webhooks'
    properties: {
      requiresDuplicateDetection: false
      lockDuration: 'PT1M'
      maxDeliveryCount: 10
      defaultMessageTimeToLive: 'P14D'
      deadLetteringOnMessageExpiration: true
      maxSizeInMegabytes: 5120
    }
  }

  resource webhookFailures 'queues' = {
    name: 'certificate-webhooks-failures'
    properties: {
      requiresDuplicateDetection: true
      duplicateDetectionHistoryTimeWindow: 'PT10M'
      lockDuration: 'PT1M'
      maxDeliveryCount: 10
      defaultMessageTimeToLive: 'P90D'
      deadLetteringOnMessageExpiration: true
      maxSizeInMegabytes: 5120
    }
  }

  resource uploads 'queues' = {
    name: 'certificate-uploads'
    properties: {
      requiresDuplicateDetection: true
      duplicateDetectionHistoryTimeWindow: 'PT10M'
      lockDuration: 'PT1M'
      maxDeliveryCount: 10
      defaultMessageTimeToLive: 'P14D'
      deadLetteringOnMessageExpiration: true
      maxSizeInMegabytes: 1024
    }
  }

  resource uploadFailures 'queues' = {
    name: 'certificate-uploads-failures'
    properties: {
      requiresDuplicateDetection: true
      duplicateDetectionHistoryTimeWindow: 'PT10M'
      lockDuration: 'PT1M'
      maxDeliveryCount: 10
      defaultMessageTimeToLive: 'P90D'
      deadLetteringOnMessageExpiration: true
      maxSizeInMegabytes: 1024
    }
  }

  resource certificateEvents 'topics' = if (withTopic) {
    name: 'certificate-events'
    properties: {
      requiresDuplicateDetection: false
      defaultMessageTimeToLive: 'P14D'
      maxSizeInMegabytes: 5120
    }
  }
}

resource eventSender 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: namespace::events
  name: guid(namespace::events.id, identityName, roles.serviceBusDataSender)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataSender)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource eventReceiver 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: namespace::events
  name: guid(namespace::events.id, identityName, roles.serviceBusDataReceiver)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataReceiver)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource failureSender 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: namespace::failures
  name: guid(namespace::failures.id, identityName, roles.serviceBusDataSender)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataSender)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource failureReceiver 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: namespace::failures
  name: guid(namespace::failures.id, identityName, roles.serviceBusDataReceiver)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataReceiver)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource bulkEventSender 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: namespace::bulkEvents
  name: guid(namespace::bulkEvents.id, identityName, roles.serviceBusDataSender)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataSender)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource bulkEventReceiver 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: namespace::bulkEvents
  name: guid(namespace::bulkEvents.id, identityName, roles.serviceBusDataReceiver)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataReceiver)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource bulkFailureSender 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: namespace::bulkFailures
  name: guid(namespace::bulkFailures.id, identityName, roles.serviceBusDataSender)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataSender)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource bulkFailureReceiver 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: namespace::bulkFailures
  name: guid(namespace::bulkFailures.id, identityName, roles.serviceBusDataReceiver)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataReceiver)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource changeSender 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: namespace::changes
  name: guid(namespace::changes.id, identityName, roles.serviceBusDataSender)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataSender)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource changeReceiver 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: namespace::changes
  name: guid(namespace::changes.id, identityName, roles.serviceBusDataReceiver)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataReceiver)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource changeFailureSender 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: namespace::changeFailures
  name: guid(namespace::changeFailures.id, identityName, roles.serviceBusDataSender)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataSender)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource changeFailureReceiver 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: namespace::changeFailures
  name: guid(namespace::changeFailures.id, identityName, roles.serviceBusDataReceiver)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataReceiver)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource webhookSender 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: namespace::webhooks
  name: guid(namespace::webhooks.id, identityName, roles.serviceBusDataSender)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataSender)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource webhookReceiver 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: namespace::webhooks
  name: guid(namespace::webhooks.id, identityName, roles.serviceBusDataReceiver)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataReceiver)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource webhookFailureSender 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: namespace::webhookFailures
  name: guid(namespace::webhookFailures.id, identityName, roles.serviceBusDataSender)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataSender)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource webhookFailureReceiver 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: namespace::webhookFailures
  name: guid(namespace::webhookFailures.id, identityName, roles.serviceBusDataReceiver)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataReceiver)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource topicSender 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (withTopic) {
  scope: namespace::certificateEvents
  name: guid(namespace::certificateEvents.id, identityName, roles.serviceBusDataSender)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataSender)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource uploadSender 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: namespace::uploads
  name: guid(namespace::uploads.id, identityName, roles.serviceBusDataSender)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataSender)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource uploadReceiver 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: namespace::uploads
  name: guid(namespace::uploads.id, identityName, roles.serviceBusDataReceiver)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataReceiver)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource uploadFailureSender 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: namespace::uploadFailures
  name: guid(namespace::uploadFailures.id, identityName, roles.serviceBusDataSender)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataSender)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource uploadFailureReceiver 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: namespace::uploadFailures
  name: guid(namespace::uploadFailures.id, identityName, roles.serviceBusDataReceiver)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataReceiver)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

// Only the namespace knows the length of a queue, and it shows it only to an identity that may manage the queue.
resource eventOwner 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (ownsQueues) {
  scope: namespace::events
  name: guid(namespace::events.id, identityName, roles.serviceBusDataOwner)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataOwner)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource bulkEventOwner 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (ownsQueues) {
  scope: namespace::bulkEvents
  name: guid(namespace::bulkEvents.id, identityName, roles.serviceBusDataOwner)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataOwner)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource changeOwner 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (ownsQueues) {
  scope: namespace::changes
  name: guid(namespace::changes.id, identityName, roles.serviceBusDataOwner)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataOwner)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource webhookOwner 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (ownsQueues) {
  scope: namespace::webhooks
  name: guid(namespace::webhooks.id, identityName, roles.serviceBusDataOwner)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataOwner)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource uploadOwner 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (ownsQueues) {
  scope: namespace::uploads
  name: guid(namespace::uploads.id, identityName, roles.serviceBusDataOwner)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataOwner)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (locked) {
  scope: namespace
  name: 'keep'
  properties: {
    level: 'CanNotDelete'
    notes: 'Events that were accepted wait here.'
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: namespace
  name: 'logs'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'OperationalLogs'
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
    targetId: namespace.id
    part: 'namespace'
    zoneId: zoneIds.?serviceBus ?? ''
  }
}

output id string = namespace.id
output host string = split(split(namespace.properties.serviceBusEndpoint, '://')[1], ':')[0]
