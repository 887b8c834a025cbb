// The policy under which certificates can be neither changed nor deleted. If somebody locked the policy by hand, this module leaves it alone:
// a locked policy can't be written, and a deployment that tries it fails.
param accountName string
param containerName string
param days int

@description('The present policy: Unlocked, Locked, or empty for none.')
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

// A template can't remove a policy. Without this error the operator would think that the policy is off, and erasing would still be refused.
var where = '--account-name ${accountName} --container-name ${containerName}'
var show = 'etag=$(az storage container immutability-policy show ${where} --query etag -o tsv)'
var remove = 'az storage container immutability-policy delete ${where} --if-match "$etag"'
var refusal = 'immutabilityDays is 0, but ${containerName} has an unlocked policy. Delete it, then deploy again: ${show} && ${remove}'

@description('The policy before this deployment.')
output before string = days == 0 && state == 'Unlocked' ? fail(refusal) : state
