// The alerts. docs/alerts.md says what to do about each. Nearly all are queries over the workspace: a query has a result even if a metric has
// no points, and its alert ends when the problem is over, so that the next failure raises it again. A metric alert would stay on for ever if
// its metric has points only while something is wrong. So metric alerts watch only metrics that are always measured.
import { queues } from 'queues.bicep'

param suffix string
param location string
param tags object

@description('E-mail address that gets the alerts. Empty: nobody gets them.')
param email string

@description('Turns the alerts on. With false they exist and are off, for an app that is stopped.')
param running bool
param serviceBusId string

@description('Watches the length and the size of the queues. A standby leaves this to the environment that owns the queues.')
param watchesQueues bool
param vaultId string
param furtherVaultIds string[]
param appId string

@description('Where callers reach the service, without a slash at the end.')
param address string

@description('Places from which Azure checks whether the service is ready, by the names of its availability tests.')
param readinessFrom string[]
param workspaceId string
param insightsId string

var actionGroups = empty(email) ? [] : [operators.id]
var queueNames = map(queues, queue => queue.name)

// A query has a result only while something is wrong. Azure ends an alert after two or three checks without a result. An alert with `by`
// is raised separately for each value of that column.
var logAlerts = [
  {
    name: 'failures'
    title: 'Messages failed for good'
    description: 'More messages are dead-lettered than a quarter of an hour ago. GET /operations/failures says which and why. Remove the cause, then POST /operations/failures/replay.'
    severity: 2
    frequency: 'PT5M'
    window: 'PT30M'
    by: 'Queue'
    query: '''
AppMetrics
| where Name == "divoc.queue.messages" and tostring(Properties["state"]) == "failed"
| extend Queue = tostring(Properties["messaging.destination.name"])
| summarize
    Now = maxif(Max, TimeGenerated > ago(15m)),
    Before = minif(Max, TimeGenerated <= ago(15m)),
    Looks = countif(TimeGenerated <= ago(15m))
    by Queue
| where Now > iff(Looks == 0, 0.0, Before)
'''
  }
  {
    name: 'failures-left'
    title: 'Failed messages have waited for a day'
    description: 'Dead-lettered messages were neither replayed nor discarded for a day. GET /operations/failures says which and why.'
    severity: 3
    frequency: 'PT1H'
    window: 'P1D'
    by: 'Queue'
    query: '''
AppMetrics
| where Name == "divoc.queue.messages" and tostring(Properties["state"]) == "failed"
| extend Queue = tostring(Properties["messaging.destination.name"])
| summarize Fewest = min(Max), First = min(TimeGenerated) by Queue
| where Fewest > 0 and First < ago(23h)
'''
  }
  {
    name: 'webhooks-given-up'
    title: 'A partner does not get its events'
    description: 'A webhook did not accept an event within a day, or wants no more events. Ask the partner to check its webhook, then replay WEBHOOK_FAILED or WEBHOOK_GONE.'
    severity: 3
    frequency: 'PT15M'
    window: 'PT15M'
    by: ''
    query: '''
AppMetrics
| where Name == "divoc.webhooks" and tostring(Properties["result"]) in ("given_up", "gone")
| summarize Messages = sum(Sum)
| where Messages > 0
'''
  }
  {
    name: 'stuck'
    title: 'A queue does not move'
    description: 'The oldest message of a queue has waited for more than 15 minutes and stays the oldest. Check whether the app runs, and what /health/ready says.'
    severity: 1
    frequency: 'PT5M'
    window: 'PT15M'
    by: 'Queue'
    query: '''
AppMetrics
| where Name == "divoc.queue.oldest_message.age"
| extend Queue = tostring(Properties["messaging.destination.name"])
| summarize (Last, Age) = arg_max(TimeGenerated, Max), (First, AgeThen) = arg_min(TimeGenerated, Max) by Queue
| where Age > 900 and Last - First >= 5m and Age - AgeThen > 0.9 * ((Last - First) / 1s)
'''
  }
  {
    name: 'events-late'
    title: 'Certificates are issued late'
    description: 'A certificate was issued more than 15 minutes after its event was accepted. After an outage, wait until the queues are empty; otherwise check their length and /health/ready.'
    severity: 2
    frequency: 'PT5M'
    window: 'PT15M'
    by: ''
    query: '''
AppMetrics
| where Name == "divoc.certificates.latency"
| where Max > 900
'''
  }
  {
    name: 'outages'
    title: 'Store, vault or queue can\'t be reached'
    description: 'In at least 8 of the last 15 minutes, attempts could not reach a store, key or queue. /health/ready says which. Events wait and are not lost.'
    severity: 1
    frequency: 'PT5M'
    window: 'PT15M'
    by: ''
    query: '''
AppMetrics
| where Name == "divoc.outages" and Sum > 0
| summarize Minutes = dcount(bin(TimeGenerated, 1m))
| where Minutes >= 8
'''
  }
  {
    name: 'signing-failures'
    title: 'Key Vault refuses signatures'
    description: 'Key Vault refused signatures, and not because of their rate or a time-out. Check the role of the identity, the network and the key.'
    severity: 1
    frequency: 'PT5M'
    window: 'PT15M'
    by: 'Fault'
    query: '''
AppMetrics
| where Name == "divoc.vault.failures" and tostring(Properties["call"]) == "sign"
| extend Fault = tostring(Properties["fault"])
| where Fault != "timeout"
| summarize Calls = sum(Sum) by Fault
| where Calls > 0
'''
  }
  {
    name: 'vault-throttling'
    title: 'Key Vault throttles calls'
    description: 'For three quarters of an hour Key Vault refused calls because their rate was too high. Check whether something else uses the vault, and whether Divoc:KeyVault:SignaturesPerSecond is too high.'
    severity: 3
    frequency: 'PT15M'
    window: 'PT1H'
    by: ''
    query: '''
AppMetrics
| where Name == "divoc.vault.throttled" and Sum > 0
| summarize Quarters = dcount(bin(TimeGenerated, 15m))
| where Quarters >= 3
'''
  }
  {
    name: 'queue-throttling'
    title: 'Service Bus throttles calls'
    description: 'Service Bus refused calls because their rate was too high. The namespace is too small, or too many calls run at once.'
    severity: 3
    frequency: 'PT15M'
    window: 'PT15M'
    by: ''
    query: replace('''
AzureMetrics
| where _ResourceId =~ "BUS" and MetricName == "ThrottledRequests"
| summarize Calls = sum(Total)
| where Calls > 0
''', 'BUS', serviceBusId)
  }
  {
    name: 'queue-errors'
    title: 'Service Bus does not answer'
    description: 'In a quarter of an hour, more than 20 calls to a queue got no answer. Check Azure\'s health, the network and the roles of the identity.'
    severity: 2
    frequency: 'PT5M'
    window: 'PT15M'
    by: 'Queue'
    query: '''
AppMetrics
| where Name == "divoc.queue.errors"
| summarize Calls = sum(Sum) by Queue = tostring(Properties["messaging.destination.name"])
| where Calls > 20
'''
  }
  {
    name: 'store-errors'
    title: 'The certificates\' storage does not answer'
    description: 'In a quarter of an hour, more than 20 calls to the certificates\' storage got no answer: the account is busy, throttles calls or is down. If it does not end, check Azure\'s health; then use another account, or ask Azure for a higher limit.'
    severity: 2
    frequency: 'PT5M'
    window: 'PT15M'
    by: ''
    query: '''
AppMetrics
| where Name == "divoc.store.errors"
| summarize Calls = sum(Sum)
| where Calls > 20
'''
  }
  {
    name: 'store-restored'
    title: 'The store was restored from a backup'
    description: 'A ledger is older than its announced changes. Run status rebuild, and erase again what was erased since the backup.'
    severity: 1
    frequency: 'PT15M'
    window: 'PT15M'
    by: ''
    query: '''
AppMetrics
| where Name == "divoc.changes.handled" and tostring(Properties["what"]) == "restored"
| summarize Messages = sum(Sum)
| where Messages > 0
'''
  }
  {
    name: 'announcements-late'
    title: 'Changes are announced late'
    description: 'The oldest change of a certificate has waited for more than 10 minutes to be announced: verifiers still read the old state. Look in the log for a subscriber that failed to handle a change.'
    severity: 2
    frequency: 'PT5M'
    window: 'PT15M'
    by: ''
    query: '''
AppMetrics
| where Name == "divoc.announcements.oldest.age"
| summarize (Last, Age) = arg_max(TimeGenerated, Max)
| where Age > 600
'''
  }
  {
    name: 'status-old'
    title: 'The published status is old'
    description: 'For a day no part of the published status was made again, or a part was more than a day old when it was made again. Check the log of RefreshStatus, the key and the store. If Divoc:Revocations:Lifetime is more than a day, change this alert.'
    severity: 2
    frequency: 'PT1H'
    window: 'P1D'
    by: ''
    query: '''
AppMetrics
| where Name == "divoc.status.published.age"
| summarize Made = count(), Oldest = max(Max)
| where Made == 0 or Oldest > 86400
'''
  }
  {
    name: 'timers-failing'
    title: 'A timer function fails'
    description: 'A timer function failed: three times in an hour (functions that run each minute), or once (functions that run each day). Its log says why.'
    severity: 2
    frequency: 'PT15M'
    window: 'PT1H'
    by: 'Timer'
    query: format('''
FunctionAppLogs
| where Message startswith "Executed 'Functions."
| extend Timer = extract(@"^Executed 'Functions\.(\w+)' \((\w+)", 1, Message)
| extend Result = extract(@"^Executed 'Functions\.(\w+)' \((\w+)", 2, Message)
| where Result == "Failed" and Timer in ({0}, {1})
| summarize Runs = count() by Timer
| where Runs >= iff(Timer in ({0}), 3, 1)
''', timersOfMinutes, timersOfDays)
  }
  {
    name: 'timers-silent'
    title: 'A timer function does not run'
    description: 'A function that runs each minute did not succeed for 15 minutes, or one that runs each day for 26 hours. Read its log; if there is no log, check whether the app runs.'
    severity: 2
    frequency: 'PT15M'
    window: 'P2D'
    by: 'Timer'
    query: format('''
let Runs = FunctionAppLogs
| where Message startswith "Executed 'Functions."
| extend Timer = extract(@"^Executed 'Functions\.(\w+)' \((\w+)", 1, Message)
| extend Result = extract(@"^Executed 'Functions\.(\w+)' \((\w+)", 2, Message)
| where Result == "Succeeded" and Timer in ({0}, {1})
| summarize Last = max(TimeGenerated) by Timer;
let IsOld = toscalar(FunctionAppLogs | where TimeGenerated < ago(26h) | count) > 0;
print Timer = dynamic([{0}, {1}])
| mv-expand Timer to typeof(string)
| join kind=leftouter Runs on Timer
| where iff(Timer in ({0}), isnull(Last) or Last < ago(15m), IsOld and (isnull(Last) or Last < ago(26h)))
''', timersOfMinutes, timersOfDays)
  }
  {
    name: 'server-errors'
    title: 'The service answers with 5xx'
    description: 'More than 10 calls within a quarter of an hour were answered with 5xx. Check /health/ready, then the log.'
    severity: 2
    frequency: 'PT5M'
    window: 'PT15M'
    by: ''
    query: replace('''
union
    (AzureMetrics | where _ResourceId =~ "APP" and MetricName == "Http5xx" | summarize Answers = sum(Total)),
    (AppMetrics | where Name == "divoc.requests.refused" and toint(Properties["status"]) >= 500 | summarize Answers = sum(Sum))
| summarize Answers = max(Answers)
| where Answers > 10
''', 'APP', appId)
  }
  {
    name: 'telemetry-missing'
    title: 'The service sends no metrics'
    description: 'For 15 minutes no instance of the app has reported its queues, so the alerts over its metrics can\'t work. Check whether the app runs.'
    severity: 1
    frequency: 'PT5M'
    window: 'PT15M'
    by: ''
    query: '''
AppMetrics
| where Name == "divoc.queue.messages"
| summarize Looks = count()
| where Looks == 0
'''
  }
  {
    name: 'signer-certificates'
    title: 'Certificates of signing keys end'
    description: 'The X.509 certificate with which one kind of EU certificate is signed ends within sixty days, is missing, or does not allow this kind. The log line that begins with Signer certificates says which. Get a new certificate for the key (keys csr).'
    severity: 2
    frequency: 'PT1H'
    window: 'P2D'
    by: ''
    query: '''
FunctionAppLogs
| where Message has "Signer certificates:" and Level == "Warning"
| where TimeGenerated > ago(25h)
'''
  }
]

// The functions that timers start, as a query names them.
var timersOfMinutes = '"RecordDeadLetters", "RefreshStatus"'
var timersOfDays = '"SweepStatus", "SweepErased", "SweepUploads", "SweepRequests", "WatchSigners"'

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

resource onLog 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = [
  for alert in logAlerts: {
    name: 'alert-${alert.name}-${suffix}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: alert.title
      description: alert.description
      severity: alert.severity
      enabled: running
      scopes: [workspaceId]
      evaluationFrequency: alert.frequency
      windowSize: alert.window
      criteria: {
        allOf: [
          {
            query: alert.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            dimensions: empty(alert.by) ? [] : [{ name: alert.by, operator: 'Include', values: ['*'] }]
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      autoMitigate: true
      actions: {
        actionGroups: actionGroups
      }
      // Without telemetry the tables do not exist yet.
      skipQueryValidation: true
    }
  }
]

// Service Bus measures every queue all the time. The program's own count ends at 5,000.
resource queueLength 'Microsoft.Insights/metricAlerts@2026-01-01' = if (watchesQueues) {
  name: 'alert-queue-length-${suffix}'
  location: 'global'
  tags: tags
  properties: {
    description: 'More than 10,000 messages wait in a queue. Find out who sends: if it is one partner in the bulk lane, wait; otherwise raise maximumInstances or signingVaults.'
    severity: 3
    enabled: running
    autoMitigate: true
    scopes: [serviceBusId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'queue-length'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.ServiceBus/namespaces'
          metricName: 'ActiveMessages'
          timeAggregation: 'Minimum'
          operator: 'GreaterThan'
          threshold: 10000
          dimensions: [{ name: 'EntityName', operator: 'Include', values: queueNames }]
        }
      ]
    }
    actions: [for group in actionGroups: { actionGroupId: group }]
  }
}

resource queueSize 'Microsoft.Insights/metricAlerts@2026-01-01' = [
  for queue in queues: if (watchesQueues) {
    name: 'alert-${queue.name}-queue-size-${suffix}'
    location: 'global'
    tags: tags
    properties: {
      description: 'The queue ${queue.name} has used four fifths of its size. A full queue accepts no messages, and certify calls are answered with 503. Act now: find out who sends, and raise maximumInstances or signingVaults.'
      severity: 1
      enabled: running
      autoMitigate: true
      scopes: [serviceBusId]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT15M'
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            name: 'queue-size'
            criterionType: 'StaticThresholdCriterion'
            metricNamespace: 'Microsoft.ServiceBus/namespaces'
            metricName: 'Size'
            timeAggregation: 'Maximum'
            operator: 'GreaterThan'
            // Four fifths of its megabytes, in bytes.
            threshold: queue.megabytes * 838860
            dimensions: [{ name: 'EntityName', operator: 'Include', values: [queue.name] }]
          }
        ]
      }
      actions: [for group in actionGroups: { actionGroupId: group }]
    }
  }
]

// A check from outside finds what no instance can report: that no instance runs, or that DNS names or TLS certificates are wrong.
resource readiness 'Microsoft.Insights/webtests@2022-06-15' = {
  name: 'test-ready-${suffix}'
  location: location
  tags: union(tags, { 'hidden-link:${insightsId}': 'Resource' })
  kind: 'standard'
  properties: {
    SyntheticMonitorId: 'test-ready-${suffix}'
    Name: 'test-ready-${suffix}'
    Description: 'Checks that store, queue and key work, and that callers can reach the service.'
    Enabled: running
    Frequency: 300
    Timeout: 30
    Kind: 'standard'
    RetryEnabled: true
    Locations: [for place in readinessFrom: { Id: place }]
    Request: {
      RequestUrl: '${address}/health/ready'
      HttpVerb: 'GET'
      ParseDependentRequests: false
    }
    ValidationRules: {
      ExpectedHttpStatusCode: 200
      SSLCheck: true
      SSLCertRemainingLifetimeCheck: 14
    }
  }
}

resource notReady 'Microsoft.Insights/metricAlerts@2026-01-01' = {
  name: 'alert-not-ready-${suffix}'
  location: 'global'
  tags: tags
  properties: {
    description: 'From all test places but at most two, the service is not ready or can\'t be reached, or its TLS certificate ends within two weeks. Open /health/ready: it says what does not work. If it is ready for you, check DNS, Front Door and the TLS certificate.'
    severity: 0
    enabled: running
    autoMitigate: true
    scopes: [readiness.id, insightsId]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: readiness.id
      componentId: insightsId
      // All but two: if a single place can't reach the service, the place is the likelier cause.
      failedLocationCount: max(1, length(readinessFrom) - 2)
    }
    actions: [for group in actionGroups: { actionGroupId: group }]
  }
}

// Key Vault itself reports new, ending and ended versions of keys. Azure Monitor accepts these events as CloudEvents only.
resource vaultEvents 'Microsoft.EventGrid/systemTopics@2025-02-15' = [for (id, place) in concat([vaultId], furtherVaultIds): if (!empty(email)) {
  name: place == 0 ? 'evgt-certificates-${suffix}' : 'evgt-certificates-${suffix}-${place + 1}'
  location: location
  tags: tags
  properties: {
    source: id
    topicType: 'Microsoft.KeyVault.vaults'
  }
}]

resource keyEvents 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = [for (id, place) in concat([vaultId], furtherVaultIds): if (!empty(email)) {
  parent: vaultEvents[place]
  name: 'alert-keys-${suffix}'
  properties: {
    eventDeliverySchema: 'CloudEventSchemaV1_0'
    filter: {
      includedEventTypes: [
        'Microsoft.KeyVault.KeyNewVersionCreated'
        'Microsoft.KeyVault.KeyNearExpiry'
        'Microsoft.KeyVault.KeyExpired'
      ]
    }
    destination: {
      endpointType: 'MonitorAlert'
      properties: {
        severity: 'Sev2'
        description: 'A signing key has a new version, or a version that ends or has ended. For a new version, inform verifiers that stored a key themselves, and back up the key. For a version that ends, make a new version.'
        actionGroups: actionGroups
      }
    }
  }
}]
