// The policy under which certificates can be neither changed nor deleted. A policy that was locked by hand is left alone: nothing can be
// written to it, and a deployment that tried would fail.
param accountName string
param containerName string
param days int

@description('The policy that is there: Unlocked, Locked, or empty for none.')
param state string

resource account 'Microsoft.Storage/storageAccounts@2025-08-01' existing = {
  name: accountName

  resource blobs 'blobServices' existing = {
    name: 'default'

    resource container 'containers' existing = {
      name: containerName
    }
  }
}

resource policy 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies@2025-08-01' = if (days > 0 && state != 'Locked') {
  parent: account::blobs::container
  name: 'default'
  properties: {
    immutabilityPeriodSinceCreationInDays: days
    allowProtectedAppendWrites: false
  }
}

// A template can't take a policy away. Were it silent, the operator would take it for off and erasing would go on to be refused.
var where = '--account-name ${accountName} --container-name ${containerName}'
var show = 'etag=$(az storage container immutability-policy show ${where} --query etag -o tsv)'
var remove = 'az storage container immutability-policy delete ${where} --if-match "$etag"'
var refusal = 'immutabilityDays is 0, but ${containerName} has an unlocked policy. Delete it, then deploy again: ${show} && ${remove}'

@description('The policy that was there before.')
output before string = days == 0 && state == 'Unlocked' ? fail(refusal) : state
