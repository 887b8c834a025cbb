// What somebody must look at: events that were set aside or do not move, signatures that fail, services that throttle.
param suffix string
param location string
param tags object
param email string
param serviceBusId string
param queueNames string[]
param failureQueueNames string[]
param vaultId string
param certificateStorageId string
param workspaceId string

var actions = empty(email) ? [] : [{ actionGroupId: operators.id }]

// Alerts on one metric of one resource: above the threshold within the window.
var metricAlerts = [
  {
    name: 'dead-letters'
    description: 'Messages were dead-lettered by their queue, or passed over by a replay. GET /operations/failures tells which and why; remove the cause, then POST /operations/failures/replay.'
    severity: 2
    scope: serviceBusId
    metric: 'DeadletteredMessages'
    metricNamespace: 'Microsoft.ServiceBus/namespaces'
    aggregation: 'Maximum'
    threshold: 0
    dimensions: [{ name: 'EntityName', operator: 'Include', values: concat(queueNames, failureQueueNames) }]
  }
  {
    name: 'failures'
    description: 'Messages failed for good. GET /operations/failures tells which and why; remove the cause, then POST /operations/failures/replay.'
    severity: 2
    scope: serviceBusId
    metric: 'ActiveMessages'
    metricNamespace: 'Microsoft.ServiceBus/namespaces'
    aggregation: 'Maximum'
    threshold: 0
    dimensions: [{ name: 'EntityName', operator: 'Include', values: failureQueueNames }]
  }
  {
    name: 'queue-length'
    description: 'More than 10,000 messages wait in a queue.'
    severity: 3
    scope: serviceBusId
    metric: 'ActiveMessages'
    metricNamespace: 'Microsoft.ServiceBus/namespaces'
    aggregation: 'Minimum'
    threshold: 10000
    dimensions: [{ name: 'EntityName', operator: 'Include', values: queueNames }]
  }
  {
    name: 'queue-throttling'
    description: 'Service Bus throttles.'
    severity: 3
    scope: serviceBusId
    metric: 'ThrottledRequests'
    metricNamespace: 'Microsoft.ServiceBus/namespaces'
    aggregation: 'Total'
    threshold: 0
    dimensions: []
  }
  {
    name: 'signing-failures'
    description: 'Key Vault refused signatures.'
    severity: 1
    scope: vaultId
    metric: 'ServiceApiResult'
    metricNamespace: 'Microsoft.KeyVault/vaults'
    aggregation: 'Count'
    threshold: 0
    dimensions: [
      { name: 'ActivityName', operator: 'Include', values: ['keysign'] }
      { name: 'StatusCode', operator: 'Exclude', values: ['200', '429'] }
    ]
  }
  {
    name: 'vault-throttling'
    description: 'Key Vault throttles.'
    severity: 3
    scope: vaultId
    metric: 'ServiceApiResult'
    metricNamespace: 'Microsoft.KeyVault/vaults'
    aggregation: 'Count'
    threshold: 0
    dimensions: [{ name: 'StatusCode', operator: 'Include', values: ['429'] }]
  }
  {
    name: 'storage-throttling'
    description: 'The certificates\' storage throttles or is busy.'
    severity: 3
    scope: certificateStorageId
    metric: 'Transactions'
    metricNamespace: 'Microsoft.Storage/storageAccounts'
    aggregation: 'Total'
    threshold: 0
    dimensions: [
      {
        name: 'ResponseType'
        operator: 'Include'
        values: ['ServerBusyError', 'ClientAccountBandwidthThrottlingError', 'ClientAccountRequestThrottlingError']
      }
    ]
  }
]

resource operators 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(email)) {
  name: 'ag-certificates-${suffix}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'certificates'
    enabled: true
    emailReceivers: [
      {
        name: 'operators'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

resource onMetric 'Microsoft.Insights/metricAlerts@2026-01-01' = [
  for alert in metricAlerts: {
    name: 'alert-${alert.name}-${suffix}'
    location: 'global'
    tags: tags
    properties: {
      description: alert.description
      severity: alert.severity
      enabled: true
      scopes: [alert.scope]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT15M'
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            name: alert.name
            criterionType: 'StaticThresholdCriterion'
            metricNamespace: alert.metricNamespace
            metricName: alert.metric
            timeAggregation: alert.aggregation
            operator: 'GreaterThan'
            threshold: alert.threshold
            dimensions: alert.dimensions
          }
        ]
      }
      actions: actions
    }
  }
]

// Service Bus has no metric for the age of a message; a queue that is never empty and of which nothing is completed holds an old one.
resource stuck 'Microsoft.Insights/metricAlerts@2026-01-01' = [for queueName in queueNames: {
  name: 'alert-${queueName}-stuck-${suffix}'
  location: 'global'
  tags: tags
  properties: {
    description: 'Messages of ${queueName} wait and none was completed for 15 minutes.'
    severity: 1
    enabled: true
    scopes: [serviceBusId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'waiting'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.ServiceBus/namespaces'
          metricName: 'ActiveMessages'
          timeAggregation: 'Minimum'
          operator: 'GreaterThan'
          threshold: 0
          dimensions: [{ name: 'EntityName', operator: 'Include', values: [queueName] }]
        }
        {
          name: 'none-completed'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.ServiceBus/namespaces'
          metricName: 'CompleteMessage'
          timeAggregation: 'Total'
          operator: 'LessThan'
          threshold: 1
          dimensions: [{ name: 'EntityName', operator: 'Include', values: [queueName] }]
        }
      ]
    }
    actions: actions
  }
}]

resource late 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = {
  name: 'alert-events-late-${suffix}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'Certificates come late'
    description: 'A certificate was issued more than 15 minutes after its event was accepted.'
    severity: 2
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      allOf: [
        {
          query: 'AppMetrics | where Name == \'divoc.certificates.latency\' | where Max > 900'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    autoMitigate: true
    actions: {
      actionGroups: empty(email) ? [] : [operators.id]
    }
    // The table is there only after the first telemetry.
    skipQueryValidation: true
  }
}
